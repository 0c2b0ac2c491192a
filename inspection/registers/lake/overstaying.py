"""Snapshots that may not be kept: their authorisation was withdrawn, their days are over, or there was none.

Wherever rows lie: what readers see or saw, what the gate holds, and what a corrected delivery took the place of.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from inspection.registers.lake.snapshots import Lake, Snapshot
from sectors.rules.authorisations import Authorisation

if TYPE_CHECKING:
    from sectors import Catalogue


class Why(StrEnum):
    """Why a snapshot has to go."""

    WITHDRAWN = "withdrawn"
    OVER = "retention over"
    NONE = "no authorisation"


@dataclass(frozen=True, kw_only=True)
class Overstaying:
    """A snapshot that has to be deleted, and since which day.

    folder
        Where it lies, from the home.
    authorisation
        Key of the authorisation by which it came in; None where it came in without.
    """

    register: str
    day: date
    folder: str
    authorisation: str | None
    why: Why
    since: date

    @property
    def name(self) -> str:
        """Its folder in that of the register."""
        return self.folder.rpartition("/")[2]


def overstaying(lake: Lake, rules: "Catalogue", *, is_demo: bool, only: str | None = None) -> Iterator[Overstaying]:
    """Yield the snapshots of registers that need an authorisation and may not be kept on the day of the rules.

    only
        The one register that is looked at; None: all of them.
    is_demo
        Whether the demo made this home: what is synthetic there may stay.

    Errors: `IntakeFault` for a snapshot whose account cannot be read.
    """
    for key, register in sorted(rules.registers.items()):
        if only not in (None, key):
            continue
        stored = [*lake.deliveries(key), *lake.corrected(key), *lake.held(key)] if register.needs_authorisation else []
        for one in stored:
            report = one.report
            if is_demo and report.synthetic:
                continue
            by = rules.authorisations.get(report.authorisation or "")
            why, since = why_gone(one, by, rules.day)
            if why is not None:
                yield Overstaying(
                    register=key, day=one.day, folder=f"{lake.root.name}/{key}/{one.folder.name}",
                    authorisation=report.authorisation, why=why, since=since,
                )  # fmt: skip


def why_gone(one: Snapshot, by: Authorisation | None, day: date) -> tuple[Why | None, date]:
    """Return why a snapshot that came in by an authorisation has to go on a day, None where it has not; and since when.

    Arguments: `by` None where it came in without one, or by one that the house does not know.
    """
    if by is None:
        return Why.NONE, one.day
    if by.withdrawn_on is not None and by.is_withdrawn(day):
        return Why.WITHDRAWN, by.withdrawn_on
    ends = one.day + timedelta(days=by.retention_days)
    return (Why.OVER if ends < day else None), ends
