"""What named queries share: narrowing by what was asked for, and a sealed column of one row."""

from typing import Any, TypeVar

from sqlmodel import SQLModel, col
from sqlmodel.sql._expression_select_cls import SelectBase

from inspection.store.core import Store

Q = TypeVar("Q", bound=SelectBase[*tuple[Any, ...]])


def where_given(wanted: Q, *asked: tuple[Any, object]) -> Q:
    """Return a query that asks besides for each column to have its value; a value of None asks for nothing."""
    return wanted.where(*(col(column) == value for column, value in asked if value is not None))


def unsealed(store: Store, table: type[SQLModel], row_id: str, column: str) -> str:
    """Return a sealed column of one row as text: only for a reader whose look was recorded; KeyError if unknown."""
    with store.read() as session:
        found = session.get(table, row_id)
    if found is None:
        raise KeyError(row_id)
    return store.unseal(f"{table.__tablename__}.{column}", row_id, getattr(found, column))
