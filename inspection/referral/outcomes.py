"""When an addressee is asked how a case went on: some months after it took the case on, until it has told an end."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Protocol

from inspection.time_of import months_later


class OutcomeRules(Protocol):
    """When an outcome is asked and what ends the asking: sectors/common/deadlines.yaml, under the same names."""

    @property
    def outcome_months(self) -> Sequence[int]:
        """Months after the acknowledgement, rising."""

    @property
    def outcome_early_days(self) -> int:
        """So many days before an asking, what is told answers it already."""

    @property
    def outcome_ends(self) -> Sequence[str]:
        """Outcomes after which nothing is asked."""


def next_outcome_due(
    since: date, told: Iterable[tuple[str, date]], on: date, rules: OutcomeRules
) -> tuple[date, int] | None:
    """Return on which day an outcome is asked for next, and after how many months that is; None when nothing is asked.

    An asking that passed without an answer stays, until the next one takes its place. What is told answers the last
    asking that had come by then, and those before it.

    Arguments: `since` the day on which the case was taken on; `told` each outcome with its day.
    """
    said = list(told)
    if any(outcome in rules.outcome_ends for outcome, _ in said):
        return None
    days = [(months_later(since, months), months) for months in rules.outcome_months]
    early = timedelta(days=rules.outcome_early_days)
    answered_count = max((sum(day - early <= when for day, _ in days) for _, when in said), default=0)
    left = days[answered_count:]
    passed = [one for one in left if one[0] <= on]
    return passed[-1] if passed else next(iter(left), None)
