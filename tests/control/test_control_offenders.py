"""Against whom an offence is held, for which days, found on which day, and about whom."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest
from builders_control import a_competence, a_control, a_person, the_checklist, the_rules, what_follows
from builders_controls_random import a_random_control
from hypothesis import given, settings
from hypothesis import strategies as st

from inspection.control.conclusions import Conclusion, Finding, conclude, offenders_of
from inspection.control.filled import Control
from inspection.control.reading import read_control

UNDECLARED = {"q03_status": "employee", "q02_dimona": "absent"}
DAY = date(2026, 3, 10)
CHANGES = (date(2024, 7, 1), date(2026, 2, 1), date(2026, 7, 1), date(2026, 9, 1))


def an_offender(n: int, role: str = "employer", **fields: Any) -> dict[str, Any]:
    return {"ref": f"O{n}", "role": role, "name": f"Synthetic firm {n}"} | fields


def held(made: Conclusion, offence: str = "SS_DIMONA_IN") -> dict[str, tuple[str, ...]]:
    """Who is counted against whom."""
    return {one.offender.key: one.persons for one in made.findings if one.offence == offence}


def test_without_anything_typed_the_rules_say_who_and_the_control_says_when():
    """The role, the day of the facts, the day of the control."""
    one = what_follows(persons=[a_person(1, UNDECLARED)]).findings[0]
    assert (one.offender.key, one.from_on, one.to_on, one.found_on) == ("employer", DAY, DAY, DAY)


def test_each_employer_answers_for_its_own_people():
    """Two firms on one site: three of one, one of the other, and who works for nobody named is the first one's."""
    persons = [a_person(n, UNDECLARED, employer=of) for n, of in ((1, "O1"), (2, "O2"), (3, "O1"), (4, None))]
    made = what_follows(persons=persons, offenders=[an_offender(1), an_offender(2)])
    assert held(made) == {"O1": ("P1", "P3", "P4"), "O2": ("P2",)}
    assert [one.multiplier for one in made.findings] == [3, 1]


def test_a_note_holds_an_offence_against_somebody_else_in_other_days():
    """Arrears of 2024 of one person against the former employer, found at the desk; the other's of the control."""
    persons = [a_person(n, {"q11_pay": "unpaid"}) for n in (1, 2)]
    noted = {"from_on": "2024-05-01", "to_on": "2024-06-30", "found_on": "2026-03-31"}
    made = what_follows(
        persons=persons,
        offenders=[an_offender(1), an_offender(2)],
        noted=[{"offence": "PAY_UNPAID", "offender": "O2", "persons": ["P1"], **noted}],
    )
    mine = [one for one in made.findings if one.offence == "PAY_UNPAID"]
    assert [(one.offender.key, one.persons, one.from_on, one.level) for one in mine] == [
        ("O1", ("P2",), DAY, 3),
        ("O2", ("P1",), date(2024, 5, 1), 2),
    ]
    due = {one.offender.key: one.due_on for one in made.clocks if one.key == "pv_copy" and one.offender}
    assert due == {"O1": date(2026, 3, 24), "O2": date(2026, 4, 14)}


def test_the_clock_of_each_offender_starts_when_they_are_identified():
    """One was known on the spot, the other three weeks later: two copies, two last days."""
    persons = [a_person(1, UNDECLARED, employer="O1"), a_person(2, UNDECLARED, employer="O2")]
    offenders = [an_offender(1), an_offender(2, identified_on="2026-03-31")]
    made = what_follows(persons=persons, offenders=offenders)
    due = {one.offender.key: one.due_on for one in made.clocks if one.key == "pv_copy" and one.offender}
    assert due == {"O1": date(2026, 3, 24), "O2": date(2026, 4, 14)}


