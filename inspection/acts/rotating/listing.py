"""Which keys a house has, where each comes from, and what is wrong with them; never a key."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from sqlmodel import select

from inspection.acts.portal import portal_keys, portal_settings
from inspection.acts.rotating.sealed_rows import keys_of_cases
from inspection.errors import InspectionError, KeyringFault, KeysFault, PortalFault, SettingsFault
from inspection.key_sources import Source, going_file, old_file
from inspection.keyring import named
from inspection.keys import KEYRING, ROTATED, Keys
from inspection.settings import Settings
from inspection.store import opening
from inspection.store.core import HEAD, Store, revision
from inspection.store.opening import HouseKeyRow, Rotation, key_faults, known_keys, knows_keys, rotations

KeyState = Literal["in use", "retires", "retired"]


@dataclass(frozen=True)
class KeyLine:
    """One key that the database knows.

    source
        Where the key in use comes from; None for one that is not here, or is retired.
    state
        "in use"; "retires" while a rotation goes on; "retired".
    """

    name: str
    id: str
    known_since: datetime
    source: Source | None
    state: KeyState
    retired_at: datetime | None


def keys_of_house(store: Store) -> list[KeyLine]:
    """Return every key that the database knows, by name and age."""
    if not knows_keys(store):
        return []
    with store.read() as session:
        rows = session.exec(select(HouseKeyRow)).all()
        followed = {one.old_id: one for one in rotations(session)}
    lines = [_line(row, followed.get(row.id), store.keys) for row in rows]
    return sorted(lines, key=lambda one: (one.name, one.state == "in use", one.known_since))


def key_troubles(store: Store) -> Iterator[InspectionError]:
    """Give what is wrong with the keys of a house: one that is not here or another, and a rotation that is not done."""
    known: dict[str, str] = {}
    changed: list[Rotation] = []
    if knows_keys(store):
        with store.read() as session:
            known, changed = known_keys(session), rotations(session)
    yield from key_faults(store, known)
    for one in changed:
        if one.ended_at is None:
            yield KeysFault("KEYS-108", key=one.name, since=f"{one.started_at:%Y-%m-%d}")
    for name in ROTATED:
        yield from _left_files(old_file(store.keys.folder, name), name, changed)
    if KEYRING in known:
        yield from _keys_of_cases(store, known, changed)


def _keys_of_cases(store: Store, known: Mapping[str, str], changed: list[Rotation]) -> Iterator[InspectionError]:
    """Give keys of cases that a strange key wrapped, neither the one in use nor the one that it is following.

    And those that do not open though the key is here: every one is tried, since nobody opens a closed case for years.
    """
    expected = {known[KEYRING][:8], *(one.old_id for one in changed if one.name == KEYRING and one.ended_at is None)}
    strange = sum(count for id_, count in store.keyring.wrapped_by().items() if id_ not in expected)
    if strange:
        yield KeysFault("KEYS-117", count=strange, folder=store.keyring.folder.name)
    if openable := _openable(store):
        damaged = [case for case, by in store.keyring.closed() if by in {"", *openable}]
        if damaged:
            yield KeyringFault("KEYRING-107", count=len(damaged), cases=named(damaged))


def value_troubles(store: Store) -> Iterator[InspectionError]:
    """Give the cases of which something is sealed by a key that the keyring has lost: neither here nor destroyed."""
    if revision(store) != HEAD or not store.keyring.is_here or not _openable(store):
        return
    with store.read() as session:
        used = keys_of_cases(session)
    lost = sorted({case for case, key in used if store.keyring.lacks(case, key)})
    if lost:
        yield KeyringFault("KEYRING-108", count=len(lost), cases=named(lost))


def _openable(store: Store) -> set[str]:
    """Return the ids of the keys by which keys of cases may be opened here; none where that is what is wrong."""
    try:
        return {fingerprint[:8] for fingerprint in store.keys.all_of(KEYRING)}
    except SettingsFault:
        return set()


def _left_files(file: Path, name: str, changed: list[Rotation]) -> Iterator[InspectionError]:
    """Give what lies in the place of an old key, or of one that is destroyed, and should not."""
    if going_file(file).exists():
        yield KeysFault("KEYS-109", file=going_file(file).name, key=name)
    if not file.exists():
        return
    try:
        found = {one.old_id: one for one in changed}.get(Keys.id_of_file(file, name))
    except InspectionError as fault:
        yield fault
        return
    if found is None:
        yield KeysFault("KEYS-116", file=file.name, key=name)
    elif found.ended_at is not None:
        yield KeysFault("KEYS-109", file=file.name, key=name)


def _line(row: HouseKeyRow, followed: Rotation | None, keys: Keys) -> KeyLine:
    if followed is None:
        return KeyLine(row.name, row.id, row.known_since, keys.source(row.name), "in use", None)
    state: KeyState = "retires" if followed.ended_at is None else "retired"
    return KeyLine(row.name, row.id, row.known_since, None, state, followed.ended_at)


def list_keys(here: Settings, *, is_portal: bool = False) -> list[KeyLine]:
    """Return the keys of a home as `keys_of_house` does; `is_portal` for the portal's home beside this office."""
    with _uncompared(here, is_portal) as store:
        return keys_of_house(store)


def check_keys(here: Settings, *, is_portal: bool = False) -> list[InspectionError]:
    """Return what is wrong with the keys of a home; `is_portal` for the portal's home beside this office."""
    with _uncompared(here, is_portal) as store:
        return [*key_troubles(store), *value_troubles(store)]


@contextmanager
def _uncompared(here: Settings, is_portal: bool) -> Iterator[Store]:
    """Give a store whose keys nobody has compared: what is wrong with them is what is asked."""
    there = portal_settings(here) if is_portal else here
    if is_portal and not there.is_portal:
        raise PortalFault("PORTAL-102")
    store = opening.reach_store(there, keys=portal_keys(there) if is_portal else None)
    try:
        yield store
    finally:
        store.close()
