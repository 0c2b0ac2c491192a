"""Is a part-time contract long enough by the law of the day of the facts? Pointed out, never a finding by itself."""

from collections.abc import Mapping

from inspection.control.filled import AnswerValue
from sectors.rules import PartTimeRule

Answers = Mapping[str, AnswerValue]


def is_too_short(person: Answers, workplace: Answers, rule: PartTimeRule) -> bool:
    """Tell whether the weekly hours of a contract are under the least share of the full time.

    Without both numbers nothing is said: the full time differs from one joint committee to another, and is not assumed.
    """
    hours, full = _number(person.get(rule.hours_question)), _number(workplace.get(rule.full_time_question))
    return hours is not None and full is not None and hours * rule.minimum_one_in < full


def _number(value: AnswerValue) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
