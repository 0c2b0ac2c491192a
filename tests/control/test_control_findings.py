"""Whom a finding counts and names, which findings exclude each other, and by whose day an answer is judged."""

from collections.abc import Sequence
from datetime import date
from itertools import combinations
from pathlib import Path
from random import Random

import pytest
from builders_control import a_competence, a_control, a_person, the_checklist, the_rules, what_follows
from builders_controls_random import a_random_control
from builders_situations import situations

from inspection.control.conclusions import Conclusion, Finding, Offender, conclude
from inspection.control.conclusions.attributing import Held, Span
from inspection.control.conclusions.findings import Setting, find
from inspection.control.filled import Control
from inspection.control.reading import read_control
from sectors.reader import load_rules
from sectors.rules.checklists import Establishes

SECTORS = ("agriculture", "construction", "garment", "restaurants")
DAYS = (date(2026, 3, 10), date(2026, 11, 25))
LAW = the_rules().on(DAYS[1])
EXCLUSIVE = [(key, other) for key, offence in LAW.offences.items() for other in offence.excludes]


def random_controls(seed: int) -> Sequence[Control]:
    """Controls with whatever answers their checklist lets through."""
    random, found = Random(seed), []
    for sector in SECTORS:
        for day in DAYS:
            form = the_checklist(sector, day)
            raw = a_random_control(random, form, day)
            found.append(read_control(raw, lambda _, form=form: form))
    return found


def together(findings: Sequence[Finding]) -> set[tuple[str, str]]:
    """The pairs of offences that stand for one person."""
    by_person: dict[str, set[str]] = {}
    for finding in findings:
        for person in finding.persons:
            by_person.setdefault(person, set()).add(finding.offence)
    return {pair for offences in by_person.values() for pair in combinations(sorted(offences), 2)}


def hold(conclusion: Conclusion) -> None:
    """What must be true of every conclusion."""
    for finding in conclusion.findings:
        assert finding.workers == len(finding.persons)
        assert 1 <= finding.multiplier <= max(1, finding.workers)
    stand = together(conclusion.findings)
    assert not [pair for pair in EXCLUSIVE if tuple(sorted(pair)) in stand]


def test_some_offences_exclude_each_other():
    """Stay and permit, Limosa and Dimona: or the tests below try nothing."""
    assert {("FW_NO_STAY", "FW_NO_PERMIT"), ("FW_LIMOSA", "SS_DIMONA_IN")} <= set(EXCLUSIVE)
    assert {("SS_FALSE_SELF", "FW_LIMOSA_SELF"), ("SS_FALSE_SELF", "FW_PROFCARD")} <= set(EXCLUSIVE)


@pytest.mark.parametrize("seed", range(40))
@pytest.mark.few(6)
def test_exclusive_offences_never_stand_together_for_one_person(seed: int):
    """Whatever is answered; who is counted is who is named."""
    for control in random_controls(seed):
        hold(conclude(control, the_rules(), a_competence()))


def test_exclusive_offences_never_stand_together_in_a_situation():
    """Those of the jurist too."""
    for situation in situations():
        hold(situation.conclusion)


@pytest.mark.parametrize("seed", range(40))
def test_exclusive_offences_never_stand_together_whatever_the_evidence(seed: int):
    """Evidence of every offence for any persons, as no form would let it through; nobody is lost in silence."""
    random, refs = Random(seed), [f"P{n}" for n in range(1, 8)]
    of_them = Offender(role="employer")
    evidence = [
        Held(
            question="q",
            person=refs[0],
            points_to=Establishes(answer="a", offence=key),
            concerns=some,
            offender=of_them,
            found_on=DAYS[1],
        )
        for key in LAW.offences
        for some in [tuple(sorted(random.sample(refs, random.randrange(4, 8))))]  # any two of them share somebody
    ]
    found = find(evidence, Setting(law=LAW, span=Span(DAYS[1], DAYS[1])))
    stand = together(found.findings)
    assert not [pair for pair in EXCLUSIVE if tuple(sorted(pair)) in stand]
    left = {(one.offence, person) for one in found.findings for person in one.persons}
    aside = {(one.offence, person) for one in found.set_aside for person in one.persons}
    assert left | aside == {(str(one.points_to.offence), person) for one in evidence for person in one.concerns}
    assert not left & aside
    assert aside


