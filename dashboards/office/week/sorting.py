"""Tables of a page of the week: their lines as its address has them in order, `sort=goals.gap` or `sort=-goals.gap`."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from dashboards.office.asking import Asked
from dashboards.office.shared import Sorting
from dashboards.office.week.addresses import address

T = TypeVar("T")
Order = Callable[[T], Any]


@dataclass(frozen=True)
class Table(Sorting, Generic[T]):
    """A table with its lines in their order.

    kept
        What else stands in its addresses: a page that is drawn again after a form has none of it in its own.
    """

    lines: tuple[T, ...] = ()
    kept: Mapping[str, object] = field(default_factory=dict)

    def address(self, column: str) -> str:
        """Return the address that sorts by a column: upwards, and downwards where it is sorted upwards."""
        name = f"{self.table}.{column}"
        return f"{address(self.path, **self.kept, sort=f'-{name}' if self.wanted == name else name)}#{self.table}"


def table(
    asked: Asked, name: str, lines: Sequence[T], orders: Mapping[str, Order[T]], page: str, **kept: object
) -> Table[T]:
    """Return lines in the order that an address names, else as they come.

    Arguments: `orders` by which columns they may stand; `kept` what else stands in the address of `page`.
    """
    ordered = Sorting(asked, page, name, orders).rows(lines)
    return Table(asked, page, name, orders, lines=tuple(ordered), kept=kept)
