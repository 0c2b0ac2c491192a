"""A conclusion as pages tell it: findings, grounds, effects, deadlines, what was set aside; in four languages."""

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from builders_control import a_control, a_person, a_suspicion, the_rules
from builders_situations import competence_of

from dashboards.office.asking import Asked
from dashboards.office.concluded import Concluded
from dashboards.office.drawing import Look
from dashboards.office.shared import Telling
from inspection.acts.stories import RunningOne
from inspection.control.conclusions import conclude
from inspection.i18n import LANGUAGES, Lang, bound, t


def told(lang: Lang = "en", **fields: Any) -> Concluded:
    """What is told of a control."""
    control = a_control(**fields)
    house = SimpleNamespace(catalogue=the_rules().on)
    asked = Asked(SimpleNamespace(), Look(lang, "system"), {}, None, house)  # type: ignore[arg-type]
    return Concluded(
        Telling(asked), conclude(control, the_rules(), competence_of("brussels-capital")), control.facts_on
    )


def said(made: Concluded) -> str:
    """All of it."""
    one = made.proposed
    parts = [
        *made.findings(), *made.effects(), *made.beside(), *made.clocks(), *made.remarks(), made.awaits(),
        *made.notes(), *one.headline(), *one.indicators(), *one.persons(), *one.parts(), one.second_reading(),
        one.minors(),
    ]  # fmt: skip
    return "\n".join(str(part) for part in parts)


def spaced(line: str) -> str:
    """A line with plain spaces, whatever keeps its words together."""
    return " ".join(line.split())


def text(key: str, lang: Lang, **values: object) -> str:
    """A text of the screens as a page says it."""
    return bound(t(f"screen.{key}", lang, **values), lang)


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
    "fr": (
        "dignité humaine",
        "Très longues journées",
        "Comportement lors du contrôle",
        "victime présumée",
        "Ordre juridique",
    ),
    "nl": (
        "menselijke waardigheid",
        "Zeer lange dagen",
        "Gedrag bij controle",
        "vermoedelijk slachtoffer",
        "Rechtsorde",
    ),
    "de": ("Menschenwürde", "Sehr lange Tage", "Verhalten bei der Kontrolle", "mutmaßlichen Opfer", "Rechtsordnung"),
    "en": ("human dignity", "Very long days", "Behaviour at control", "presumed victim", "Legal order"),
}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_conclusion_is_told_in_every_language(lang: Lang) -> None:
    """Nothing of it is an empty key, each part stands there, and the language of the report is pointed out."""
    whole = spaced(said(told(lang, **SOMETHING_OF_ALL)))
    wanted = (*WORDS[lang], t("screen.conclusion.report_language", lang))
    assert [word for word in wanted if word not in whole] == []
    assert "screen." not in whole


def test_a_finding_tells_its_whole_risk_and_what_the_law_of_that_day_did_not_know() -> None:
    """Both fines as they are multiplied, under the cap that is in the rules, and imprisonment."""
    cap = the_rules().on(date(2018, 6, 1)).sanctions.workers_cap
    persons = [a_person(n, {"q02_dimona": "absent", "q09_stay": "special"}) for n in range(1, cap + 2)]
    whole = spaced(said(told(persons=persons, facts_on="2018-06-01")))
    unknown = 'the law of Fri 1 Jun 2018 did not know "Employment of a person in a specific stay situation"'
    for word in ("administrative fine of", "or criminal fine of", "imprisonment of 6 to 36 months",
                 f"fines counted {cap} times", f"at most {cap}", unknown):  # fmt: skip
        assert word in whole


def test_a_finding_tells_about_how_many_it_is_and_about_whom() -> None:
    """By reference, below against whom it is held."""
    made = told(persons=[a_person(n, {"q02_dimona": "absent"}) for n in (1, 2)])
    assert {(one.whose, spaced(one.about)) for one in made.findings()} == {("Employer", "2 persons: P1, P2")}


@pytest.mark.parametrize(("lang", "amount"), [("fr", "3 464,01"), ("nl", "3.464,01")])
def test_an_amount_is_written_as_readers_write_it(lang: Lang, amount: str) -> None:
    """What the law attaches to a finding has it, by the law of the day of the facts."""
    made = told(lang, persons=[a_person(1, {"q02_dimona": "absent"})], facts_on="2024-06-01")
    assert any(amount in spaced(line) for line in made.effects())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_strong_sign_is_named_with_what_is_still_to_be_asked(lang: Lang) -> None:
    """No all-clear beside it: the sign, its dimension, and who has not answered which question."""
    made = told(lang, persons=[a_person(1, {"q24_violence": ["at_recruitment"], "q11_pay": "paid"})])
    parts = {part.caption: part.lines for part in made.proposed.parts()}
    assert made.proposed.headline() == (text("conclusion.open", lang), "soon")
    ((line, note),) = parts[text("conclusion.strong", lang)]
    sign = made.words.rules.strong_signs[made.made.proposal.strong[0].key]
    assert line == f"{sign.label.say(lang)} (P1)"
    assert note.startswith(text(f"dimension.{sign.dimension}", lang))
    label = made.words.rules.questions["q10_hours"].label.say(lang)
    assert any((f"{label} (P1)", "") in lines for lines in parts.values())


