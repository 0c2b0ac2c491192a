"""A whole year has objectives and learns once; the short past of a week's demo does neither."""

from datetime import date

from inspection.demo.year import Planned

SHORT = Planned(seed=1, on=date(2026, 11, 30), weeks=8, districts=("liege",), room=6)


def test_a_whole_year_decides_on_objectives_and_leaves_weeks_to_judge_its_cards_by() -> None:
    year = SHORT.whole()
    assert (year.weeks, year.districts, year.room, year.searches, year.has_objectives) == (52, (), None, True, True)
    assert year.learns_after is not None
    assert year.weeks - year.learns_after >= 13


def test_too_few_weeks_teach_nothing() -> None:
    assert SHORT.whole(12).learns_after is None
    assert (SHORT.has_objectives, SHORT.learns_after) == (False, None)
