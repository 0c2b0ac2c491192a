"""When an outcome is asked: at three, six and twelve months, until an end was told."""

from datetime import date
from types import SimpleNamespace

import pytest

from inspection.referral.outcomes import next_outcome_due

RULES = SimpleNamespace(outcome_months=(3, 6, 12), outcome_early_days=30, outcome_ends=("dismissed", "prosecuted"))
SINCE = date(2026, 1, 31)
THREE, SIX, TWELVE = date(2026, 4, 30), date(2026, 7, 31), date(2027, 1, 31)


@pytest.mark.parametrize(
    ("told", "on", "due"),
    [
        ((), date(2026, 2, 1), (THREE, 3)),
        ((), date(2026, 6, 1), (THREE, 3)),  # it stays until the next takes its place
        ((), date(2026, 8, 1), (SIX, 6)),
        ((), date(2029, 1, 1), (TWELVE, 12)),
        ((("investigation", date(2026, 2, 10)),), date(2026, 2, 11), (THREE, 3)),  # too early to count for it
        ((("investigation", date(2026, 4, 1)),), date(2026, 4, 2), (SIX, 6)),
        ((("investigation", date(2026, 6, 1)),), date(2026, 6, 2), (SIX, 6)),  # late, for the first
        ((("investigation", date(2026, 8, 1)),), date(2026, 8, 2), (TWELVE, 12)),
        ((("other", date(2027, 2, 1)),), date(2027, 2, 2), None),
        ((("dismissed", date(2026, 2, 10)),), date(2026, 6, 1), None),
        ((("investigation", date(2026, 4, 1)), ("prosecuted", date(2026, 5, 1))), date(2026, 9, 1), None),
    ],
)
def test_the_next_asking(told, on: date, due) -> None:
    """By what was told, and the day on which somebody looks."""
    assert next_outcome_due(SINCE, told, on, RULES) == due
