"""The question as arrays: who may make what, and what rest leaves of a shift."""

from dataclasses import replace

import pytest
from builders_planning import MONDAY, WEEK, Flat, a_day, a_policy, a_visit

from inspection.planning.search import build, misfits


@pytest.mark.parametrize(
    ("rule", "asked"),
    [
        (None, {}),
        (None, {"languages": frozenset({"nl", "de"})}),  # one of them is enough
        ("no_team_speaks_the_language", {"languages": frozenset({"de"})}),
        ("no_team_has_the_skill", {"skills": frozenset({"night", "construction"})}),  # all of them are needed
        (None, {"team_size": 2}),
        ("no_team_is_large_enough", {"team_size": 3}),
        ("no_team_works_on_that_day", {"days": WEEK[1:]}),
        (None, {"pinned": ("A", MONDAY)}),
        ("pinned_team_absent", {"pinned": ("B", MONDAY)}),
        ("pinned_team_absent", {"pinned": ("A", WEEK[1])}),
        (None, {"pinned": ("B", MONDAY), "teams": 2}),  # the other team of a joint visit comes from anywhere
        ("pinned_team_absent", {"pinned": ("B", WEEK[1]), "teams": 2}),  # but on that day
    ],
)
def test_a_team_day_misses_the_rules_that_it_does_not_meet(rule, asked):
    """Languages are alternatives, skills add up, a pin binds team and day; of a joint visit only the day."""
    day = a_day("A", languages=("nl",), skills=frozenset({"construction"}), size=2)
    assert misfits(a_visit("v", **asked), day) == ((rule,) if rule else ())


def test_rest_takes_from_the_shift_what_the_teams_other_rounds_need():
    """Back at 23:00 on Monday and out at 06:00 on Wednesday: eleven hours on each side; other teams change nothing."""
    days = [a_day("A", day, shift=(0.0, 1440.0)) for day in WEEK[:3]]
    instance = build([], [*days, replace(days[0], team="B")], Flat(), a_policy(rest_minutes=660.0))
    rounds = {0: (900.0, 1380.0), 2: (360.0, 900.0), 3: (900.0, 1440.0)}
    assert instance.rest_bounds(1, (0.0, 1440.0), rounds) == (600.0, 1140.0)
    assert instance.rest_bounds(1, (0.0, 1440.0), rounds, less_rest=60.0) == (540.0, 1200.0)
    assert instance.rest_bounds(1, (700.0, 1000.0), rounds) == (700.0, 1000.0)
    assert instance.rest_bounds(3, (0.0, 1440.0), rounds) == (0.0, 1440.0)
