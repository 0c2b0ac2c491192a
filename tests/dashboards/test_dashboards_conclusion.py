"""A conclusion as the inspector reads it: grounds, groups, factors, effects, what was set aside; in four languages."""

from datetime import date

import pytest
from builders_control import the_rules
from streamlit.testing.v1 import AppTest

from inspection.i18n import bound, t


def drawn(lang: str) -> None:
    """Draw the conclusion of a control that has something of everything; runs in a script of its own."""
    from types import SimpleNamespace

    from builders_control import a_control, a_person, the_rules
    from builders_situations import competence_of

    from dashboards.desk import Desk
    from dashboards.widgets.control_parts.conclusion import conclusion
    from inspection.control.conclusions import conclude

    person = a_person(
        1,
        {
            "q02_dimona": "absent",
            "q02_worker_knew": True,
            "q11_pay": "token",
            "q10_hours": "excessive",
            "q15_sleeps": "workplace",
        },
    )
    control = a_control(persons=[person], answers={"fm_hidden": 1}, report_language="de")
    made = conclude(control, the_rules(), competence_of("brussels-capital"))
    here = Desk(user=None, lang=lang, app=SimpleNamespace(catalogue=the_rules().on), principal=None)  # type: ignore[arg-type]
    conclusion(here, made, control.facts_on)


def drawn_of_then(workers: int) -> None:
    """Draw the conclusion of facts of 2018, when an offence was unknown; runs in a script of its own."""
    from datetime import date
    from types import SimpleNamespace

    from builders_control import a_control, a_person, the_rules
    from builders_situations import competence_of

    from dashboards.desk import Desk
    from dashboards.widgets.control_parts.conclusion import conclusion
    from inspection.control.conclusions import conclude

    persons = [a_person(n, {"q02_dimona": "absent", "q09_stay": "special"}) for n in range(1, workers + 1)]
    control = a_control(persons=persons, facts_on="2018-06-01")
    made = conclude(control, the_rules(), competence_of("brussels-capital"))
    here = Desk(user=None, lang="en", app=SimpleNamespace(catalogue=the_rules().on), principal=None)  # type: ignore[arg-type]
    conclusion(here, made, date(2018, 6, 1))


def drawn_with(answers: dict, person: dict, suspicion: str | None, lang: str) -> None:  # type: ignore[type-arg]
    """Draw the conclusion of one person and a workplace; runs in a script of its own."""
    from types import SimpleNamespace

    from builders_control import a_control, a_person, a_suspicion, the_rules
    from builders_situations import competence_of

    from dashboards.desk import Desk
    from dashboards.widgets.control_parts.conclusion import conclusion
    from inspection.control.conclusions import conclude

    said = {"suspicion": a_suspicion(suspicion)} if suspicion else {}
    control = a_control(answers=answers, persons=[a_person(1, person)], **said)
    made = conclude(control, the_rules(), competence_of("brussels-capital"))
    here = Desk(user=None, lang=lang, app=SimpleNamespace(catalogue=the_rules().on), principal=None)  # type: ignore[arg-type]
    conclusion(here, made, control.facts_on)


def shown(**given: object) -> str:
    """All that the screen says."""
    given = {"answers": {}, "suspicion": None, "lang": "en"} | given
    app = AppTest.from_function(drawn_with, kwargs=given, default_timeout=300).run()
    assert not app.exception
    texts = [str(e.value) for kind in ("markdown", "caption", "warning", "info", "subheader") for e in app.get(kind)]
    return "\n".join([*texts, *(f"{list(t.value.columns)} {t.value.to_string()}" for t in app.table)])


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


@pytest.mark.parametrize("lang", WORDS)
def test_a_conclusion_shows_its_grounds_in_every_language(lang: str):
    """Nothing of it is an empty key, and each part stands there."""
    app = AppTest.from_function(drawn, kwargs={"lang": lang}, default_timeout=300).run()
    assert not app.exception
    texts = [e.value for kind in ("markdown", "caption", "warning", "info", "subheader") for e in app.get(kind)]
    tables = [f"{list(table.value.columns)} {table.value.to_string()}" for table in app.table]
    said = "\n".join([*texts, *tables])
    assert all(word in said for word in WORDS[lang])
    assert "screen." not in said


