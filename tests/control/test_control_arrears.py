"""Arrears: exact to the cent where everything is known, a blank where anything is not."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cache
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from builders_control import DAY, a_control, a_person, the_rules
from hypothesis import given, settings
from hypothesis import strategies as st

from inspection.control.checks import ArrearsDraft, arrears, arrears_texts
from inspection.control.checks.pay_owed import months_before
from inspection.control.checks.pay_parts import PayPart, day_in, parts_of, whole_years
from inspection.control.filled import PayPeriod
from inspection.i18n import LANGUAGES
from sectors.reader import Rules, load_rules

SCALES = """
last_reviewed: 2026-01-01
defaults: {source: "made up for a test", confidence: H}
scales:
  test_lowest:
    joint_committee: "302"
    label: {fr: Essai, nl: Proef, de: Probe, en: Trial}
    dated:
      2025-01-01: {hourly_cents: 1500, source: "made up", confidence: H}
      2026-02-01: {hourly_cents: 1530, source: "made up", confidence: H}
  test_unsure:
    from: 2025-01-01
    joint_committee: "302"
    hourly_cents: 1500
    confidence: L
    label: {fr: Essai, nl: Proef, de: Probe, en: Trial}
  test_ages:
    from: 2024-01-01
    joint_committee: "302"
    label: {fr: Essai, nl: Proef, de: Probe, en: Trial}
    rows:
      - {age_from: 16, age_to: 17, hourly_cents: 1000}
      - {age_from: 18, hourly_cents: 1200}
    dated:
      2025-01-01:
        rows:
          - {age_from: 16, age_to: 17, hourly_cents: 1100}
          - {age_from: 18, hourly_cents: "1312.57"}
        source: "made up"
        confidence: H
      2026-01-01:
        rows: [{age_from: 18, hourly_cents: "1401.23"}]
        source: "made up"
        confidence: H
  test_seniority:
    from: 2024-01-01
    joint_committee: "302"
    label: {fr: Essai, nl: Proef, de: Probe, en: Trial}
    rows:
      - {hourly_cents: 1000}
      - {seniority_from: 2, hourly_cents: 1100}
"""


@cache
def with_scales() -> Rules:
    """The shipped rules with two scales that exist here only, read once."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "scales.yaml"
        path.write_text(SCALES)
        return load_rules([path])


@pytest.fixture
def rules() -> Rules:
    """Give the rules with scales."""
    return with_scales()


def period(first: str = "2026-02-01", last: str = "2026-02-28", **fields: Any) -> dict[str, Any]:
    """160 hours in February for 1,000 euros."""
    usual = {"person": "P1", "from_on": first, "to_on": last, "hours": "160", "received_cents": 100_000}
    return {**usual, "scale": "test_lowest", **fields}


def drafts(rules: Rules, *periods: dict[str, Any], answers: dict[str, Any] | None = None) -> tuple[ArrearsDraft, ...]:
    """The drafts of a control with one person."""
    return arrears(a_control(persons=[a_person(1, answers)], pay=list(periods)), rules)


def test_hours_times_scale_less_what_was_paid(rules: Rules):
    """160 × 15.30 − 1,000 = 1,448 euros."""
    (draft,) = drafts(rules, period())
    (line,) = draft.lines
    assert (line.due_cents, line.paid_cents, line.difference_cents) == (244_800, 100_000, 144_800)
    assert (draft.known_cents, draft.is_complete, draft.to_verify) == (144_800, True, False)


