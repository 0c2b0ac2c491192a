"""Arrears: exact to the cent where everything is known, a blank where anything is not."""

from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from builders_control import DAY, a_control, a_person, the_rules
from hypothesis import given, settings
from hypothesis import strategies as st

from inspection.control.checks import ArrearsDraft, arrears, arrears_texts
from inspection.control.checks.pay_owed import months_before
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


@settings(max_examples=100, deadline=None)
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
        ({"from_on": "2026-01-31"}, "scale_changes"),  # one day too many: another value then
        ({"from_on": "2024-12-31", "to_on": "2025-01-31"}, "scale_unknown"),  # not in force on the first day
        ({"from_on": "2010-01-01"}, "scale_unknown"),  # before any rule
    ],
)
def test_whatever_is_unknown_leaves_a_blank(rules: Rules, fields: dict[str, Any], blank: str):
    """No amount, no difference, no total: only the reason."""
    (draft,) = drafts(rules, period(**fields))
    (line,) = draft.lines
    assert (line.blank, line.due_cents, line.difference_cents) == (blank, None, None)
    assert (draft.known_cents, draft.is_complete) == (0, False)


def test_the_shipped_scales_hold_no_value():
    """A minimum wage that nobody looked up must never be computed with."""
    scales = the_rules().on(date(2026, 11, 25)).scales
    assert scales
    assert {scale.hourly_cents for scale in scales.values()} == {None}
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


@settings(max_examples=100, deadline=None)
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
    (draft,) = drafts(rules, period(), period("2026-03-01", "2026-03-09", scale=None), answers={"q09_stay": "absent"})
    texts = arrears_texts(draft, scales, lang)
    assert "P1" in texts[0]
    assert any("448" in text and "15" in text for text in texts)
    assert len(texts) == 1 + len(draft.lines) + 5