def test_a_finding_shows_its_whole_risk_and_what_the_law_of_that_day_did_not_know():
    """Both fines as they are multiplied, under the cap that is in the rules, and imprisonment; in three columns."""
    cap = the_rules().on(date(2018, 6, 1)).sanctions.workers_cap
    app = AppTest.from_function(drawn_of_then, kwargs={"workers": cap + 1}, default_timeout=300).run()
    assert not app.exception
    table = app.table[0].value
    assert len(table.columns) == 3
    said = " | ".join(str(cell) for cell in table.to_numpy().flat)
    for word in ("administrative fine of", "or criminal fine of", "imprisonment of 6 to 36 months",
                 f"fines counted {cap} times", f"at most {cap}"):  # fmt: skip
        assert word in said
    told = "\n".join(str(caption.value) for caption in app.caption)
    assert 'the law of 01/06/2018 did not know "Employment of a person in a specific stay situation"' in told


OPEN = {
    "fr": ("laisse la question ouverte", "Signes forts", "Violence ou menace de violence au recrutement (P1)"),
    "nl": ("laat de vraag open", "Sterke tekens", "Geweld of dreiging met geweld bij de aanwerving (P1)"),
    "de": ("lässt die Frage offen", "Starke Zeichen", "Gewalt oder Drohung mit Gewalt bei der Anwerbung (P1)"),
    "en": ("leaves the question open", "Strong signs", "Violence, or the threat of it, at recruitment (P1)"),
}


@pytest.mark.parametrize("lang", OPEN)
def test_a_strong_sign_is_named_with_what_is_still_to_be_asked(lang: str):
    """No all-clear beside it: the sign, its dimension, and who has not answered which question."""
    said = shown(person={"q24_violence": ["at_recruitment"], "q11_pay": "paid"}, lang=lang)
    assert all(word in said for word in OPEN[lang])
    label = the_rules().on(date(2026, 3, 10)).questions["q10_hours"].label
    assert f"{label.say(lang)} (P1)" in said  # type: ignore[arg-type]
    assert "screen." not in said


def test_a_grave_fact_is_named():
    """It proposes by itself, and the screen says of whom, by which act and fact, and that it is ours."""
    said = shown(answers={"q17_seen": ["locked_in"]}, person={})
    assert "**P1** · one grave fact is enough (to be verified)" in said
    assert "Recruiting (hired)" in said
    assert "People locked in, seen by the inspector [Watched, isolated, or cannot leave] (“" in said
    assert "A decision is needed from you." in said


def test_the_pattern_of_the_ilo_is_told_beside_and_proposes_nothing():
    """The question is open, and the second reading is named as such."""
    told = {"q10_hours": "excessive", "q12_deductions": ["fines"], "q21_promises": ["job", "conditions"]}
    said = shown(answers={}, person=told)
    assert "leaves the question open" in said
    assert "its pattern is met, which proposes nothing by itself" in said
    assert "A decision is needed" not in said


def test_only_a_yes_takes_the_choice_and_an_undecided_proposal_warns():
    """What is connected with exploitation is named in the warning; after a reasoned no, nothing of it."""
    person = {"q10_hours": "excessive", "q11_pay": "token", "q15_sleeps": "workplace"}
    case = {"answers": {"q05_work_rules": ["not_posted"]}, "person": person}
    warning = "The rules propose trafficking and you have not decided."
    undecided, refused, suspected = shown(**case), shown(**case, suspicion="no"), shown(**case, suspicion="yes")
    assert (undecided.count("no choice"), warning in undecided) == (0, True)
    assert (refused.count("no choice"), warning in refused) == (0, False)
    assert (suspected.count("no choice"), warning in suspected) == (3, False)


@pytest.mark.parametrize("lang", WORDS)
def test_violence_without_an_obstruction_is_pointed_out(lang: str) -> None:
    """What an inspector recorded of a factor does not vanish with the offence that was not found."""
    told = bound(t("screen.conclusion.factor_without_offence", lang), lang)  # type: ignore[arg-type]
    answers = {"wp_obstruction": "none", "wp_violence": True}
    assert told in shown(person={}, answers=answers, lang=lang)
    assert told not in shown(person={}, answers={"wp_obstruction": "obstructed", "wp_violence": True}, lang=lang)


@pytest.mark.parametrize("lang", WORDS)
def test_for_whom_an_offence_does_not_stand_alone_is_said(lang: str) -> None:
    """By reference: it may stand for another person."""
    offence = the_rules().on(date(2026, 11, 25)).offences["SS_DIMONA_WORKER"].label.say(lang)  # type: ignore[arg-type]
    told = t("screen.conclusion.set_aside.only_with.some", lang, who="P1", offence=offence)  # type: ignore[arg-type]
    assert bound(told, lang) in shown(person={"q02_dimona": "not_checked", "q02_worker_knew": True}, lang=lang)
