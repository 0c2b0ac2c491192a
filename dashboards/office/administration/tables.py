"""Tables of administration as plain values: what a cell says, by what its column is sorted, where its row leads.

The order stands in the address (`?sort=people.2` upwards, `-people.2` downwards), so that Back, F5 and a link keep it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True)
class Cell:
    """What one cell says.

    order
        By what it is sorted, where the text would not do: a day, a number.
    state
        Its sign, one of those of the style sheet; "" for plain text.
    notes
        Small lines below it.
    colour
        "late" or "soon" for words that carry a meaning.
    """

    text: str
    order: Any = None
    address: str = ""
    state: str = ""
    notes: tuple[str, ...] = ()
    colour: str = ""

    @property
    def sorted_by(self) -> tuple[int, Any]:
        """Its place in a column: what says nothing comes last, and kinds of values never meet."""
        value = self.text.casefold() if self.order is None else self.order
        if value == "":
            return (3, "")
        if isinstance(value, datetime | date):
            return (1, value.isoformat())
        return (0, float(value)) if isinstance(value, int | float) else (2, str(value))


@dataclass(frozen=True)
class Press:
    """A button of a row: the address of its form, its text, the hidden fields, and what it is about, to be heard."""

    address: str
    text: str
    fields: Mapping[str, str]
    heard: str


@dataclass(frozen=True)
class Line:
    """One row; its first cell names it and leads to it."""

    cells: Sequence[Cell]
    presses: Sequence[Press] = ()


@dataclass(frozen=True)
class Column:
    """The head of a column, and the address that sorts by it; `sorted` is "ascending", "descending" or ""."""

    text: str
    address: str
    sorted: str


@dataclass(frozen=True)
class Table:
    """A table as a page draws it; `empty` teaches what will stand there."""

    key: str
    caption: str
    columns: Sequence[Column]
    lines: Sequence[Line]
    empty: str
    source: str
    has_presses: bool = field(default=False)


def table(
    key: str,
    caption: str,
    heads: Sequence[str],
    lines: Sequence[Line],
    *,
    sort: str,
    path: str,
    empty: str,
    source: str,
) -> Table:
    """Return a table in the order that an address asks for, else as it was given.

    Arguments: `heads` the words over the columns; `sort` of the address; `path` of the page; `source` where it comes
    from, and of when.
    """
    by, is_down = _wanted(key, sort, len(heads))
    shown = lines if by is None else sorted(lines, key=lambda one: one.cells[by].sorted_by, reverse=is_down)
    columns = [
        Column(
            text=head,
            address=f"{path}?sort={'-' if n == by and not is_down else ''}{key}.{n}#{key}",
            sorted="" if n != by else "descending" if is_down else "ascending",
        )
        for n, head in enumerate(heads)
    ]
    has_presses = any(line.presses for line in shown)
    return Table(key, caption, columns, list(shown), empty, source, has_presses)


def _wanted(key: str, sort: str, columns: int) -> tuple[int | None, bool]:
    """Return by which column of this table an address sorts, and whether downwards; None for any other address."""
    name, _, number = sort.removeprefix("-").partition(".")
    if name != key or not number.isascii() or not number.isdigit() or int(number[:3]) >= columns:
        return None, False
    return int(number[:3]), sort.startswith("-")


def state(text: str, sign: str, **more: Any) -> Cell:
    """Return a cell that says a state."""
    return Cell(text, state=sign, **more)
