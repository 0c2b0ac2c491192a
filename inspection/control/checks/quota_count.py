"""How many hours or days of a status there were: from the frozen extract where it holds them, else as typed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from inspection.control.checks.results import Cell, Extract, Ground, consulted
from inspection.control.filled import AnswerValue
from sectors.rules.quotas import Quota

YEAR_TABLE = "year"


@dataclass(frozen=True, kw_only=True)
class Counted:
    """What was counted, and what it rests on.

    least, most
        The same where there is one reading of it only; None where it cannot be computed.
    unplanned
        Declarations that should hold planned hours and do not.
    """

    least: int | None
    most: int | None
    unplanned: int = 0
    grounds: tuple[Ground, ...] = ()


def count(
    quota: Quota, year: int, extracts: Iterable[Extract], answers: Mapping[str, AnswerValue], unnamed: str
) -> Counted:
    """Return what a quota counts of a calendar year, by the sums of the year in the extract, or by the answer.

    A snapshot of another year knows nothing of this one: that it holds no sums of it does not mean that there was none.

    unnamed
        What stands for a joint committee that a declaration does not name: such days may be of the quota or not.
    """
    sums = [one for one in extracts if (one.register_key, one.table) == ("dimona", YEAR_TABLE)]
    held = [one for one in sums if one.as_of.year == year]
    if held and quota.counts is not None and all(one.count == len(one.rows) for one in held):
        return _registered(quota, year, held, unnamed)
    typed = answers.get(quota.typed)
    if isinstance(typed, int) and not isinstance(typed, bool) and typed >= 0:
        return Counted(least=typed, most=typed, grounds=(Ground(kind="observation", what=quota.typed),))
    return Counted(least=None, most=None)


def _registered(quota: Quota, year: int, held: list[Extract], unnamed: str) -> Counted:
    rows = [row for one in held for row in one.rows if _is_of(quota, year, row)]
    sure = [row for row in rows if not quota.committees or _committee(row) in quota.committees]
    possible = sure + [row for row in rows if quota.committees and _committee(row) == unnamed]
    grounds = consulted(None, held)
    unplanned = _sum(possible, "without_hours") if quota.counts == "planned_hours" else 0
    if unplanned:
        return Counted(least=None, most=None, unplanned=unplanned, grounds=grounds)
    if quota.counts == "days_in_a_row":
        return Counted(least=_longest(sure), most=_longest_possible(sure, possible), grounds=grounds)
    if quota.subject == "employer":
        return Counted(least=_sum(sure, "days"), most=_sum(possible, "worker_days"), grounds=grounds)
    name = str(quota.counts)
    return Counted(least=_sum(sure, name), most=_sum(possible, name), grounds=grounds)


def _is_of(quota: Quota, year: int, row: Mapping[str, Cell]) -> bool:
    return row.get("year") == year and row.get("worker_type") in quota.worker_types


def _committee(row: Mapping[str, Cell]) -> str:
    """Return the joint committee of a row, without its part."""
    return str(row.get("joint_committee") or "").split(".")[0]


def _longest(rows: list[Mapping[str, Cell]]) -> int:
    return max((_whole(row, "in_a_row") for row in rows), default=0)


def _longest_possible(sure: list[Mapping[str, Cell]], possible: list[Mapping[str, Cell]]) -> int:
    """Return the longest run that there may be: a day without a committee may lie between two days that have one."""
    return _longest(sure) if possible == sure else _sum(possible, "days")


def _sum(rows: list[Mapping[str, Cell]], name: str) -> int:
    return sum(_whole(row, name) for row in rows)


def _whole(row: Mapping[str, Cell], name: str) -> int:
    value = row.get(name)
    return value if isinstance(value, int) else 0
