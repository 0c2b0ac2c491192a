"""Tables of a page of the week: their lines as its address has them in order, `sort=goals.gap` or `sort=-goals.gap`."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from dashboards.office.asking import Asked
from dashboards.office.shared import Sorting

T = TypeVar("T")
Order = Callable[[T], Any]


@dataclass(frozen=True)
class Table(Sorting, Generic[T]):
    """A table with its lines in their order."""

    lines: tuple[T, ...] = ()


def table(
    asked: Asked, name: str, lines: Sequence[T], orders: Mapping[str, Order[T]], page: str, **kept: object
) -> Table[T]:
    """Return lines in the order that an address names, else as they come.

    Arguments: `orders` by which columns they may stand; `kept` what else stands in the address of `page`.
    """
    ordered = Sorting(asked, page, name, orders).rows(lines)
    return Table(asked, page, name, orders, kept, tuple(ordered))