def test_a_grave_fact_is_named() -> None:
    """It proposes by itself, and it is said of whom, by which act and fact, and that it is ours."""
    made = told(answers={"q17_seen": ["locked_in"]}, persons=[a_person(1, {})])
    (one,) = made.proposed.persons()
    assert (made.proposed.state, one.who, one.way) == ("positive", "P1", "one grave fact is enough (to be verified)")
    assert "Recruiting (hired)" in one.acts
    assert "People locked in, seen by the inspector [Watched, isolated, or cannot leave] (“" in one.facts


@pytest.mark.parametrize(
    ("is_owed", "words"), [(True, "A decision is needed from you."), (False, "the decision is the inspector's.")]
)
def test_whoever_has_to_decide_is_told_so(is_owed: bool, words: str) -> None:
    """Others read that it is the inspector's decision; whose it is does not change the colour."""
    made = told(answers={"q17_seen": ["locked_in"]}, persons=[a_person(1, {})])
    headline, colour = made.proposed.headline(is_owed=is_owed)
    assert (headline.endswith(words), colour) == (True, "late")


@pytest.mark.parametrize("is_owed", [True, False])
def test_the_pattern_of_the_ilo_is_told_beside_and_proposes_nothing(is_owed: bool) -> None:
    """The question is open, no decision is asked for, and the second reading is named as such."""
    answers = {"q10_hours": "excessive", "q12_deductions": ["fines"], "q21_promises": ["job", "conditions"]}
    made = told(persons=[a_person(1, answers)])
    assert made.proposed.headline(is_owed=is_owed) == (text("conclusion.open", "en"), "soon")
    assert "its pattern is met, which proposes nothing by itself" in made.proposed.second_reading()


@pytest.mark.parametrize(("decision", "is_only", "awaits"), [(None, 0, True), ("no", 0, False), ("yes", 3, False)])
def test_only_a_yes_takes_the_choice_and_an_undecided_proposal_warns(
    decision: str | None, is_only: int, awaits: bool
) -> None:
    """What is connected with exploitation is named in the warning; after a reasoned no, nothing of it."""
    person = a_person(1, {"q10_hours": "excessive", "q11_pay": "token", "q15_sleeps": "workplace"})
    suspicion = {"suspicion": a_suspicion(decision)} if decision else {}
    made = told(answers={"q05_work_rules": ["not_posted"]}, persons=[person], **suspicion)
    assert sum(one.is_only_one for one in made.findings()) == is_only
    assert made.awaits().startswith("The rules propose trafficking and you have not decided.") is awaits
    assert bool(made.awaits()) is awaits


@pytest.mark.parametrize("lang", LANGUAGES)
def test_violence_without_an_obstruction_is_pointed_out(lang: Lang) -> None:
    """What an inspector recorded of a factor does not vanish with the offence that was not found."""
    point = text("conclusion.factor_without_offence", lang)
    assert point in told(lang, answers={"wp_obstruction": "none", "wp_violence": True}).remarks()
    assert point not in told(lang, answers={"wp_obstruction": "obstructed", "wp_violence": True}).remarks()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_for_whom_an_offence_does_not_stand_alone_is_said(lang: Lang) -> None:
    """By reference: it may stand for another person."""
    made = told(lang, persons=[a_person(1, {"q02_dimona": "not_checked", "q02_worker_knew": True})])
    offence = made.words.offence("SS_DIMONA_WORKER")
    assert text("conclusion.set_aside.only_with.some", lang, who="P1", offence=offence) in made.beside()


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


def test_a_deadline_that_is_kept_is_told_as_one_that_would_run() -> None:
    """With the days that are left, and the consequence under which alone it counts; only the kept one has an id."""
    made = told(persons=[a_person(1, {"q02_dimona": "absent"})], answers={"fm_head_count": 1})
    would = made.clocks()
    assert [one.due_on for one in would] == sorted(one.due_on for one in would)
    assert {one.id for one in would} == {""}
    only_if = next(one for one in made.made.clocks if one.only_if)
    tomorrow = made.words.day + timedelta(days=1)
    (kept,) = made.running([RunningOne(id="c1", key=only_if.key, offender="employer", due_on=tomorrow)])
    assert (kept.id, kept.whose, kept.colour, kept.due_on) == ("c1", "Employer", "soon", tomorrow)
    assert "1 day" in spaced(kept.left)
    assert (kept.what, kept.only_if) in {(one.what, one.only_if) for one in would}
