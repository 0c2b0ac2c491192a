"""Opens the store of an installation."""

from inspection.sealing import Keys, open_keys
from inspection.settings import Settings
from inspection.store.engine import open_engine
from inspection.store.migrating import migrate
from inspection.store.transactions import Store


def open_store(settings: Settings, *, keys: Keys | None = None, migrated: bool = True) -> Store:
    """Open the store of an installation, with its tables brought up to date.

    Arguments: `migrated=False` leaves the tables as they are, for whoever looks into a broken installation.
    Errors: `StoreFault` with what is wrong and what to do.
    """
    keys = keys or open_keys(settings.keys)
    engine = open_engine(settings, keys)
    gate_file = None if settings.database_url else settings.store_file.with_suffix(".gate")
    store = Store(engine, keys, gate_file)
    if migrated:
        migrate(store)
    return store