def test_what_was_set_aside_for_some_stands_for_the_others():
    """With the persons named, so that an inspector can look at the two answers again."""
    persons = [a_person(1, {"q07_limosa": "absent", "q02_dimona": "absent"}), a_person(2, {"q02_dimona": "absent"})]
    made = what_follows(persons=persons)
    assert [(one.offence, one.why, one.persons) for one in made.set_aside] == [("SS_DIMONA_IN", "excluded", ("P1",))]
    assert {one.offence: one.persons for one in made.findings} == {"FW_LIMOSA": ("P1",), "SS_DIMONA_IN": ("P2",)}


def test_what_stands_only_beside_another_offence_stands_for_the_same_persons():
    """P1 and P2 knew that they were undeclared, P2's Dimona nobody looked up: who else, and for whom, is said."""
    persons = [
        a_person(1, {"q02_dimona": "absent", "q02_worker_knew": True}),
        a_person(2, {"q02_dimona": "not_checked", "q02_worker_knew": True}),
    ]
    made = what_follows(persons=persons)
    assert [(one.offence, one.why, one.persons) for one in made.set_aside] == [
        ("SS_DIMONA_WORKER", "only_with", ("P2",))
    ]
    stand = {one.offence: (one.persons, one.workers) for one in made.findings}
    assert stand == {"SS_DIMONA_IN": (("P1",), 1), "SS_DIMONA_WORKER": (("P1",), 1)}


def test_an_offence_of_who_was_found_there_is_never_held_against_a_presumed_victim():
    """Whatever role of a person found the rules give it: what stands against a person found is an offence of theirs."""
    found = {key for key, role in LAW.offender_roles.items() if role.is_person_found}
    assert {key for key, one in LAW.offences.items() if one.offender in found} == {
        key for key, one in LAW.offences.items() if one.of_worker
    }


def test_only_those_whom_an_answer_about_the_workplace_concerns_are_counted():
    """Twelve own workers, one posted mason: the Belgian user risks what the law says for one."""
    own = [a_person(n, {"q03_status": "employee"}) for n in range(1, 13)]
    mason = a_person(13, {"q03_status": "posted", "q07_limosa": "absent"})
    made = what_follows(sector="construction", answers={"q07_user_reported": False}, persons=[*own, mason])
    (user,) = [one for one in made.findings if one.offence == "FW_LIMOSA_USER"]
    assert (user.workers, user.persons, user.criminal_cents) == (1, ("P13",), (200_000, 2_000_000))


def test_no_fine_is_counted_for_more_workers_than_the_law_allows():
    """One more than the cap: all are named, and the fine counts up to the cap."""
    cap = LAW.sanctions.workers_cap
    persons = [a_person(n, {"q02_dimona": "absent"}) for n in range(1, cap + 2)]
    (finding,) = [one for one in what_follows(persons=persons).findings if one.offence == "SS_DIMONA_IN"]
    assert (finding.workers, finding.multiplier) == (cap + 1, cap)


def test_an_offence_is_judged_by_the_law_of_the_facts_and_a_sign_by_the_day_of_the_control(tmp_path: Path):
    """A new dated line says that an answer means another offence from its day on; facts of before keep the old one."""
    change = """
defaults: {source: "decision", confidence: L}
questions:
  doc_payslip_given:
    dated:
      2026-10-01: {establishes: [{answer: "false", offence: DOC_ACCOUNT}, {answer: "false", indicator: EX06}]}
"""
    (tmp_path / "local.yaml").write_text(change, encoding="utf-8")
    rules = load_rules([tmp_path / "local.yaml"])

    def found(facts_on: str) -> tuple[list[str], list[str]]:
        control = a_control(
            on=date(2026, 11, 25), facts_on=facts_on, persons=[a_person(1, {"doc_payslip_given": False})]
        )
        made = conclude(control, rules, a_competence())
        return [one.offence for one in made.findings], [one.indicator for one in made.proposal.indicators]

    assert found("2026-09-30") == (["DOC_PAYSLIP"], ["EX06"])
    assert found("2026-10-01") == (["DOC_ACCOUNT"], ["EX06"])
