"""Founding a house: the one act that makes keys, and tells the database which keys it is written with."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, select

from inspection.acts.migrating import bring_up_to_date, store_of_owner
from inspection.errors import StoreFault
from inspection.keys import DATABASE, KEYRING, NAMES, Keys, make_keys, open_keys
from inspection.settings import Settings, settings
from inspection.store import opening
from inspection.store.core import Store, has_content, migrate, revision
from inspection.store.records import AuditEntryRow
from inspection.time_of import now
from inspection.trust import AppContext, Context, audited_transaction
from sectors import reader


@dataclass(frozen=True)
class Founded:
    """What founding did.

    is_new
        There was no database before.
    made, registered
        Keys that were made, and keys that the database knows since: all nothing where the house stood already.
    """

    is_new: bool
    made: tuple[str, ...]
    registered: tuple[str, ...]


def found_house(chosen: Settings | None = None, *, at: datetime | None = None, keys: Keys | None = None) -> Founded:
    """Make the database and the keys of a home that has none; harmless where they are there.

    A version that needs a new key gets it. A key that the database was written with is never made again, here or on
    another machine: it must be put back.

    Arguments: `keys` those of this home, where they are not the ones that the environment of this process gives.
    Errors: `StoreFault` 015, 016 or 029 for a key that is not here, cannot be used or is another, 024 for a home that
    was written with keys that are gone, 018 for a database that was written before it knew its keys, 027 for a key that
    is not here and was used; `KeyringFault` 103 where the keys of cases were made and are not here.
    """
    chosen, at = chosen or settings(), at or now()
    keys = keys or open_keys(chosen.keys)
    _refuse_lost(chosen, keys)
    is_new_file = chosen.database_url is None and not has_content(chosen.store_file)
    if is_new_file:
        _refuse_traced(keys, opening.traces_in_files(chosen, keys))  # before anything is made
    made = make_keys(keys, [DATABASE] if is_new_file else [])
    store = opening.reach_store(chosen, keys=keys, is_new=is_new_file)
    try:
        return _founded(
            AppContext(store, reader.load_rules([chosen.rules]), chosen).at_the_door(at),
            made,
            opening.traces_in_files(chosen, keys),
        )
    finally:
        store.close()


def _founded(context: Context, made: tuple[str, ...], traces: Mapping[str, str]) -> Founded:
    store = context.store
    with store_of_owner(context.settings, store) as owner:
        was_at = revision(owner)
        if opening.knows_keys(owner):
            with owner.read() as session:
                _refuse(store, opening.known_keys(session))  # before a migration writes anything
        migrate(store) if owner is store else bring_up_to_date(owner)
    with audited_transaction(context) as tx:
        known = opening.known_keys(tx.session)
        _refuse(store, known)
        if not known:
            _refuse_lived_in(tx.session)
        new = tuple(name for name in opening.needed_keys(store) if name not in known)
        _refuse_traced(store.keys, {name: traces[name] for name in new if name in traces})
        if KEYRING in new:
            store.keyring.found()
        made += make_keys(store.keys, new)  # inside: of two machines at once, one finds that the other has made them
        tx.session.add_all(rows := [_row(store.keys, name, context.at) for name in new])
        if rows:
            facts = {"names": [row.name for row in rows], "ids": [row.id for row in rows], "made": list(made)}
            tx.record("keys.register", "house", stream="house", facts=facts)
        else:
            tx.mark_unchanged()
    return Founded(was_at is None, made, new)


def _row(keys: Keys, name: str, at: datetime) -> opening.HouseKeyRow:
    fingerprint = keys.fingerprint(name)
    assert fingerprint is not None, name  # noqa: S101  it was there or has just been made
    return opening.HouseKeyRow(id=fingerprint[:8], name=name, fingerprint=fingerprint, known_since=at)


def _refuse(store: Store, known: Mapping[str, str]) -> None:
    """Refuse to go on without a key that the database knows; that it knows none, or too few, is what is mended here."""
    for fault in opening.key_faults(store, known):
        if fault.code not in ("STORE-014", "STORE-017"):
            raise fault


def _refuse_lost(chosen: Settings, keys: Keys) -> None:
    """Refuse to make keys in a home that holds what other keys wrote."""
    here = (chosen.store_file, chosen.lake, chosen.attachments, chosen.outbox, chosen.checkpoints, chosen.keyring)
    written = [path for path in here if path.exists()]
    if written and not any(keys.exists(name) for name in NAMES):
        raise StoreFault("STORE-024", written=", ".join(p.name for p in written))


def _refuse_traced(keys: Keys, traces: Mapping[str, str]) -> None:
    """Refuse to make a key in the place of one that was used: what that one sealed would stay closed."""
    lost = [name for name in traces if not keys.exists(name)]
    if lost:
        told = ", ".join(f"{name} ({traces[name]})" for name in lost)
        raise StoreFault("STORE-027", keys=told)


def _refuse_lived_in(session: Session) -> None:
    """Refuse to tell keys to a database in which something was done before: it was written with others than it says."""
    if session.exec(select(AuditEntryRow).limit(1)).first() is not None:
        raise StoreFault("STORE-018")