@settings(max_examples=50, deadline=None)
@given(st.decimals(0, 900, places=2), st.integers(0, 2_000_000))
def test_money_is_exact_to_the_cent(hours: Decimal, paid: int):
    """Whole cents, rounded half up once, from the hours as they were written."""
    (draft,) = drafts(with_scales(), period(hours=str(hours), received_cents=paid))
    due = int((hours * 1530 * 10 + 5) // 10)
    assert draft.lines[0].due_cents == due
    assert draft.known_cents == max(due - paid, 0)


@pytest.mark.parametrize(
    ("fields", "blank"),
    [
        ({"scale": None}, "scale_not_named"),
        ({"scale": "nobody_knows"}, "scale_unknown"),
        ({"scale": "jc_302_lowest"}, "scale_without_value"),  # as it is shipped
        ({"scale": "test_ages"}, "age_unknown"),
        ({"scale": "test_seniority"}, "seniority_unknown"),
        ({"from_on": "2024-12-31", "to_on": "2025-01-31"}, "scale_unknown"),  # not in force on the first day
        ({"from_on": "2010-01-01"}, "scale_unknown"),  # before any rule: the days after it make no total
    ],
)
def test_whatever_is_unknown_leaves_a_blank(rules: Rules, fields: dict[str, Any], blank: str):
    """No amount, no difference, no total: only the reason."""
    (draft,) = drafts(rules, period(**fields))
    (line,) = draft.lines
    assert (line.blank, line.due_cents, line.difference_cents) == (blank, None, None)
    assert (draft.known_cents, draft.is_complete) == (0, False)


def test_a_change_of_scale_splits_the_period(rules: Rules):
    """One day at 15.00 and 28 at 15.30, 5 hours each: what was paid was paid for all of them."""
    (draft,) = drafts(rules, period("2026-01-31", hours="145"))
    (line,) = draft.lines
    spans = [(part.from_on, part.to_on, part.hours, part.due_cents) for part in line.parts]
    assert spans == [
        (date(2026, 1, 31), date(2026, 1, 31), Decimal(5), 7_500),
        (date(2026, 2, 1), date(2026, 2, 28), Decimal(140), 214_200),
    ]
    assert (line.hourly_cents, line.due_cents, line.difference_cents) == (None, 221_700, 121_700)


def aged(rules: Rules, born: str | None, *periods: dict[str, Any]) -> ArrearsDraft:
    """The draft of somebody born on a day."""
    (draft,) = arrears(a_control(persons=[a_person(1, birth_date=born)], pay=list(periods)), rules)
    return draft


def test_a_birthday_splits_the_period(rules: Rules):
    """Eighteen on 15 May 2025: fourteen days as one of 17, seventeen as one of 18."""
    (line,) = aged(rules, "2007-05-15", period("2025-05-01", "2025-05-31", hours="31", scale="test_ages")).lines
    assert [(part.from_on.day, part.hourly_cents) for part in line.parts] == [(1, 1100), (15, Decimal("1312.57"))]
    assert line.due_cents == 14 * 1100 + 22_314  # 17 × 1312.57 = 22313.69


def test_a_birthday_on_the_leap_day_is_kept_on_the_first_of_march(rules: Rules):
    """There is no 29 February in 2026; in 2028 there is."""
    assert (day_in(2026, date(2008, 2, 29)), day_in(2028, date(2008, 2, 29))) == (date(2026, 3, 1), date(2028, 2, 29))
    assert [whole_years(date(2008, 2, 29), date(2026, *on)) for on in ((2, 28), (3, 1))] == [17, 18]


def test_an_age_without_a_row_has_no_scale(rules: Rules):
    """From 2026 on this scale has no line for minors: that part is missing, the other is computed, no total is said."""
    draft = aged(rules, "2008-06-01", period("2025-12-31", "2026-01-01", hours="10", scale="test_ages"))
    (line,) = draft.lines
    assert [(part.due_cents, part.blank) for part in line.parts] == [(5_500, None), (None, "row_missing")]
    assert (line.blank, line.due_cents, draft.is_complete, draft.known_cents) == ("row_missing", None, False, 0)


def test_every_year_from_2024_on_has_its_own_amount(rules: Rules):
    """An hour a day for three years: each by the scale of its year."""
    days = (date(2026, 12, 31) - date(2024, 1, 1)).days + 1
    (line,) = aged(rules, "1990-01-01", period("2024-01-01", "2026-12-31", hours=str(days), scale="test_ages")).lines
    exact = 366 * 1200 + 365 * Decimal("1312.57") + 365 * Decimal("1401.23")
    assert line.due_cents == int(exact + Decimal("0.5"))
    assert [part.from_on.year for part in line.parts] == [2024, 2025, 2026]


def test_seniority_counts_from_the_start_of_the_employment(rules: Rules):
    """Two years on 1 February 2026; a start that comes later is no seniority at all."""
    worked = period("2026-01-31", "2026-02-01", hours="2", scale="test_seniority")
    (line,) = drafts(rules, {**worked, "employed_since": "2024-02-01"})[0].lines
    assert [part.hourly_cents for part in line.parts] == [1000, 1100]
    (line,) = drafts(rules, {**worked, "employed_since": "2026-05-01"})[0].lines
    assert [part.hourly_cents for part in line.parts] == [1000]


DAYS = st.integers(0, 1200).map(lambda n: date(2024, 1, 1) + timedelta(n))


def due(first: date, last: date, hours: Fraction | Decimal, born: date) -> tuple[PayPart, ...]:
    """The parts of a period by the scale with ages."""
    fields = {"person": "P1", "from_on": first, "to_on": last, "hours": hours, "received_cents": 0}
    return parts_of(PayPeriod.model_construct(**fields, scale="test_ages"), born, with_scales())


def sum_of(parts: tuple[PayPart, ...]) -> int | None:
    """What some parts come to; None where one has no amount."""
    return None if any(part.blank for part in parts) else sum(part.due_cents or 0 for part in parts)


def exactly(first: date, last: date, hours: Fraction, born: date) -> Fraction | None:
    """What the days of a period come to, one by one; None where one has no row."""
    days = [first + timedelta(n) for n in range((last - first).days + 1)]
    rows = [with_scales().on(day).scales["test_ages"].row_for(whole_years(born, day), 0) for day in days]
    each = [Fraction(row.hourly_cents) for row in rows if row is not None]
    return hours / len(days) * sum(each) if len(each) == len(days) else None


@settings(max_examples=80, deadline=None)
@given(DAYS, st.integers(1, 700), st.decimals("0", "5000", places=2), DAYS, st.data())
def test_a_period_is_the_sum_of_its_days_and_of_its_parts(
    first: date, length: int, hours: Decimal, turns_18: date, data: st.DataObject
):
    """Whatever changes in it: its total is that of its days, rounded once; cut anywhere, its halves add up to it.

    Halves that are whole cents add up exactly; others are rounded each, so that a cent may be between them.
    """
    last, born = first + timedelta(length), day_in(turns_18.year - 18, turns_18)
    parts = due(first, last, hours, born)
    assert sum(part.hours for part in parts) == hours
    assert [parts[0].from_on, parts[-1].to_on] == [first, last]
    assert all(other.from_on == one.to_on + timedelta(1) for one, other in pairwise(parts))
    exact = exactly(first, last, Fraction(hours), born)
    assert sum_of(parts) == (None if exact is None else int(exact + Fraction(1, 2)))
    if exact is None:
        return
    cut = first + timedelta(data.draw(st.integers(1, length)))
    a_day = Fraction(hours) / (length + 1)
    halves = [(a, b, a_day * ((b - a).days + 1)) for a, b in ((first, cut - timedelta(1)), (cut, last))]
    found = sum(sum_of(due(*half, born)) or 0 for half in halves)
    is_whole = all((exactly(*half, born) or Fraction()).denominator == 1 for half in halves)
    assert abs(found - (sum_of(parts) or 0)) <= (0 if is_whole else 1)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(DAYS, st.integers(0, 200), st.integers(0, 400), st.integers(0, 3_000_000)), max_size=4))
