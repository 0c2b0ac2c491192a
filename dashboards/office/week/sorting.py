"""Tables of a page in the order that its address names: `sort=goals.gap`, or `sort=goals.-gap` the other way round.

Each table of a page has a name of its own, so that putting one in order leaves the others as they are.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from dashboards.office.asking import Asked
from dashboards.office.week.addresses import address

T = TypeVar("T")
Order = Callable[[T], Any]


@dataclass(frozen=True, kw_only=True)
class Table(Generic[T]):
    """A table as it is drawn.

    by, is_down
        The column by which its lines stand, and whether the largest comes first; "" where they stand as they were read.
    """

    name: str
    lines: tuple[T, ...]
    by: str
    is_down: bool
    page: str
    kept: Mapping[str, object]

    def way(self, column: str) -> str:
        """Return the address at which the table stands by a column; pressed again, the other way round."""
        other = "-" if column == self.by and not self.is_down else ""
        return f"{address(self.page, **self.kept, sort=f'{self.name}.{other}{column}')}#{self.name}"


def table(
    asked: Asked, name: str, lines: Sequence[T], orders: Mapping[str, Order[T]], page: str, **kept: object
) -> Table[T]:
    """Return lines in the order that an address names, else as they come.

    Arguments: `orders` by which columns they may stand; `kept` what else stands in the address of `page`.
    """
    of, _, named = asked.query("sort").partition(".")
    column = named.removeprefix("-")
    if of != name or column not in orders:
        return Table(name=name, lines=tuple(lines), by="", is_down=False, page=page, kept=kept)
    is_down = named.startswith("-")
    ordered = sorted(lines, key=orders[column], reverse=is_down)
    return Table(name=name, lines=tuple(ordered), by=column, is_down=is_down, page=page, kept=kept)
