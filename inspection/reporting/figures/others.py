"""Figures that others hold: taken over with source and period, or printed "not held"; never guessed from our own.

A file is CSV in UTF-8 with a first line of names: `figure,source,first,last,count`, and any of the columns by which the
figure is cut; an empty cell says that the line is not cut that way. Lines of one figure, source and period that are cut
the same way are a whole of their own: others publish by sex and by form apart, and neither is added to the other.
"""

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from inspection.errors import ReferralFault
from inspection.reporting.figures.shapes import NamedFigure

HEAD = ("figure", "source", "first", "last", "count")
CUTS: Mapping[str, frozenset[str] | None] = {  # None: any of our own codes
    "organisation": None,
    "form": None,
    "sex": frozenset({"female", "male", "other", "unknown"}),
    "age_group": frozenset({"under_18", "adult", "unknown"}),
    "citizenship": frozenset({"belgian", "union", "third_country", "unknown"}),
}
MOST_LINES, LONGEST = 20_000, 200


class OtherFigure(NamedFigure):
    """A figure of others that our tables have a place for."""


_OF_PERSONS = ("victims_registered", "victims_recognised", "suspects", "prosecuted", "convicted")
OTHERS: Mapping[str, OtherFigure] = {
    **{id_: OtherFigure(id=id_, unit="persons") for id_ in _OF_PERSONS},
    "police_offences": OtherFigure(id="police_offences", unit="records"),
}


@dataclass(frozen=True)
class OtherLine:
    """One line of a file: how many, of what, by whose account, in which period, cut how."""

    figure: str
    source: str
    first: date
    last: date
    cut: tuple[tuple[str, str], ...]
    n: int


@dataclass(frozen=True, kw_only=True)
class ImportedFigure:
    """A line that was taken over, with the day it was and by whom."""

    line: OtherLine
    imported_at: datetime
    imported_by: str


def read_others(text: str) -> tuple[OtherLine, ...]:
    """Return the lines of a file, all of it or nothing.

    Errors: `ReferralFault` 943 for a file without lines, 968 or 969 for a line that cannot be read, with its number and
    never what stands there; 944 where the same is told twice.
    """
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error:
        rows = []
    head = tuple(rows[0]) if rows else ()
    known = len(set(head)) == len(head) and set(HEAD) <= set(head) <= {*HEAD, *CUTS}
    if not known or not 1 < len(rows) <= MOST_LINES:
        raise ReferralFault("REFER-943")
    lines = tuple(_line(head, row, number) for number, row in enumerate(rows[1:], 2))
    _refuse_twice(lines)
    return lines


def latest_accounts(found: Iterable[ImportedFigure]) -> list[ImportedFigure]:
    """Return what stands: of one figure, source and period, the lines of the last import only."""
    latest: dict[tuple[str, str, date, date], datetime] = {}
    every = list(found)
    for one in every:
        latest[_account(one.line)] = max(one.imported_at, latest.get(_account(one.line), one.imported_at))
    return [one for one in every if one.imported_at == latest[_account(one.line)]]


def accounts_by_cut(found: Iterable[ImportedFigure]) -> dict[tuple[str, ...], list[ImportedFigure]]:
    """Return the lines of one account by the columns that cut them: each group is a whole of its own."""
    groups: dict[tuple[str, ...], list[ImportedFigure]] = defaultdict(list)
    for one in found:
        groups[tuple(name for name, _ in one.line.cut)].append(one)
    return dict(groups)


def _line(head: Sequence[str], row: Sequence[str], number: int) -> OtherLine:
    cells = dict(zip(head, row, strict=False))
    try:
        first, last, n = date.fromisoformat(cells["first"]), date.fromisoformat(cells["last"]), int(cells["count"])
    except (KeyError, ValueError):
        raise ReferralFault("REFER-969", number=number) from None
    source = cells["source"].strip()
    cut = tuple((name, cells[name].strip()) for name in sorted(CUTS) if cells.get(name, "").strip())
    is_known = len(row) == len(head) and cells["figure"] in OTHERS and all(_fits(name, value) for name, value in cut)
    if not is_known or not 0 < len(source) <= LONGEST or not source.isprintable() or n < 0 or last < first:
        raise ReferralFault("REFER-968", number=number)
    return OtherLine(cells["figure"], source, first, last, cut, n)


def _fits(name: str, value: str) -> bool:
    allowed = CUTS[name]
    if allowed is not None:
        return value in allowed
    return len(value) <= LONGEST and value.replace("_", "").replace("-", "").isalnum() and value.islower()


def _refuse_twice(lines: Sequence[OtherLine]) -> None:
    if len({(_account(line), line.cut) for line in lines}) < len(lines):
        raise ReferralFault("REFER-944")


def _account(line: OtherLine) -> tuple[str, str, date, date]:
    return line.figure, line.source, line.first, line.last