def test_arrears_are_never_negative(spans: list[tuple[date, int, int, int]]):
    """However much was paid, and for whatever days."""
    pay = [
        period(str(day), str(day + timedelta(length)), hours=str(hours), received_cents=paid, scale="test_ages")
        for day, length, hours, paid in spans
    ]
    if pay:
        draft = aged(with_scales(), "1990-01-01", *pay)
        assert draft.known_cents == sum(max(line.difference_cents or 0, 0) for line in draft.lines) >= 0


def test_the_shipped_scales_hold_no_value():
    """A minimum wage that nobody looked up must never be computed with."""
    scales = the_rules().on(date(2026, 11, 25)).scales
    assert scales
    assert {row for scale in scales.values() for row in scale.every_row} == set()
    assert {scale.confidence for scale in scales.values()} == {"L"}


def test_an_uncertain_scale_is_to_be_verified(rules: Rules):
    """Computed, and marked."""
    (draft,) = drafts(rules, period(scale="test_unsure"))
    assert draft.to_verify
    assert draft.known_cents == 140_000


def test_too_much_in_one_month_pays_for_no_other(rules: Rules):
    """Nothing in the law sets one against the other."""
    generous = period("2026-03-01", "2026-03-09", hours="10", received_cents=100_000)
    (draft,) = drafts(rules, generous, period())
    assert [line.difference_cents for line in draft.lines] == [144_800, 15_300 - 100_000]
    assert draft.known_cents == 144_800


