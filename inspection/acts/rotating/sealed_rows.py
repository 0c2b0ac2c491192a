"""Sealed columns of every table, found by the tables themselves, and sealed anew a few rows at a time."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import LargeBinary, Table, func, literal, or_, select, update
from sqlmodel import Session

from inspection.sealing import CASE_HEADER_BYTES, case_header, case_of, field_header, key_of
from inspection.store.core import Store, metadata, sealed_columns

AT_ONCE = 100  # rows of one transaction: whoever else writes waits for no more


def sealed_tables() -> list[Table]:
    """Return the tables that have a sealed column, in an order that stays."""
    return [table for table in metadata.sorted_tables if sealed_columns(table)]


def reseal_some(session: Session, store: Store, table: Table, old_id: str, after: str) -> tuple[str | None, int]:
    """Seal anew what one transaction takes of a table, beginning behind a row.

    Result: the last row that was looked at, None where there was none; and how many values were sealed anew.
    """
    names, (key,) = sealed_columns(table), table.primary_key.columns
    by_old = or_(*(_begins(table.c[name], field_header(old_id)) for name in names))
    asked = select(key, *(table.c[name] for name in names)).where(key > after, by_old).order_by(key).limit(AT_ONCE)
    rows = session.connection().execute(asked).all()
    count = 0
    for id_, *values in rows:
        anew = dict(_anew(store, table.name, id_, zip(names, values, strict=True), old_id))
        session.connection().execute(update(table).where(key == id_).values(**anew))
        count += len(anew)
    return (rows[-1][0] if rows else None), count


def count_left(session: Session, *known_ids: str) -> dict[str, int]:
    """Return how many rows of each table hold a value under another field key than the known ones, where some do."""
    found, known = {}, [field_header(id_) for id_ in known_ids]
    for table in sealed_tables():
        columns = [table.c[name] for name in sealed_columns(table)]
        theirs = or_(*(_begins(one, field_header("")) & ~or_(*(_begins(one, h) for h in known)) for one in columns))
        found[table.name] = session.connection().execute(select(func.count()).where(theirs).select_from(table)).scalar()
    return {name: count for name, count in found.items() if count}


def keys_of_cases(session: Session) -> set[tuple[str, bytes]]:
    """Return each case of which a value is sealed by a key of its own, with the id of that key; nothing is opened."""
    found = set[bytes]()
    for table in sealed_tables():
        for column in (table.c[name] for name in sealed_columns(table)):
            start = func.substr(column, 1, CASE_HEADER_BYTES, type_=LargeBinary)
            asked = select(start).where(_begins(column, case_header())).distinct()
            found |= set(session.connection().execute(asked).scalars())
    return {(case, key_of(start)) for start in map(bytes, found) if (case := case_of(start)) is not None}


def _anew(
    store: Store, table: str, id_: str, values: Iterator[tuple[str, bytes | None]], old_id: str
) -> Iterator[tuple[str, bytes]]:
    for name, value in values:
        if value is not None and value.startswith(field_header(old_id)):
            place = f"{table}.{name}"
            yield name, store.seal_bytes(place, id_, store.unseal_bytes(place, id_, value))


def _begins(column: Any, header: bytes) -> Any:
    return func.substr(column, 1, len(header), type_=LargeBinary) == literal(header, LargeBinary)
