"""What a finding risks: one formula for legal persons at all dates, sums over persons, and what never adds up."""

from datetime import date

import pytest
from builders_control import the_rules
from hypothesis import given
from hypothesis import strategies as st

from inspection.control.conclusions.recidivism import counting
from inspection.control.conclusions.risk import Counted, risk_of
from inspection.control.filled import EarlierDecision

DAYS = (date(2017, 1, 1), date(2024, 6, 30), date(2024, 7, 1), date(2026, 1, 31), date(2026, 2, 1), date(2026, 9, 1))


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_a_legal_person_has_one_formula_for_all_dates(day: date):
    """So much for each month of the prison term, times the surcharge of the day; and no prison term."""
    law = the_rules().on(day)
    risk = risk_of(4, law, Counted(), is_legal_person=True)
    assert risk is not None
    factor = law.sanctions.surcharge_factor
    assert risk.criminal_cents == (500_00 * 6 * factor, 2_000_00 * 36 * factor)
    assert risk.prison_months is None
    assert risk.criminal_legal_cents is None


@pytest.mark.parametrize("day", DAYS, ids=str)
@pytest.mark.parametrize("level", [1, 2, 3])
def test_below_level_four_everybody_has_one_scale(day: date, level: int):
    """Nothing is converted, and nothing is shown twice."""
    law = the_rules().on(day)
    legal, natural, unknown = (risk_of(level, law, Counted(), is_legal_person=kind) for kind in (True, False, None))
    assert legal == natural == unknown


@given(day=st.sampled_from(DAYS), workers=st.integers(1, 100), kind=st.sampled_from([True, False, None]))
def test_a_fine_of_several_is_the_sum_of_single_ones(day: date, workers: int, kind: bool | None):
    """Splitting persons over findings changes no total, floor included."""
    law = the_rules().on(day)
    for floor in (None, law.sanctions.aggravating_floor_percent):
        one = risk_of(4, law, Counted(floor_percent=floor), is_legal_person=kind)
        several = risk_of(4, law, Counted(workers=workers, floor_percent=floor), is_legal_person=kind)
        assert one is not None
        assert several is not None
        for name in ("criminal_cents", "criminal_legal_cents", "administrative_cents"):
            single, summed = getattr(one, name), getattr(several, name)
            assert summed == (None if single is None else tuple(cents * workers for cents in single))


@given(
    final=st.dates(date(2017, 1, 1), date(2028, 12, 31)),
    first=st.dates(date(2017, 1, 1), date(2028, 12, 31)),
    length=st.integers(0, 400),
)
def test_a_decision_counts_for_facts_after_it_and_for_the_years_of_the_law(final: date, first: date, length: int):
    """Written again from the facts: from the day after, date to eve of date; a span that is not cut there has none."""
    last = date.fromordinal(first.toordinal() + length)
    rules = the_rules().on(first).recidivism
    found = counting([EarlierDecision(authority="X", final_on=final)], rules, first=first, last=last)
    days = (date.fromordinal(n) for n in range(first.toordinal(), last.toordinal() + 1))
    assert bool(found) == all(final < day < _ends(final, rules.window_years) for day in days)


def _ends(final: date, years: int) -> date:
    """The first day on which a decision counts no more: that after it, so many years later."""
    start = date.fromordinal(final.toordinal() + 1)
    try:
        return start.replace(year=start.year + years)
    except ValueError:
        return date(start.year + years, 3, 1)
