"""Quotas and conditions of special statuses: computed from sums of the register or from answers, never guessed."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from builders_control import a_control, a_person, the_rules, what_follows
from hypothesis import given, settings
from hypothesis import strategies as st

from inspection.control.checks import Check, Extract, check_text, register_checks
from inspection.control.checks.status_check import flexi_checks
from inspection.i18n import LANGUAGES

AFTER, BEFORE = date(2026, 3, 10), date(2024, 12, 31)


def checked(
    answers: dict[str, Any], *extracts: Extract, on: date = AFTER, sector: str = "restaurants", **fields: Any
) -> tuple[Check, ...]:
    """The checks of a control of a day, with one person."""
    control = a_control(persons=[a_person(1, answers)], on=on, sector=sector, **fields)
    return register_checks(control, the_rules().on(control.facts_on), extracts)


def found(checks: tuple[Check, ...], family: str, person: str | None = "P1") -> dict[str, str]:
    """Key to result, of one family; several quotas may say the same."""
    mine = (c for c in checks if c.person == person and c.key.startswith(family + "."))
    return {check.key.removeprefix(family + "."): check.result for check in mine}


def sums(subject: str = "P1", **row: Any) -> Extract:
    """The sums of a year, as the look-up freezes them."""
    usual = {"worker_type": "STU", "joint_committee": "302", "year": 2026, "planned_hours": 0, "without_hours": 0}
    rows = ({**usual, "days": 0, "in_a_row": 0, **row},)
    return Extract(register_key="dimona", table="year", subject=subject, as_of=date(2026, 3, 9), count=1, rows=rows)


@pytest.mark.parametrize(
    ("on", "hours", "said"),
    [
        (date(2025, 1, 1), 650, {"within": "ok"}),
        (AFTER, 651, {"passed_contributions": "unclear"}),
        (BEFORE, 651, {"limit_unknown": "unclear"}),
        (AFTER, None, {"not_counted": "no_proof"}),
    ],
)
def test_the_hours_of_a_student(on: date, hours: int | None, said: dict[str, str]):
    """650 since 2025; what it was before is not in the facts; more is ordinary contributions, never an offence."""
    answers = {"q03_status": "student"} | ({} if hours is None else {"q03_student_hours": hours})
    assert found(checked(answers, on=on), "quota") == said


def test_the_register_goes_before_what_was_typed():
    """The planned hours of the year, over all employers; the answer stands beside it."""
    answers = {"q03_status": "student", "q03_student_hours": 10}
    (check,) = (c for c in checked(answers, sums(planned_hours=700)) if c.key.startswith("quota."))
    assert (check.key, check.values["count"], check.values["over"]) == ("quota.passed_contributions", 700, 50)
    assert [ground.kind for ground in check.grounds] == ["register"]
    assert found(checked(answers, sums(planned_hours=600, year=2025)), "quota") == {"within": "ok"}  # nothing in 2026


@pytest.mark.parametrize(("typed", "said"), [(651, "passed_contributions"), (None, "not_counted")])
def test_an_extract_of_another_year_counts_nothing(typed: int | None, said: str):
    """One frozen after New Year sums that year, a snapshot of December not yet this one: the answer counts."""
    answers = {"q03_status": "student"} | ({} if typed is None else {"q03_student_hours": typed})
    frozen = replace(sums(planned_hours=9, year=2026), as_of=date(2026, 1, 1))
    entered = {"entered_at": "2026-01-02T10:00:00+01:00", "left_at": "2026-01-02T12:00:00+01:00"}
    crossing = checked(answers, frozen, on=date(2025, 12, 30), **entered)
    assert found(crossing, "quota").keys() == {said}
    early = replace(frozen, as_of=date(2025, 12, 31))
    assert found(checked(answers, early, on=date(2026, 1, 5)), "quota").keys() == {said}
    assert found(checked(answers, frozen, on=date(2026, 1, 5)), "quota") == {"within": "ok"}


def test_the_employers_days_of_another_year_are_not_within():
    """The same of the quota of the employer."""
    frozen = replace(sums("workplace", worker_type="EXT", days=1, worker_days=1), as_of=date(2026, 1, 1))
    entered = {"entered_at": "2026-01-02T10:00:00+01:00", "left_at": "2026-01-02T12:00:00+01:00"}
    said = checked({"q03_status": "occasional"}, frozen, on=date(2025, 12, 30), **entered)
    assert found(said, "quota", None) == {"not_counted": "no_proof"}


def test_a_declaration_without_planned_hours_leaves_the_sum_open():
    """What is missing is said, and not taken for nothing."""
    said = checked({"q03_status": "student"}, sums(planned_hours=300, without_hours=2))
    assert found(said, "quota") == {"without_hours": "no_proof"}


@pytest.mark.parametrize(
    ("scheme", "on", "days", "said"),
    [
        ("horticulture", AFTER, 100, {"within": "ok"}),
        ("horticulture", AFTER, 101, {"passed": "unclear"}),
        ("horticulture", date(2023, 6, 30), 66, {"limit_unknown": "unclear"}),
        ("agriculture", AFTER, 50, {"within": "ok"}),
        ("agriculture", AFTER, 51, {"passed": "unclear"}),
        ("agriculture", date(2023, 6, 30), 31, {"passed": "unclear"}),
        ("husbandry", date(2025, 12, 31), 100, {"within": "ok"}),
        ("husbandry", date(2025, 12, 31), 101, {"passed": "unclear"}),
        ("husbandry", date(2026, 1, 1), 40, {"limit_unknown": "unclear"}),
        (None, AFTER, 40, {"scheme_unknown": "unclear"}),
    ],
)
def test_the_occasional_days_of_the_green_sectors(scheme: str | None, on: date, days: int, said: dict[str, str]):
    """Each scheme has its own; which one is asked, not taken from the sector."""
    answers = {"q03_status": "occasional", "q03_occasional_days": days}
    answers |= {} if scheme is None else {"q03_occasional_scheme": scheme}
    assert found(checked(answers, on=on, sector="agriculture"), "quota") == said


def test_days_of_another_committee_are_not_counted():
    """An occasional worker in restaurants spent nothing of the days of horticulture."""
    answers = {"q03_status": "occasional", "q03_occasional_scheme": "horticulture"}
    there = sums(worker_type="EXT", joint_committee="302", days=120)
    (check,) = (c for c in checked(answers, there, sector="agriculture") if c.key.startswith("quota."))
    assert (check.key, check.values["count"]) == ("quota.within", 0)


@pytest.mark.parametrize(
    ("named", "unnamed", "said"),
    [(40, 10, "within"), (40, 11, "two_readings"), (51, 0, "passed"), (51, 9, "passed"), (0, 51, "two_readings")],
)
def test_days_without_a_committee_are_not_taken_for_none(named: int, unnamed: int, said: str):
    """They may be of the quota or not: it is within with them, passed without them, or unclear."""
    answers = {"q03_status": "occasional", "q03_occasional_row": 1}
    mine, other = (sums(worker_type="EXT", joint_committee=pc, days=n) for pc, n in (("302", named), ("XXX", unnamed)))
    both = replace(mine, rows=(*mine.rows, *other.rows), count=2)
    label = the_rules().on(AFTER).quotas["horeca_worker"].label
    (check,) = (c for c in checked(answers, both) if c.about == label)
    assert check.key == f"quota.{said}"
    assert check.values["count"] == (named + unnamed if said == "within" else named)


@pytest.mark.parametrize(("unnamed", "said"), [(1, {"two_readings": "unclear"}), (0, {"within": "ok"})])
def test_a_day_without_a_committee_may_join_two_days(unnamed: int, said: dict[str, str]):
    """One before it and one after it are three in a row at the most."""
    mine = sums(worker_type="EXT", days=2, in_a_row=1)
    other = sums(worker_type="EXT", joint_committee="XXX", days=unnamed, in_a_row=unnamed)
    both = replace(mine, rows=(*mine.rows, *(other.rows if unnamed else ())), count=1 + bool(unnamed))
    label = the_rules().on(AFTER).quotas["horeca_in_a_row"].label
    (check,) = (c for c in checked({"q03_status": "occasional"}, both) if c.about == label)
    assert {check.key.removeprefix("quota."): check.result} == said


def test_the_occasional_days_of_restaurants():
    """Fifty for the worker, a hundred for the employer, two in a row: a third requalifies."""
    answers = {"q03_status": "occasional"}
    mine = sums(worker_type="EXT", days=51, in_a_row=3)
    said = found(checked(answers, mine), "quota")
    assert said == {"passed": "unclear", "passed_requalification": "not_ok"}
    said = found(checked(answers, sums(worker_type="EXT", days=50, in_a_row=2)), "quota")
    assert said == {"within": "ok"}
    typed = answers | {"q03_occasional_days": 50, "q03_occasional_row": 3}
    assert found(checked(typed), "quota") == {"within": "ok", "passed_requalification": "not_ok"}


@pytest.mark.parametrize(
    ("days", "worker_days", "said"),
    [(60, 100, {"within": "ok"}), (60, 101, {"two_readings": "unclear"}), (101, 101, {"passed": "unclear"})],
)
def test_the_days_of_the_employer_are_read_both_ways(days: int, worker_days: int, said: dict[str, str]):
    """Whether two workers on a day are one day or two is not in the facts."""
    here = sums("workplace", worker_type="EXT", days=days, worker_days=worker_days)
    assert found(checked({"q03_status": "occasional"}, here), "quota", None) == said
    assert found(checked({"q03_status": "employee"}, here), "quota", None) == {}


def test_the_conditions_of_a_flexi_job():
    """Each by its own answer; what was not asked cannot be judged; the sector counts until June 2026 only."""
    flexi = {"q03_status": "flexi"}
    unasked = {"framework_not_asked": "no_proof", "contract_not_asked": "no_proof", "main_job_unknown": "no_proof"}
    assert found(checked(flexi), "flexi") == {**unasked, "reduced_unknown": "no_proof"}
    all_met = {"q03_flexi_framework": True, "q03_flexi_contract": True, "q03_flexi_main_job": "enough"}
    said = found(checked({**flexi, **all_met, "q03_flexi_reduced": False}), "flexi")
    assert set(said.values()) == {"ok"}
    none_met = {"q03_flexi_framework": False, "q03_flexi_contract": False, "q03_flexi_main_job": "same_employer"}
    said = found(checked({**flexi, **none_met, "q03_flexi_reduced": True}), "flexi")
    assert set(said.values()) == {"not_ok"}
    pensioner = found(checked({**flexi, "q03_flexi_main_job": "pensioner"}), "flexi")
    assert pensioner["main_job_pensioner"] == "ok"


@pytest.mark.parametrize(
    ("answer", "said", "turned"),
    [
        ("enough", "ok", "not_ok"),
        ("pensioner", "ok", "no_proof"),
        ("less", "not_ok", "ok"),
        ("same_employer", "not_ok", "no_proof"),
        ("unknown", "no_proof", "no_proof"),
    ],
)
def test_which_main_job_meets_the_condition_the_rules_say(answer: str, said: str, turned: str):
    """An answer that they name on neither side leaves it open; each that they name has its sentence."""
    rules = the_rules().on(AFTER)
    answers = {"q03_status": "flexi", "q03_flexi_main_job": answer}
    control = a_control(persons=[a_person(1, answers)], on=AFTER)
    other = rules.flexi.model_copy(update={"main_job_met": ("less",), "main_job_unmet": ("enough",)})
    for flexi, result in ((rules.flexi, said), (other, turned)):
        made = flexi_checks(control, control.persons[0], rules.model_copy(update={"flexi": flexi}))
        (check,) = (one for one in made if one.key.startswith("flexi.main_job_"))
        assert check.result == result
        assert "main_job" not in check_text(check, "en")


@pytest.mark.parametrize(("on", "is_asked"), [(date(2026, 6, 30), True), (date(2026, 7, 1), False)])
def test_the_sector_of_a_flexi_job_counts_until_june_2026(on: date, is_asked: bool):
    """Which sectors were open is held for restaurants alone: of others it is said that it is not known."""
    said = found(checked({"q03_status": "flexi"}, on=on, sector="garment"), "flexi")
    assert ("sector_not_held" in said) is is_asked
    assert "sector_not_held" not in found(checked({"q03_status": "flexi"}, on=on), "flexi")


@pytest.mark.parametrize(("on", "is_asked"), [(date(2023, 12, 31), False), (date(2024, 1, 1), True)])
def test_going_from_full_time_to_less_bars_two_quarters_since_2024(on: date, is_asked: bool):
    """The quarters are named: the third and the fourth before that of the facts, over the turn of the year."""
    said = checked({"q03_status": "flexi", "q03_flexi_reduced": True}, on=on)
    mine = [check for check in said if check.key == "flexi.reduced"]
    assert len(mine) == is_asked
    for check in mine:
        assert check.values == {"quarter": "2024Q1", "first": "2023Q1", "last": "2023Q2"}


@pytest.mark.parametrize(
    ("answers", "said", "is_offence"),
    [
        ({"q03_benefit": "sickness", "q03_benefit_known": "document"}, {"known": "not_ok"}, True),
        ({"q03_benefit": "unemployment", "q03_benefit_known": "told"}, {"known": "not_ok"}, True),
        ({"q03_benefit": "sickness", "q03_benefit_known": "not_shown"}, {"not_shown": "unclear"}, False),
        ({"q03_benefit": "sickness"}, {"knowledge_not_asked": "no_proof"}, False),
        ({"q03_benefit": "unknown", "q03_benefit_known": "told"}, {}, False),
        ({"q03_benefit": "none"}, {}, False),
    ],
)
def test_a_benefit_concerns_the_employer_only_where_facts_show_knowledge(
    answers: dict[str, Any], said: dict[str, str], is_offence: bool
):
    """Nothing is assumed of what somebody knew."""
    assert found(checked(answers), "benefit") == said
    made = what_follows(persons=[a_person(1, answers), a_person(2)])
    assert [(one.offence, one.level, one.persons) for one in made.findings] == (
        [("BENEFIT_CUMULATION", 4, ("P1",))] if is_offence else []
    )


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2_000))
def test_every_number_of_hours_says_one_thing(hours: int):
    """Within or passed, by one hour."""
    said = found(checked({"q03_status": "student", "q03_student_hours": hours}), "quota")
    assert said == ({"within": "ok"} if hours <= 650 else {"passed_contributions": "unclear"})


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_counted_is_named_in_every_language(lang: Any):
    """By the rules' own words; what a lawyer has not confirmed says so."""
    status = {"q03_status": "occasional", "q03_occasional_scheme": "horticulture", "q03_occasional_days": 101}
    said = [c for c in checked(status, sector="agriculture") if c.key.startswith("quota.")]
    label = the_rules().on(AFTER).quotas["occasional_horticulture"].label.say(lang)
    (text,) = (check_text(check, lang) for check in said)
    assert text.startswith(f"{label}, 2026")
    assert "101" in text
    assert text.endswith(")")
