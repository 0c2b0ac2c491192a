"""What the command prints: tables and progress for people, one JSON value for machines, errors on the error stream."""

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, is_dataclass
from datetime import date, datetime
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from flows.progress import listening
from inspection.errors import InspectionError
from sectors import RuleFault

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON value instead of text.")]
By = Annotated[str, typer.Option("--by", envvar="VIGIE_USER", help="Id of the user who does this.")]

_WHOLE = frozenset({"reference", "case", "other case"})

_out = Console(highlight=False, soft_wrap=True)
_err = Console(stderr=True, highlight=False, soft_wrap=True)


def tell(text: str) -> None:
    """Print a line for people; nothing in it is taken for markup."""
    _out.print(text, markup=False)


def show(value: object) -> None:
    """Print a value as one line of JSON."""
    sys.stdout.write(json.dumps(_plain(value), ensure_ascii=False) + "\n")


def table(title: str, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Print rows as a table; numbers stand to the right, and a reference is never broken: it is read out and typed."""
    made = Table(title=title, title_justify="left", header_style="bold", title_style="bold")
    for place, name in enumerate(columns):
        numeric = bool(rows) and all(isinstance(row[place], int | float) for row in rows)
        made.add_column(name, justify="right" if numeric else "left", overflow="fold", no_wrap=name in _WHOLE)
    for row in rows:
        made.add_row(*(f"{cell:,}" if isinstance(cell, int) else str(cell) for cell in row))
    _out.print(made)


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
