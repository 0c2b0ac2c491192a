"""What every table shares: names of constraints, ids, and four column types."""

import json
from collections.abc import Iterable
from enum import StrEnum
from typing import Any

import uuid_utils
from sqlalchemy import CheckConstraint, Index, LargeBinary, MetaData, String, Text, text
from sqlalchemy.engine.interfaces import Dialect
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, SQLModel

from inspection.errors import StoreFault
from inspection.sealing import canonical_json, is_sealed
from inspection.store.core.sealed_now import refuse_old_key

_NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
metadata = MetaData(naming_convention=_NAMES)

SERVICES = ("ONSS", "TSW")
ALERTED_ROLES = ("inspector", "team_head", "supervisor", "direction", "system", "auditor_dpo")
OUTSIDE_ROLES = (
    "police_cell",
    "auditorate",
    "reference_magistrate",
    "central_cell",
    "reception_centre",
    "regional_service",
)
ROLES = (*ALERTED_ROLES, "administrator", *OUTSIDE_ROLES)


class Stored(SQLModel):
    """Base of every table of the store."""

    metadata = metadata


class Row(Stored):
    """Base of every table whose rows have an opaque id of ours."""

    id: str = Field(primary_key=True)


def new_id() -> str:
    """Return a fresh UUIDv7 as its 36 characters: sorted by time, opaque to readers."""
    return str(uuid_utils.uuid7())


def one_of(column: str, values: Iterable[str], *, empty: bool = False) -> CheckConstraint:
    """Return the constraint that `column` holds one of `values`, an enum or a list (or nothing, if `empty`).

    A string with a constraint, never a database enum: an unknown word is refused when written.
    """
    listed = ", ".join(f"'{v}'" for v in values)
    return CheckConstraint(f"{column} IN ({listed})" + (f" OR {column} IS NULL" if empty else ""), name=column)


def partial_index(name: str, *columns: str, where: str, unique: bool = False) -> Index:
    """Return an index over the few rows of a table that a question is about, the same on both databases."""
    only = text(where)
    return Index(name, *columns, unique=unique, sqlite_where=only, postgresql_where=only)


class Canonical(TypeDecorator[Any]):
    """JSON kept as its canonical text, the same on both databases; read back as plain values."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:  # noqa: ARG002  SQLAlchemy's face
        return None if value is None else canonical_json(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:  # noqa: ARG002
        return None if value is None else json.loads(value)


class Word(TypeDecorator[StrEnum]):
    """One word of an enum, kept as plain text; read back as the member, so that the code never handles a bare word.

    Never a type of the database: `one_of` guards what is written, and a new word needs no new type there.
    """

    impl = String
    cache_ok = True

    def __init__(self, words: type[StrEnum]) -> None:
        super().__init__()
        self.words = words

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        return None if value is None else str(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> StrEnum | None:  # noqa: ARG002
        return None if value is None else self.words(value)


def word_of(words: type[StrEnum]) -> Any:
    """Return the type of a column that holds one word of an enum; `Any`, since `Field` asks for a class here."""
    return Word(words)


class Sealed(TypeDecorator[bytes]):
    """Bytes that `Store.seal` made: anything else is refused, so that no plain text can slip into such a column."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: bytes | None, dialect: Dialect) -> bytes | None:  # noqa: ARG002
        if value is None:
            return None
        if isinstance(value, bytes) and is_sealed(value):
            refuse_old_key(value)
            return value
        raise StoreFault("STORE-042")

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> bytes | None:  # noqa: ARG002
        return None if value is None else bytes(value)
