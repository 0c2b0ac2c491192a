"""How a rotation begins and ends: one at a time, a new key made known, an old one retired and destroyed."""

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import text

from inspection.errors import KeysFault
from inspection.failpoints import failpoint
from inspection.key_sources import destroy_file, exchange_files, going_file, next_name, old_file, variable_of
from inspection.keys import Keys, make_next
from inspection.store.core import Store, key_in_use, new_id
from inspection.store.opening import HouseKeyRow, KeyRotationEndRow, KeyRotationRow, Rotation, open_rotation, rotations
from inspection.trust import AuditedTransaction, Context, audited_transaction

_ROTATORS = 0x5649474B  # apart from the writers' number: they go on while a key is changed


@contextmanager
def alone(store: Store) -> Iterator[None]:
    """Let one process change keys of a house at a time.

    Errors: `StoreFault` KEYS-104 where another one is about it.
    """
    if store.gate_file is not None:
        descriptor = os.open(store.gate_file.with_suffix(".rotation"), os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            yield
        except BlockingIOError:
            raise KeysFault("KEYS-104") from None
        finally:
            os.close(descriptor)
        return
    with store.engine.connect() as connection:
        if not connection.execute(text("SELECT pg_try_advisory_lock(:k)"), {"k": _ROTATORS}).scalar():
            raise KeysFault("KEYS-104")
        connection.commit()  # the lock is the connection's, not the transaction's: none stays open for an hour
        try:
            yield
        finally:
            connection.execute(text("SELECT pg_advisory_unlock(:k)"), {"k": _ROTATORS})


def begun(context: Context, name: str) -> Rotation:
    """Return the rotation of a key that is under way, which begins where there is none.

    Errors: `StoreFault` KEYS-105 where the key comes from where nobody can write, and no next one is given there;
    116 where a file lies in the place of the old key, which is no key of this house that was retired.
    """
    store = context.store
    with store.read() as session:
        going_on = open_rotation(session, name)
    if going_on is None:
        if (stray := old_file(store.keys.folder, name)).exists():  # before anything is made known
            raise KeysFault("KEYS-116", file=stray.name, key=name)
        following = _following(store, name)
        failpoint("rotation.made")
        with audited_transaction(context, "rotation") as tx:
            going_on = _register(tx, name, following)
    if store.keys.source(name) == "file":
        exchange_files(store.keys.folder, name)
        failpoint("rotation.exchanged")
    store.keys.forget()
    return going_on


def end(tx: AuditedTransaction, rotation: Rotation, resealed: int) -> None:
    """Write down that nothing is left that the old key opens: it is retired."""
    tx.add(KeyRotationEndRow(id=rotation.id, ended_at=tx.at, resealed=resealed))
    facts = {"name": rotation.name, "old": rotation.old_id, "new": rotation.new_id, "resealed": resealed}
    tx.record("keys.retire", "house", stream="house", facts=facts)


def destroy_retired(
    context: Context, name: str, last_look: Callable[[Context, Rotation], int] | None = None
) -> Rotation | None:
    """Destroy the file of a retired key, also one that a killed rotation left; return the rotation that retired it.

    Arguments: `last_look` seals anew what came since by the old key, from a process that did not know of the new one.
    """
    store = context.store
    file = old_file(store.keys.folder, name)
    with store.read() as session:
        retired = {one.old_id: one for one in rotations(session, name) if one.ended_at is not None}
    if file.exists():
        ended = retired.get(Keys.id_of_file(file, name))
    else:  # what was put aside to be destroyed: of the last one that was retired
        ended = next(reversed(retired.values()), None) if going_file(file).exists() else None
    if ended is not None:
        failpoint("rotation.retired")
        if last_look is not None and file.exists():
            last_look(context, ended)
        destroy_file(file)
        store.keys.forget()
    return ended


def _following(store: Store, name: str) -> str:
    """Return the fingerprint of the key that shall follow, which is made where keys are files."""
    if store.keys.source(name) == "file":
        return make_next(store.keys, name)
    with store.read() as session:
        in_use = key_in_use(session, name)
    given = [one for one in store.keys.all_of(name) if one != in_use]
    if not given:
        variable, credential = variable_of(next_name(name), store.keys.prefix), f"vigie-{next_name(name)}"
        raise KeysFault("KEYS-105", key=name, variable=variable, credential=credential)
    return given[0]


def _register(tx: AuditedTransaction, name: str, following: str) -> Rotation:
    tx.require("keys.rotate")
    return follow(tx, name, following)


def follow(tx: AuditedTransaction, name: str, following: str) -> Rotation:
    """Write down that a key of this house follows the one in use, by its fingerprint.

    A restore does so too: the key of a database is in no backup, and that of the new home may be another.

    Errors: `StoreFault` KEYS-106 for a key that this house has had before.
    """
    old = key_in_use(tx.session, name)
    assert old is not None, name  # noqa: S101  the store opened, so the database knows every key
    if tx.session.get(HouseKeyRow, following[:8]) is not None:
        raise KeysFault("KEYS-106", key=name)
    tx.add(HouseKeyRow(id=following[:8], name=name, fingerprint=following, known_since=tx.at))
    row = KeyRotationRow(id=new_id(), name=name, old_id=old[:8], new_id=following[:8], started_at=tx.at)
    tx.add(row)
    facts = {"name": name, "old": row.old_id, "new": row.new_id}
    tx.record("keys.rotate", "house", stream="house", facts=facts)
    return Rotation(row.id, name, row.old_id, row.new_id, row.started_at, None)
