"""What the command prints: tables and progress for people, one JSON value for machines, errors on the error stream."""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, is_dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer
from rich import box
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, MofNCompleteColumn, Progress, Task, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from inspection.errors import InspectionError, ReferralFault
from inspection.progress import listening
from sectors.reader import RuleFault

if TYPE_CHECKING:
    from inspection.trust import Context

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON value instead of text.")]


def acting() -> Context:
    """Return the context of whoever is at the command, as `flows.command.shell.proof.context` tells it."""
    from flows.command.shell import proof  # not before a command runs: it loads what opens the house

    return proof.context()


_WHOLE = frozenset({"reference", "case", "other case", "days"})
_ROOMY = 120  # columns of a terminal
_GAP = 2  # columns between two columns of a table

_out = Console(highlight=False, soft_wrap=True)
_err = Console(stderr=True, highlight=False, soft_wrap=True)


def tell(text: str) -> None:
    """Print a line for people; nothing in it is taken for markup."""
    _out.print(text, markup=False)


def counted(n: int, one: str, many: str) -> str:
    """Return how many of something there are, in the word that fits the number."""
    return f"{n:,} {one if n == 1 else many}"


def warn(text: str) -> None:
    """Print a line for people on the error stream."""
    _err.print(text, markup=False)


def show(value: object) -> None:
    """Print a value as one line of JSON."""
    sys.stdout.write(json.dumps(_plain(value), ensure_ascii=False) + "\n")


