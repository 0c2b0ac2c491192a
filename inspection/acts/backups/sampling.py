"""A sample of sealed values of a restored store, opened to see that they open; nothing of them is kept or told."""

from collections.abc import Iterator

from sqlalchemy import Column, Table, func, select

from inspection.errors import BackupFault, InspectionError
from inspection.store.core import Sealed, Store, metadata


def refuse_closed_values(store: Store, backup: str, sample: int) -> int:
    """Open some values of each sealed column; returns how many.

    Arguments: `sample` how many of a column, chosen by chance.
    Errors: `BackupFault` 129 for a column of which one does not open.
    """
    opened = 0
    with store.read() as session:
        for table, column in _sealed():
            place = f"{table.name}.{column.name}"
            (key,) = table.primary_key.columns
            wanted = select(key, column).where(column.is_not(None)).order_by(func.random()).limit(sample)
            for row, value in session.connection().execute(wanted):
                opened += _opens(store, place, str(row), value, backup)
    return opened


def _sealed() -> Iterator[tuple[Table, Column[bytes]]]:
    for table in metadata.sorted_tables:
        for column in table.columns:
            if isinstance(column.type, Sealed):
                yield table, column


def _opens(store: Store, place: str, row: str, value: bytes, backup: str) -> bool:
    try:
        store.unseal_bytes(place, row, value)
    except InspectionError:
        if store.was_destroyed(value):  # a case that was erased since, a draft that was given up: it must not open
            return False
        raise BackupFault("BACKUP-129", place=place, backup=backup) from None
    return True