def test_without_a_right_to_stay_three_months_are_presumed(rules: Rules):
    """From 11 December to 10 March; what nobody described stays blank, also with nothing described at all."""
    (draft,) = drafts(rules, answers={"q09_stay": "absent"})
    (line,) = draft.lines
    assert (line.from_on, line.to_on, line.presumed, line.blank) == (date(2025, 12, 11), DAY, True, "hours_unknown")
    assert (draft.presumed_months, draft.is_complete, draft.to_verify) == (3, False, True)
    assert drafts(rules, answers={"q09_stay": "valid"}) == ()


def test_the_presumption_fills_only_what_was_not_described(rules: Rules):
    """A described period counts as it is; the days around it are presumed."""
    (draft,) = drafts(rules, period(), answers={"q09_stay": "absent"})
    spans = [(line.from_on, line.to_on, line.presumed) for line in draft.lines]
    assert spans == [
        (date(2025, 12, 11), date(2026, 1, 31), True),
        (date(2026, 2, 1), date(2026, 2, 28), False),
        (date(2026, 3, 1), DAY, True),
    ]
    assert draft.known_cents == 144_800


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.integers(-200, 30), st.integers(0, 90)), max_size=5))
def test_presumed_and_described_days_cover_the_months_once(spans: list[tuple[int, int]]):
    """However the periods lie: no presumed day is described, and none of the three months is missing."""
    periods = [
        period(str(DAY + timedelta(start)), str(DAY + timedelta(start + lasts)), scale=None) for start, lasts in spans
    ]
    (draft,) = drafts(the_rules(), *periods, answers={"q09_stay": "absent"})

    def days(presumed: bool) -> set[date]:
        lines = [line for line in draft.lines if line.presumed is presumed]
        return {line.from_on + timedelta(n) for line in lines for n in range((line.to_on - line.from_on).days + 1)}

    wanted = {date(2025, 12, 11) + timedelta(n) for n in range(90)}
    assert days(True) & days(False) == set()
    assert days(True) | (days(False) & wanted) == wanted


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2026-05-31", "2026-02-28"),
        ("2024-05-31", "2024-02-29"),
        ("2026-03-10", "2025-12-10"),
        ("2026-01-31", "2025-10-31"),
    ],
)
def test_months_go_by_the_calendar(day: str, expected: str):
    """Over the turn of the year, and to the last day of a shorter month."""
    assert months_before(date.fromisoformat(day), 3) == date.fromisoformat(expected)


@pytest.mark.parametrize("said", [True, False, None])
def test_whether_the_right_to_claim_was_explained_comes_from_the_answer(rules: Rules, said: bool | None):
    """Nobody said is not no."""
    (draft,) = drafts(rules, period(), answers={"q11_claim_explained": said})
    assert draft.right_explained is said


def test_each_person_has_a_draft_of_their_own(rules: Rules):
    """In the order of the references; somebody without a period has none."""
    persons = [a_person(n) for n in (1, 2, 10)]
    pay = [period(person="P10"), period(person="P2")]
    assert [draft.person for draft in arrears(a_control(persons=persons, pay=pay), rules)] == ["P2", "P10"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_draft_is_read_in_every_language(rules: Rules, lang: Any):
    """Amounts as they are written here, the blank with its reason, and that it is only a draft."""
    scales = rules.on(DAY).scales
    split = period("2026-01-30", "2026-01-31", hours="8")
    more = (split | {"to_on": "2026-02-01"}, period("2026-03-01", "2026-03-09", scale=None))
    (draft,) = drafts(rules, period("2026-02-02", "2026-02-28"), *more, answers={"q09_stay": "absent"})
    texts = arrears_texts(draft, scales, lang)
    assert "P1" in texts[0]
    assert sum(text.startswith("…") for text in texts) == 2
    assert any("448" in text and "15" in text for text in texts)
    assert len(texts) == 1 + len(draft.lines) + 2 + 5