def table(title: str, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Print rows as a table; numbers stand to the right, and no word is broken: a reference is read out and typed.

    In a narrow terminal ids stand below the table by the numbers of their rows; where it is still too wide, columns
    that are neighbours stand above one another.
    """
    if not rows:
        tell(f"{title}: none.")
        return
    ids: list[str] = []
    if "id" in columns and _out.width < _ROOMY:
        columns, rows, ids = _apart(columns, rows)
    _out.print(_made(title, _fitting([_column(name, place, rows) for place, name in enumerate(columns)])))
    for n, id_ in enumerate(ids, 1):
        tell(f"{n:>3}  {id_}")


@dataclass(frozen=True)
class _Column:
    """A column as it is printed: its cells, whether they are numbers, and the width below which words would break."""

    name: str
    cells: tuple[str, ...]
    is_number: bool
    least: int


def _column(name: str, place: int, rows: Sequence[Sequence[object]]) -> _Column:
    given = [row[place] for row in rows]
    cells = tuple(f"{cell:,}" if isinstance(cell, int) else str(cell) for cell in given)
    return _Column(
        name, cells, is_number=all(isinstance(cell, int | float) for cell in given), least=_least(name, cells)
    )


def _least(name: str, cells: Sequence[str]) -> int:
    """Return the width of the longest word, or of the longest line in a column that is never wrapped."""
    pieces = (piece for text in (name, *cells) for piece in (text.split("\n") if name in _WHOLE else text.split()))
    return max(map(len, pieces), default=1)


def _fitting(columns: Sequence[_Column]) -> list[_Column]:
    """Put neighbouring columns above one another until all words of all columns fit beside each other."""
    made = list(columns)
    while (over := _needs(made) - _out.width) > 0:
        pairs = [n for n in range(len(made) - 1) if not made[n].is_number and not made[n + 1].is_number]
        if not pairs:
            break
        saved = {n: min(made[n].least, made[n + 1].least) + _GAP for n in pairs}
        n = min(pairs, key=lambda n: (saved[n] < over, abs(saved[n] - over)))  # the least that is enough, else the most
        made[n : n + 2] = [_stacked(made[n], made[n + 1])]
    return made


def _needs(columns: Sequence[_Column]) -> int:
    return sum(column.least for column in columns) + _GAP * (len(columns) - 1)


def _stacked(above: _Column, below: _Column) -> _Column:
    cells = tuple("\n".join(filter(None, pair)) for pair in zip(above.cells, below.cells, strict=True))
    return _Column(f"{above.name}\n{below.name}", cells, is_number=False, least=max(above.least, below.least))


def _made(title: str, columns: Sequence[_Column]) -> Table:
    looks: dict[str, Any] = {"box": box.SIMPLE_HEAD, "padding": (0, 1, 0, 0), "show_edge": False, "pad_edge": False}
    made = Table(title=title, title_justify="left", header_style="bold", title_style="bold", **looks)
    for column, width in zip(columns, _widths(columns), strict=True):
        side: Literal["left", "right"] = "right" if column.is_number else "left"
        made.add_column(column.name, justify=side, overflow="fold", width=width)
    for row in zip(*(column.cells for column in columns), strict=True):
        made.add_row(*row)
    return made


def _widths(columns: Sequence[_Column]) -> list[int | None]:
    """Return the width of each column: no word broken, and what room is left shared until cells are whole.

    None for all where words do not fit: then they break before lines do.
    """
    spare = _out.width - _needs(columns)
    if spare < 0:
        return [None] * len(columns)
    wanted = {n: _longest(column) - column.least for n, column in enumerate(columns)}
    widths: list[int | None] = [None] * len(columns)
    for left, n in enumerate(sorted(wanted, key=wanted.__getitem__)):
        more = min(wanted[n], spare // (len(columns) - left))
        widths[n] = columns[n].least + more
        spare -= more
    return widths


def _longest(column: _Column) -> int:
    return max((len(line) for text in (column.name, *column.cells) for line in text.split("\n")), default=1)


def _apart(columns: Sequence[str], rows: Sequence[Sequence[object]]) -> tuple[list[str], list[list[object]], list[str]]:
    """Return a table with the numbers of its rows in the place of their ids, and the ids."""
    place = list(columns).index("id")
    kept = [[n, *(cell for at, cell in enumerate(row) if at != place)] for n, row in enumerate(rows, 1)]
    return ["n", *(c for c in columns if c != "id")], kept, [str(row[place]) for row in rows]


def one_of(what: str, given: str | None, known: Sequence[str]) -> None:
    """Refuse a word that an option does not know, where one was given: `ReferralFault` 716."""
    if given is not None and given not in known:
        raise ReferralFault("REFER-716", option=what, known=", ".join(known))


def fail(fault: InspectionError | RuleFault) -> None:
    """Print an error of ours: its code, what happened, where, and what to do."""
    _err.print(f"[{fault.code}] {fault.what}", style="bold red", markup=False)
    _err.print(f"  where:  {fault.where}", markup=False)
    _err.print(f"  advice: {fault.advice}", markup=False)


@contextmanager
def progress(*, quiet: bool = False) -> Iterator[None]:
    """Show what running steps say, a bar a step, on the error stream; `quiet` shows nothing."""
    if quiet:
        with listening(lambda *_: None):
            yield
        return
    columns = (TextColumn("{task.description}"), BarColumn(), _Done(), TimeElapsedColumn())
    with Progress(*columns, console=_err) as bars:
        steps: dict[str, Any] = {}

        def hear(step: str, done: int, total: int) -> None:
            if step not in steps:
                steps[step] = bars.add_task(step, total=total)
            bars.update(steps[step], completed=done, total=total)

        with listening(hear):
            yield


class _Done(MofNCompleteColumn):
    """How much of a step is done: parts, or megabytes of a step that is named for them."""

    def render(self, task: Task) -> Text:
        return DownloadColumn().render(task) if task.description.endswith(" bytes") else super().render(task)


def _plain(value: object) -> object:
    if is_dataclass(value) and not isinstance(value, type):
        return _plain(asdict(value))
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(item) for item in value]
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, float) and not math.isfinite(value):
        return None  # an interval without an end: JSON has no infinity
    return value if isinstance(value, str | int | float | bool | None) else str(value)
