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


def count(quota: Quota, year: int, extracts: Iterable[Extract], answers: Mapping[str, AnswerValue]) -> Counted:
    """Return what a quota counts of a calendar year, by the sums of the year in the extract, or by the answer.

    A snapshot of another year knows nothing of this one: that it holds no sums of it does not mean that there was none.
    """
    sums = [one for one in extracts if (one.register_key, one.table) == ("dimona", YEAR_TABLE)]
    held = [one for one in sums if one.as_of.year == year]
    if held and quota.counts is not None and all(one.count == len(one.rows) for one in held):
        return _registered(quota, year, held)
    typed = answers.get(quota.typed)
    if isinstance(typed, int) and not isinstance(typed, bool) and typed >= 0:
        return Counted(least=typed, most=typed, grounds=(Ground(kind="observation", what=quota.typed),))
    return Counted(least=None, most=None)


def _registered(quota: Quota, year: int, held: list[Extract]) -> Counted:
    rows = [row for one in held for row in one.rows if _counts(quota, year, row)]
    grounds = consulted(None, held)
    unplanned = sum(_whole(row, "without_hours") for row in rows) if quota.counts == "planned_hours" else 0
    if unplanned:
        return Counted(least=None, most=None, unplanned=unplanned, grounds=grounds)
    if quota.counts == "days_in_a_row":
        longest = max((_whole(row, "in_a_row") for row in rows), default=0)
        return Counted(least=longest, most=longest, grounds=grounds)
    if quota.subject == "employer":
        days, of_workers = (sum(_whole(row, name) for row in rows) for name in ("days", "worker_days"))
        return Counted(least=days, most=of_workers, grounds=grounds)
    total = sum(_whole(row, str(quota.counts)) for row in rows)
    return Counted(least=total, most=total, grounds=grounds)


def _counts(quota: Quota, year: int, row: Mapping[str, Cell]) -> bool:
    committee = str(row.get("joint_committee") or "").split(".")[0]
    is_of_it = not quota.committees or committee in quota.committees
    return row.get("year") == year and row.get("worker_type") in quota.worker_types and is_of_it


def _whole(row: Mapping[str, Cell], name: str) -> int:
    value = row.get(name)
    return value if isinstance(value, int) else 0