def test_an_answer_about_the_workplace_counts_whom_the_note_names():
    """Twelve were found; the accounts of two were missing."""
    persons = [a_person(n) for n in range(1, 13)]
    noted = [{"offence": "DOC_ACCOUNT", "persons": ["P3", "P7"]}]
    made = what_follows(answers={"doc_accounts_kept": False}, persons=persons, noted=noted)
    (one,) = made.findings
    assert (one.persons, one.workers, one.multiplier) == (("P3", "P7"), 2, 2)


def test_a_period_over_a_change_of_law_is_judged_by_the_law_of_each_part():
    """Undeclared from May 2024 to March 2026: three scales, and a contribution whose amount of 2024 alone is known."""
    made = what_follows(persons=[a_person(1, UNDECLARED)], facts_from="2024-05-01")
    parts = [(one.from_on, one.to_on, one.level, one.criminal_cents) for one in made.findings]
    assert [part[:3] for part in parts] == [
        (date(2024, 5, 1), date(2024, 6, 30), 4),
        (date(2024, 7, 1), date(2024, 12, 31), 3),
        (date(2025, 1, 1), date(2026, 1, 31), 3),
        (date(2026, 2, 1), DAY, 3),
    ]
    assert len({part[3] for part in parts}) == 3
    assert [one.amount_cents is None for part in made.findings for one in part.effects] == [False, False, True, True]


def test_facts_that_lasted_are_limited_from_their_last_day_once():
    """However often the law changed meanwhile: it is one offence with one end."""
    made = what_follows(persons=[a_person(1, UNDECLARED)], facts_from="2024-05-01")
    limits = [one.due_on for one in made.clocks if one.key == "administrative_limitation"]
    assert limits == [date(2031, 3, 9)]


def test_a_decision_counts_for_the_days_after_it_became_final():
    """Facts that lasted over it are cut there: those of before are none of recidivism."""
    offenders = [an_offender(1, earlier=[{"authority": "Synthetic court", "final_on": "2026-02-20"}])]
    made = what_follows(persons=[a_person(1, UNDECLARED)], offenders=offenders, facts_from="2026-02-01")
    parts = [(one.from_on, one.to_on, bool(one.recidivism)) for one in made.findings]
    assert parts == [(date(2026, 2, 1), date(2026, 2, 20), False), (date(2026, 2, 21), DAY, True)]


def test_who_commits_what_is_typed_first():
    """In the order of their references, then the rules' roles."""
    persons = [a_person(1, UNDECLARED, employer="O1"), a_person(2, {"q03_status": "posted", "q07_limosa": "absent"})]
    made = what_follows(
        persons=persons, offenders=[an_offender(1)], answers={"q07_user_reported": False}, sector="construction"
    )
    keys = [one.key for one in offenders_of(made.findings, the_rules().on(DAY))]
    assert keys == ["O1", "posting_employer", "belgian_user"]


def test_facts_that_may_be_an_aggravating_factor_are_those_of_whom_it_is_held_against_by_default():
    """The other employer's finding gets no factor from what was noted of the first."""
    stay = {"q03_status": "employee", "q09_stay": "absent", "q02_dimona": "before"}
    persons = [a_person(1, stay, employer="O1"), a_person(2, stay, employer="O2")]
    answers = {"cl_knowing_facts": ["warned"], "cl_knowing_of": ["stay"]}
    made = what_follows(persons=persons, offenders=[an_offender(1), an_offender(2)], answers=answers)
    factors = {one.offender.key: one.factors for one in made.findings if one.offence == "FW_NO_STAY"}
    assert factors == {"O1": ("knowing",), "O2": ()}


# ── whatever is answered


@st.composite
def controls(draw: st.DrawFn) -> Control:
    """A control with whatever answers, two to four offenders, and people who work for any of them."""
    random, sector = draw(st.randoms(use_true_random=False)), draw(st.sampled_from(("restaurants", "construction")))
    form = the_checklist(sector, DAY)
    raw = a_random_control(random, form, DAY)
    roles = ("employer", "posting_employer", "belgian_user", "contractor", "principal", "employer")
    count = draw(st.integers(2, 4))
    raw["offenders"] = [an_offender(n, random.choice(roles)) for n in range(1, count + 1)]
    refs = [one["ref"] for one in raw["offenders"]]
    for person in raw["persons"]:
        person["employer"] = random.choice([*refs, None])
    return read_control(raw, lambda _: form)


