"""A store that is looked at and stays as it is, byte for byte: for whoever examines an installation."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from errno import errorcode
from pathlib import Path

from sqlalchemy import text

from inspection.errors import StoreFault
from inspection.keyring import open_keyring
from inspection.keys import open_keys
from inspection.settings import Settings
from inspection.store.core import Store, gate, has_content, open_engine

# The journal first. Whoever closes the database last moves the journal's pages into it and takes the journal away, and
# waits for no gate. A journal copied before that still holds every page, and laid over whatever the database has become
# meanwhile it gives the same; a database copied before it, or half way, and then no journal, would have lost them.
# The shared memory beside them is made anew.
_PARTS = ("-wal", "")


@contextmanager
def store_to_look_at(settings: Settings) -> Iterator[Store]:
    """Open the store for reading only; nothing is compared, brought up to date or made.

    An embedded database writes beside itself even for who reads it, so a copy is read, in a folder of this account in
    the temporary one (`TMPDIR`) that goes afterwards: as encrypted as the database. PostgreSQL is told to refuse every
    change.

    It is asked once here whether it answers: whoever looks at one that does not would wait again with every question.

    Errors: `StoreFault` as `open_store` gives them, 025 where the copy cannot be made, 036 where whoever writes does
        not end.
    """
    keys = open_keys(settings.keys)
    keyring = open_keyring(settings.keyring, keys)
    if settings.database_url:
        with _answering(Store(open_engine(settings, keys, is_only_looked_at=True), keys, None, keyring)) as store:
            yield store
        return
    with ExitStack() as folders:
        try:
            folder = folders.enter_context(tempfile.TemporaryDirectory(prefix="vigie-doctor-"))
            copy = replace(settings, home=Path(folder))
            _copy(settings, copy)
        except OSError as fault:
            raise _no_copy(fault) from None
        with _answering(Store(open_engine(copy, keys), keys, copy.store_file.with_suffix(".gate"), keyring)) as store:
            yield store


def _copy(settings: Settings, copy: Settings) -> None:
    """Copy the database between two writes: whoever writes holds the gate."""
    if not has_content(settings.store_file):
        return
    copy.store_file.parent.mkdir(mode=0o700)
    held = settings.store_file.with_suffix(".gate")
    with gate(held if held.exists() else None, settings.database.lock_seconds):
        for part in _PARTS:
            source = settings.store_file.with_name(settings.store_file.name + part)
            with suppress(FileNotFoundError):  # a journal goes with the last process that closes the database
                shutil.copyfile(source, copy.store_file.with_name(source.name))


def _no_copy(fault: OSError) -> StoreFault:
    return StoreFault("STORE-025", reason=errorcode.get(fault.errno or 0, type(fault).__name__))


@contextmanager
def _answering(store: Store) -> Iterator[Store]:
    try:
        with store.engine.connect() as connection:
            connection.execute(text("SELECT 1"))
        yield store
    finally:
        store.close()
