"""A conclusion as a page tells it: grounds, groups, factors, effects, what was set aside; in four languages."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from builders_control import a_control, a_person, a_suspicion, the_rules
from builders_situations import competence_of

from dashboards.office.asking import Asked
from dashboards.office.concluding.told import Told
from dashboards.office.drawing import Look
from inspection.control.conclusions import conclude
from inspection.i18n import LANGUAGES, Lang, bound, t


def told(lang: Lang = "en", **fields: Any) -> Told:
    """What is told of a control."""
    control = a_control(**fields)
    asked = Asked(SimpleNamespace(), Look(lang, "system"), {}, None)  # type: ignore[arg-type]
    asked.__dict__["app"] = SimpleNamespace(catalogue=the_rules().on)
    return Told(asked, conclude(control, the_rules(), competence_of("brussels-capital")), control.facts_on)


def said(made: Told) -> str:
    """All of it."""
    parts = [
        *made.findings(), *made.effects(), *made.beside(), *made.clocks(), *made.remarks(), made.awaits(),
        *made.indicators(), *made.grounds.persons(), *made.grounds.parts(), made.grounds.second_reading(),
        made.grounds.minors(),
    ]  # fmt: skip
    return "\n".join(str(part) for part in parts)


SOMETHING_OF_ALL = {
    "answers": {"fm_head_count": 1, "fm_hidden": 1},
    "report_language": "de",
    "persons": [
        a_person(
            1,
            {
                "q02_dimona": "absent",
                "q02_worker_knew": True,
                "q11_pay": "token",
                "q10_hours": "excessive",
                "q15_sleeps": "workplace",
            },
        )
    ],
}
WORDS = {
    "fr": ("Très longues journées", "Comportement lors du contrôle", "victime présumée", "Ordre juridique"),
    "nl": ("Zeer lange dagen", "Gedrag bij controle", "vermoedelijk slachtoffer", "Rechtsorde"),
    "de": ("Sehr lange Tage", "Verhalten bei der Kontrolle", "mutmaßlichen Opfer", "Rechtsordnung"),
    "en": ("Very long days", "Behaviour at control", "presumed victim", "Legal order"),
}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_conclusion_is_told_in_every_language(lang: Lang) -> None:
    """Nothing of it is an empty key, each part stands there, and the language of the report is pointed out."""
    whole = said(told(lang, **SOMETHING_OF_ALL))
    assert [word for word in (*WORDS[lang], t("screen.conclusion.report_language", lang)) if word not in whole] == []
    assert "screen." not in whole


def test_a_finding_tells_its_whole_risk_and_what_the_law_of_that_day_did_not_know() -> None:
    """Both fines as they are multiplied, under the cap that is in the rules, and imprisonment."""
    cap = the_rules().on(date(2018, 6, 1)).sanctions.workers_cap
    persons = [a_person(n, {"q02_dimona": "absent", "q09_stay": "special"}) for n in range(1, cap + 2)]
    whole = said(told(persons=persons, facts_on="2018-06-01"))
    for word in ("administrative fine of", "or criminal fine of", "imprisonment of 6 to 36 months",
                 f"fines counted {cap} times", f"at most {cap}",
                 'did not know "Employment of a person in a specific stay situation"'):  # fmt: skip
        assert word in whole


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_strong_sign_is_named_with_what_is_still_to_be_asked(lang: Lang) -> None:
    """No all-clear beside it: the sign, its dimension, and who has not answered which question."""
    made = told(lang, persons=[a_person(1, {"q24_violence": ["at_recruitment"], "q11_pay": "paid"})])
    parts = {part.caption: [line for line, _ in part.lines] for part in made.grounds.parts()}
    assert made.grounds.state == "open"
    assert parts[bound(t("screen.conclusion.strong", lang), lang)][0].endswith("(P1)")
    label = the_rules().on(made.asked.today).questions["q10_hours"].label.say(lang)
    assert any(f"{label} (P1)" in lines for lines in parts.values())


def test_a_grave_fact_is_named() -> None:
    """It proposes by itself, and it is said of whom, by which act and fact, and that it is ours."""
    made = told(answers={"q17_seen": ["locked_in"]}, persons=[a_person(1, {})])
    (one,) = made.grounds.persons()
    assert (made.grounds.state, one.who, one.way) == ("positive", "P1", "one grave fact is enough (to be verified)")
    assert "Recruiting (hired)" in one.acts
    assert "People locked in, seen by the inspector [Watched, isolated, or cannot leave] (“" in one.facts


def test_the_pattern_of_the_ilo_is_told_beside_and_proposes_nothing() -> None:
    """The question is open, and the second reading is named as such."""
    answers = {"q10_hours": "excessive", "q12_deductions": ["fines"], "q21_promises": ["job", "conditions"]}
    made = told(persons=[a_person(1, answers)])
    assert made.grounds.state == "open"
    assert "its pattern is met, which proposes nothing by itself" in made.grounds.second_reading()


@pytest.mark.parametrize(("decision", "is_only", "awaits"), [(None, 0, True), ("no", 0, False), ("yes", 3, False)])
def test_only_a_yes_takes_the_choice_and_an_undecided_proposal_warns(
    decision: str | None, is_only: int, awaits: bool
) -> None:
    """What is connected with exploitation is named in the warning; after a reasoned no, nothing of it."""
    person = a_person(1, {"q10_hours": "excessive", "q11_pay": "token", "q15_sleeps": "workplace"})
    suspicion = {"suspicion": a_suspicion(decision)} if decision else {}
    made = told(answers={"q05_work_rules": ["not_posted"]}, persons=[person], **suspicion)
    assert sum(one.is_only_one for one in made.findings()) == is_only
    assert bool(made.awaits()) is awaits


@pytest.mark.parametrize("lang", LANGUAGES)
def test_violence_without_an_obstruction_is_pointed_out(lang: Lang) -> None:
    """What an inspector recorded of a factor does not vanish with the offence that was not found."""
    point = bound(t("screen.conclusion.factor_without_offence", lang), lang)
    assert point in told(lang, answers={"wp_obstruction": "none", "wp_violence": True}).remarks()
    assert point not in told(lang, answers={"wp_obstruction": "obstructed", "wp_violence": True}).remarks()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_for_whom_an_offence_does_not_stand_alone_is_said(lang: Lang) -> None:
    """By reference: it may stand for another person."""
    made = told(lang, persons=[a_person(1, {"q02_dimona": "not_checked", "q02_worker_knew": True})])
    offence = the_rules().on(made.asked.today).offences["SS_DIMONA_WORKER"].label.say(lang)
    point = bound(t("screen.conclusion.set_aside.only_with.some", lang, who="P1", offence=offence), lang)
    assert point in made.beside()


def test_where_the_offender_may_be_doubled_and_whose_deadline_it_is_are_said() -> None:
    """An earlier final decision is named with its day; a deadline that a finding starts says against whom."""
    offender = {
        "ref": "O1",
        "role": "employer",
        "earlier": [{"authority": "Tribunal", "final_on": "2026-01-10", "level": 3}],
    }
    made = told(persons=[a_person(1, {"q02_dimona": "absent"})], offenders=[offender])
    assert {one.whose for one in made.findings()} == {"Employer O1"}
    assert any("10/01/2026" in line for one in made.findings() for line in one.risks)
    assert "Employer O1" in {one.whose for one in made.clocks()}
