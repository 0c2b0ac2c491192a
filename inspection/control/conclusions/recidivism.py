"""Which earlier decisions may double a maximum: final ones against the same offender, within the law's years."""

from collections.abc import Sequence
from datetime import date

from inspection.control.conclusions.clocks import eve_of_years
from inspection.control.conclusions.conclusion import EarlierCounted
from inspection.control.filled import EarlierDecision
from sectors.rules.consequences import RecidivismRules


def counting(
    earlier: Sequence[EarlierDecision], rules: RecidivismRules, *, first: date, last: date
) -> tuple[EarlierCounted, ...]:
    """Return the decisions that count for facts between two days, by the law of those days, the latest first.

    A decision counts from the day after it became final: facts of that day itself are none of recidivism, and neither
    are those of a day before; `spans` cuts facts that lasted there. A warning or a report is no decision, and cannot
    be typed as one.
    """
    counted = (
        EarlierCounted(final_on=one.final_on, until=eve_of_years(one.final_on, rules.window_years), level=one.level)
        for one in earlier
    )
    found = {one for one in counted if one.final_on < first and last <= one.until}
    return tuple(sorted(found, key=lambda one: (one.final_on, one.level or 0), reverse=True))
