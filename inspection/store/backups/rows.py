"""Rows as bytes: the same for both databases, in the order of their keys, cut where the keys say.

A row is one line of JSON with its values as the database keeps them, sealed ones sealed. Where a piece ends follows
from the key of its last row alone: a row that changes makes one piece new, and a row that is added one more.
"""

import hashlib
import json
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Column, Connection, MetaData, String, Table, collate, select
from sqlalchemy.types import TypeDecorator, TypeEngine

from inspection.store.backups.manifest import Manifest
from inspection.store.backups.vault import Vault
from inspection.store.core import metadata

_CUT = 256  # rows of a piece, on the average
_MOST_BYTES = 4_000_000
_AT_ONCE = 500  # rows that are read together


def plain_tables() -> list[Table]:
    """Return every table with the types that the database itself knows: nothing is interpreted on the way."""
    apart = MetaData()
    return [_plain(table, apart) for table in metadata.sorted_tables]


def _plain(table: Table, apart: MetaData) -> Table:
    return Table(table.name, apart, *(Column(c.name, _own(c.type), primary_key=c.primary_key) for c in table.columns))


def _own(of: TypeEngine[Any]) -> TypeEngine[Any]:
    while isinstance(of, TypeDecorator):
        of = of.impl_instance
    return of


def lines(connection: Connection, table: Table, columns: Sequence[str]) -> Iterator[tuple[bytes, bytes]]:
    """Give the rows of a table in the order of their keys: the key of each, and its line.

    PostgreSQL sorts texts as a language does unless it is told not to; by their bytes the order is the same everywhere.
    """
    is_embedded = connection.dialect.name == "sqlite"
    keys = list(table.primary_key.columns)
    order = [key if is_embedded or not isinstance(key.type, String) else collate(key, "C") for key in keys]
    wanted = select(*(table.columns[name] for name in columns)).order_by(*order)
    places = [list(columns).index(key.name) for key in keys]
    with connection.execute(wanted, execution_options={"yield_per": _AT_ONCE}) as found:
        for row in found:
            values = [_told(value) for value in row]
            yield _json([values[place] for place in places]), _json(values) + b"\n"


def cut(rows: Iterable[tuple[bytes, bytes]]) -> Iterator[tuple[bytes, int]]:
    """Cut rows into pieces: the bytes of each, and how many rows they are."""
    kept: list[bytes] = []
    size = 0
    for key, line in rows:
        kept.append(line)
        size += len(line)
        if size >= _MOST_BYTES or int.from_bytes(hashlib.sha256(key).digest()[:2]) % _CUT == 0:
            yield b"".join(kept), len(kept)
            kept, size = [], 0
    if kept:
        yield b"".join(kept), len(kept)


def read_lines(table: Table, columns: Sequence[str], piece: bytes) -> list[dict[str, Any]]:
    """Return the rows of a piece, for a table as the database that is filled has it."""
    zoned = [bool(getattr(table.columns[name].type, "timezone", False)) for name in columns]
    return [
        {name: _value(told, is_zoned) for name, told, is_zoned in zip(columns, json.loads(line), zoned, strict=True)}
        for line in piece.splitlines()
    ]


def rows_in(vault: Vault, manifest: Manifest, name: str) -> Iterator[dict[str, Any]]:
    """Give the rows of a table as a backup holds them, none where it has no such table; sealed values stay sealed.

    Errors: those of `Vault.get`.
    """
    if (entry := manifest.tables.get(name)) is not None:
        for piece in entry.pieces:
            yield from (
                dict(zip(entry.columns, json.loads(line), strict=True)) for line in vault.get(piece).splitlines()
            )


def digests_of(connection: Connection, tables: Mapping[str, tuple[Table, Sequence[str]]]) -> dict[str, tuple[int, str]]:
    """Return how many rows each table has, and a hash over all of them: equal where the rows are equal."""
    found = {}
    for name, (table, columns) in tables.items():
        digest, count = hashlib.sha256(), 0
        for _, line in lines(connection, table, columns):
            digest.update(line)
            count += 1
        found[name] = (count, digest.hexdigest())
    return found


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _told(value: Any) -> Any:
    """Return a value as JSON has it; of a moment the time in UTC, as the embedded database keeps it."""
    if isinstance(value, bytes | memoryview):
        return {"b": b64encode(bytes(value)).decode()}
    if isinstance(value, datetime):
        utc = value.astimezone(UTC).replace(tzinfo=None) if value.tzinfo else value
        return {"t": utc.isoformat()}
    return {"d": value.isoformat()} if isinstance(value, date) else value


def _value(told: Any, is_zoned: bool) -> Any:
    if not isinstance(told, dict):
        return told
    ((kind, text),) = told.items()
    if kind == "b":
        return b64decode(text)
    if kind == "d":
        return date.fromisoformat(text)
    moment = datetime.fromisoformat(text)
    return moment.replace(tzinfo=UTC) if is_zoned else moment
