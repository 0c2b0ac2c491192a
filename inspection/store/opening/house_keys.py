"""The keys that a database and the files of a home were written with, and the refusal of any other.

A second machine on the same database, a restored home, a safe that gives the wrong key: each would write what nobody
can read, and pseudonyms that fit nothing. So every start compares what is here with what the database knows.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime

from sqlalchemy import inspect
from sqlmodel import Session, col, select

from inspection.errors import KeyringFault, KeysFault, SettingsFault, StoreFault
from inspection.keys import AUDIT, DATABASE, FIELD, FORMS, KEYRING, NAMES, ROTATED, Keys
from inspection.settings import Settings
from inspection.store.core import Row, Store
from inspection.store.opening.rotations import Rotation, rotations


class HouseKeyRow(Row, table=True):
    """A key of the installation: its id as sealed fields name it, and its fingerprint; never the key."""

    __tablename__ = "house_key"

    name: str
    fingerprint: str
    known_since: datetime


def needed_keys(store: Store) -> tuple[str, ...]:
    """Return the names of the keys that a store needs: PostgreSQL opens without one of ours."""
    return tuple(name for name in NAMES if store.is_embedded or name != DATABASE)


def known_keys(session: Session) -> dict[str, str]:
    """Return the fingerprints of the keys in use that the database knows, by name; no key that another followed."""
    rows = session.exec(select(HouseKeyRow).order_by(col(HouseKeyRow.known_since), col(HouseKeyRow.id))).all()
    followed = {one.old_id for one in rotations(session)}
    return {row.name: row.fingerprint for row in rows if row.id not in followed}


def retiring_keys(session: Session) -> dict[str, str]:
    """Return the fingerprints of the keys that others follow while values of theirs are left, by name."""
    going_on = [one for one in rotations(session) if one.ended_at is None]
    return {one.name: session.get_one(HouseKeyRow, one.old_id).fingerprint for one in going_on}


def knows_keys(store: Store) -> bool:
    """Tell whether there is a table of keys: a store that is only being made has none yet."""
    with store.engine.connect() as connection:
        return inspect(connection).has_table(HouseKeyRow.__tablename__)


def refuse_other_keys(store: Store) -> None:
    """Stop whoever has not every key that the database was written with.

    Errors: `StoreFault` 014 for a database that knows none yet, 015 for a key that is not here, 016 for one that cannot
    be used, 029 for one that is another, 017 for one that this version needs and nobody has made; KEYS-101 for one of
    before a rotation, 103 for the old one of a rotation that is not finished; `KeyringFault` 103 where the keys of
    cases are not here.
    """
    with store.read() as session:
        known = known_keys(session)
    for fault in key_faults(store, known):
        raise fault


def key_faults(store: Store, known: Mapping[str, str]) -> Iterator[StoreFault]:
    """Give every difference between the keys that the database knows and those that are here."""
    if not known:
        yield StoreFault("STORE-014")
        return
    yield from _absent_or_other(store, known)
    if KEYRING in known and not store.keyring.is_here:
        yield KeyringFault("KEYRING-103", folder=store.keyring.folder.name)
    lacking = [name for name in needed_keys(store) if name not in known]
    if lacking:
        yield StoreFault("STORE-017", keys=", ".join(lacking))


def _absent_or_other(store: Store, known: Mapping[str, str]) -> Iterator[StoreFault]:
    with store.read() as session:
        rotated = rotations(session)
    for name, fingerprint in known.items():
        try:
            here = store.keys.fingerprint(name)
        except SettingsFault as fault:
            yield StoreFault("STORE-016", trouble=fault.what, mend=fault.advice, key=fault.where)
            continue
        if here is None:
            yield StoreFault("STORE-015", key=name)
        elif here != fingerprint and not (name in ROTATED and store.keys.turn_to(name, fingerprint)):
            is_old = any(one.name == name and one.old_id == here[:8] for one in rotated)
            yield KeysFault("KEYS-101", key=name) if is_old else StoreFault("STORE-029", key=name)
    for one in rotated:
        if one.ended_at is None and one.name in known and not _has(store.keys, one):
            yield KeysFault("KEYS-103", key=one.name)


def _has(keys: Keys, rotation: Rotation) -> bool:
    """Tell whether the old key of a rotation that is not finished is still here; one that cannot be used is told."""
    try:
        return any(fingerprint.startswith(rotation.old_id) for fingerprint in keys.all_of(rotation.name))
    except SettingsFault:
        return True


# Key → registers of the lake whose persons it made pseudonyms of.
_REGISTERS: Mapping[str, tuple[str, ...]] = {
    "purpose-worker": ("dimona", "dmfa", "checkin", "limosa", "a1", "single_permit", "residence"),
    "purpose-mandate": ("mandates",),
}


def traces_in_files(here: Settings, keys: Keys) -> dict[str, str]:
    """Return the keys that files of a home were written with, and where that shows."""
    found = {
        key: f"lake/{register}"
        for key, registers in _REGISTERS.items()
        for register in registers
        if (here.lake / register).is_dir()
    }
    if here.checkpoints.is_dir() and any(here.checkpoints.glob("*.jsonl")):
        found[AUDIT] = here.checkpoints.name
    if here.attachments.is_dir() and any(here.attachments.iterdir()):
        found[FIELD] = here.attachments.name
    if any(here.keyring.glob("*/*.key")):
        found[KEYRING] = here.keyring.name
    if keys.exists(FORMS):
        found["purpose-openrosa_key"] = "the key of encrypted forms"
    return found
