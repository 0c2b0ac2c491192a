"""A store that is looked at and stays as it is, byte for byte: for whoever examines an installation."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from inspection.keys import open_keys
from inspection.settings import Settings
from inspection.store.core.engine import gate, has_content, open_engine
from inspection.store.core.transactions import Store

_PARTS = ("", "-wal")  # the shared memory beside them is made anew from these


@contextmanager
def store_to_look_at(settings: Settings) -> Iterator[Store]:
    """Open the store for reading only; nothing is compared, brought up to date or made.

    An embedded database writes beside itself even for who reads it, so a copy is read, in a folder of this account that
    goes afterwards: as encrypted as the database. PostgreSQL is told to refuse every change.

    Errors: `StoreFault` as `open_store` gives them.
    """
    keys = open_keys(settings.keys)
    if settings.database_url:
        with _closing(Store(open_engine(settings, keys, is_only_looked_at=True), keys, None)) as store:
            yield store
        return
    with tempfile.TemporaryDirectory(prefix="vigie-doctor-") as folder:
        copy = replace(settings, home=Path(folder))
        _copy(settings, copy)
        with _closing(Store(open_engine(copy, keys), keys, copy.store_file.with_suffix(".gate"))) as store:
            yield store


def _copy(settings: Settings, copy: Settings) -> None:
    """Copy the database between two writes: whoever writes holds the gate."""
    if not has_content(settings.store_file):
        return
    copy.store_file.parent.mkdir(mode=0o700)
    held = settings.store_file.with_suffix(".gate")
    with gate(held if held.exists() else None):
        for part in _PARTS:
            source = settings.store_file.with_name(settings.store_file.name + part)
            if source.exists():
                shutil.copyfile(source, copy.store_file.with_name(source.name))


@contextmanager
def _closing(store: Store) -> Iterator[Store]:
    try:
        yield store
    finally:
        store.close()
