"""Opens the store of an installation, which founding it made; refuses one whose restore has not ended."""

from dataclasses import replace

import inspection.store.tables  # noqa: F401  rows name each other by key: all tables are known before any is used
from inspection.errors import BackupFault, RoleFault, StoreFault
from inspection.keyring import open_keyring
from inspection.keys import Keys, open_keys
from inspection.settings import Settings
from inspection.store.core import HEAD, UNFINISHED, Store, migrate, open_engine, revision
from inspection.store.opening.house_keys import knows_keys, refuse_other_keys
from inspection.store.roles import owns_tables


def open_store(settings: Settings, *, keys: Keys | None = None) -> Store:
    """Open the store of an installation, with its tables brought up to date.

    Errors: `StoreFault` with what is wrong and what to do: there is no store, a key is not the one that it was written
    with, the file is damaged, the server does not answer.
    """
    store = reach_store(settings, keys=keys)
    try:
        _prepare(store)
    except BaseException:
        store.close()
        raise
    return replace(store, knows_keys=True)


def reach_store(settings: Settings, *, keys: Keys | None = None, is_new: bool = False) -> Store:
    """Return the store as it stands, for whoever founds it or looks into a broken installation: nothing is checked."""
    keys = keys or open_keys(settings.keys)
    gate_file = None if settings.database_url else settings.store_file.with_suffix(".gate")
    engine = open_engine(settings, keys, is_new=is_new)
    return Store(engine, keys, gate_file, open_keyring(settings.keyring, keys))


def refuse_unfinished(stands_at: str) -> None:
    """Refuse a database whose restore has not ended, by what stands in the place of its revision.

    Errors: `BackupFault` 126.
    """
    if stands_at.startswith(UNFINISHED):
        raise BackupFault("BACKUP-126", backup=stands_at.removeprefix(UNFINISHED))


def _prepare(store: Store) -> None:
    """Compare the keys before a migration writes anything; who does not own the tables changes none."""
    stands_at = revision(store)
    if stands_at is None:
        raise StoreFault("STORE-035")
    refuse_unfinished(stands_at)
    if stands_at == HEAD or knows_keys(store):
        refuse_other_keys(store)
    if stands_at < HEAD and not (store.is_embedded or owns_tables(store)):
        raise RoleFault("ROLE-101", stands_at=stands_at, head=HEAD)
    migrate(store)
