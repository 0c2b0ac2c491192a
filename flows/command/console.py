"""What the command prints: tables and progress for people, one JSON value for machines, errors on the error stream."""

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, is_dataclass
from datetime import date, datetime
from typing import Annotated, Any, Literal

import typer
from rich import box
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from flows.progress import listening
from inspection.errors import InspectionError
from sectors import RuleFault

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON value instead of text.")]
By = Annotated[str, typer.Option("--by", envvar="VIGIE_USER", help="Id of the user who does this.")]

_WHOLE = frozenset({"reference", "case", "other case", "days"})
_ROOMY = 120  # columns of a terminal
_LONGEST_WORD = 22

_out = Console(highlight=False, soft_wrap=True)
_err = Console(stderr=True, highlight=False, soft_wrap=True)


def tell(text: str) -> None:
    """Print a line for people; nothing in it is taken for markup."""
    _out.print(text, markup=False)


def warn(text: str) -> None:
    """Print a line for people on the error stream."""
    _err.print(text, markup=False)


def show(value: object) -> None:
    """Print a value as one line of JSON."""
    sys.stdout.write(json.dumps(_plain(value), ensure_ascii=False) + "\n")


def table(title: str, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Print rows as a table; numbers stand to the right, and a reference is never broken: it is read out and typed.

    In a narrow terminal it has no lines between its columns, and ids stand below it by the numbers of their rows.
    """
    if not rows:
        tell(f"{title}: none.")
        return
    ids: list[str] = []
    is_narrow = _out.width < _ROOMY
    if "id" in columns and is_narrow:
        columns, rows, ids = _apart(columns, rows)
    made = _filled(title, columns, rows, is_narrow)
    if is_narrow:
        _squeeze(made)
    _out.print(made)
    for n, id_ in enumerate(ids, 1):
        tell(f"{n:>3}  {id_}")


def _squeeze(made: Table) -> None:
    """Bring the columns of a table that is too wide nearer to each other, and let words break before lines do."""
    room = _out.width - sum(column.min_width or 0 for column in made.columns)
    if room < 2 * len(made.columns):
        made.padding = (0, 0, 0, 0)
    if room < len(made.columns):
        for column in made.columns:
            column.min_width = None


def _filled(title: str, columns: Sequence[str], rows: Sequence[Sequence[object]], is_narrow: bool) -> Table:
    """Return a table in which no short word is broken."""
    looks: dict[str, Any] = {"box": box.SIMPLE_HEAD, "padding": (0, 1, 0, 0), "show_edge": False} if is_narrow else {}
    made = Table(title=title, title_justify="left", header_style="bold", title_style="bold", **looks)
    for place, name in enumerate(columns):
        numeric = all(isinstance(row[place], int | float) for row in rows)
        side: Literal["left", "right"] = "right" if numeric else "left"
        words = (word for cell in (name, *(row[place] for row in rows)) for word in str(cell).split())
        longest = min(_LONGEST_WORD, max(map(len, words), default=1))
        made.add_column(name, justify=side, overflow="fold", no_wrap=name in _WHOLE, min_width=longest)
    for row in rows:
        made.add_row(*(f"{cell:,}" if isinstance(cell, int) else str(cell) for cell in row))
    return made


def _apart(columns: Sequence[str], rows: Sequence[Sequence[object]]) -> tuple[list[str], list[list[object]], list[str]]:
    """Return a table with the numbers of its rows in the place of their ids, and the ids."""
    place = list(columns).index("id")
    kept = [[n, *(cell for at, cell in enumerate(row) if at != place)] for n, row in enumerate(rows, 1)]
    return ["n", *(c for c in columns if c != "id")], kept, [str(row[place]) for row in rows]


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
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=_err) as bars:
        steps: dict[str, Any] = {}

        def hear(step: str, done: int, total: int) -> None:
            if step not in steps:
                steps[step] = bars.add_task(step, total=total)
            bars.update(steps[step], completed=done, total=total)

        with listening(hear):
            yield


def _plain(value: object) -> object:
    if is_dataclass(value) and not isinstance(value, type):
        return _plain(asdict(value))
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(item) for item in value]
    if isinstance(value, date | datetime):
        return value.isoformat()
    return value if isinstance(value, str | int | float | bool | None) else str(value)