def concluded(control: Control, **fields: Any) -> Conclusion:
    return conclude(control.model_copy(update=fields), the_rules(), a_competence())


def by_day(findings: tuple[Finding, ...], days: list[date]) -> Mapping[date, set[tuple[Any, ...]]]:
    """What is found on each of some days, without how the days were cut."""
    return {
        day: {
            (one.offence, one.offender, one.level, one.persons, one.criminal_cents, one.administrative_cents)
            for one in findings
            if one.from_on <= day <= one.to_on
        }
        for day in days
    }


@settings(max_examples=25, deadline=None)
@given(control=controls())
def test_no_fine_counts_anybody_who_is_not_named(control: Control):
    """Nor does a person stand twice for one offence on one day, whoever the offenders are."""
    made = concluded(control)
    counted: set[tuple[str, str]] = set()
    for one in made.findings:
        assert one.workers == len(one.persons)
        assert 1 <= one.multiplier <= max(1, len(one.persons))
        base = the_rules().on(one.to_on).sanctions.ranges.get(one.level or 0)
        if one.criminal_cents and base and base.criminal_cents:
            assert one.criminal_cents[1] <= base.criminal_cents[1] * max(1, len(one.persons))
        pairs = {(one.offence, person) for person in one.persons}
        assert not pairs & counted
        counted |= pairs


@settings(max_examples=16, deadline=None)
@given(control=controls(), change=st.sampled_from(CHANGES), before=st.integers(1, 400), after=st.integers(0, 60))
def test_a_period_split_at_a_change_of_law_gives_the_sum_of_its_parts(
    control: Control, change: date, before: int, after: int
):
    """Each day is judged the same, whether its period ran over the change or was cut there.

    But for whether somebody may be a victim, who is not held to an offence of their own: that is asked of all days of
    the facts together, and somebody may have been a minor on the first of them only.
    """
    first, last = change - timedelta(days=before), change + timedelta(days=after)
    whole = concluded(control, facts_from=first, facts_on=last)
    parts = [
        concluded(control, facts_from=first, facts_on=change - timedelta(days=1)),
        concluded(control, facts_from=change, facts_on=last),
    ]
    days = [first + timedelta(days=n) for n in range(0, before + after + 1, 7)] + [change - timedelta(days=1), change]
    of_victims = [{one.offence for one in made.set_aside if one.why == "presumed_victim"} for made in (whole, *parts)]
    assert of_victims[1] | of_victims[2] <= of_victims[0]
    held = [
        tuple(one for made in several for one in made.findings if one.offence not in of_victims[0])
        for several in ([whole], parts)
    ]
    assert by_day(held[0], days) == by_day(held[1], days)


@pytest.mark.parametrize("note", [None, {"offence": "SS_DIMONA_IN", "persons": ["P1"], "to_on": "2026-03-01"}])
def test_nobodys_own_answer_is_lost(note: dict[str, Any] | None):
    """A note narrows the days of whom it names; who is not named keeps those of the control."""
    noted = [] if note is None else [note]
    made = what_follows(persons=[a_person(n, UNDECLARED) for n in (1, 2)], noted=noted)
    assert {person for one in made.findings for person in one.persons} == {"P1", "P2"}


def test_a_control_without_offenders_keeps_its_bytes():
    """What is not typed is not written: a control of before keeps its hash."""
    raw = a_control(persons=[a_person(1)]).model_dump(mode="json")
    assert not {"offenders", "noted", "facts_from"} & raw.keys()
    assert "employer" not in raw["persons"][0]
