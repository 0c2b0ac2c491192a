"""A conclusion as the inspector reads it: grounds, groups, factors, effects, what was set aside; in four languages."""

from datetime import date

import pytest
from builders_control import the_rules
from streamlit.testing.v1 import AppTest


def drawn(lang: str) -> None:
    """Draw the conclusion of a control that has something of everything; runs in a script of its own."""
    from types import SimpleNamespace

    from builders_control import a_control, a_person, the_rules
    from builders_situations import competence_of

    from dashboards.desk import Desk
    from dashboards.widgets.conclusion import conclusion
    from inspection.control import conclude

    person = a_person(
        1, {"q02_dimona": "absent", "q02_worker_knew": True, "q11_pay": "token", "q10_hours": "excessive"}
    )
    control = a_control(persons=[person], answers={"fm_hidden": 1}, report_language="de")
    made = conclude(control, the_rules(), competence_of("brussels-capital"))
    here = Desk(user=None, lang=lang, office=SimpleNamespace(catalogue=the_rules().on))  # type: ignore[arg-type]
    conclusion(here, made, control.facts_on)


def drawn_of_then(workers: int) -> None:
    """Draw the conclusion of facts of 2018, when an offence was unknown; runs in a script of its own."""
    from datetime import date
    from types import SimpleNamespace

    from builders_control import a_control, a_person, the_rules
    from builders_situations import competence_of

    from dashboards.desk import Desk
    from dashboards.widgets.conclusion import conclusion
    from inspection.control import conclude

    persons = [a_person(n, {"q02_dimona": "absent", "q09_stay": "special"}) for n in range(1, workers + 1)]
    control = a_control(persons=persons, facts_on="2018-06-01")
    made = conclude(control, the_rules(), competence_of("brussels-capital"))
    here = Desk(user=None, lang="en", office=SimpleNamespace(catalogue=the_rules().on))  # type: ignore[arg-type]
    conclusion(here, made, date(2018, 6, 1))


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
    app = AppTest.from_function(drawn, kwargs={"lang": lang}, default_timeout=60).run()
    assert not app.exception
    texts = [e.value for kind in ("markdown", "caption", "warning", "info", "subheader") for e in app.get(kind)]
    tables = [f"{list(table.value.columns)} {table.value.to_string()}" for table in app.table]
    said = "\n".join([*texts, *tables])
    assert all(word in said for word in WORDS[lang])
    assert "screen." not in said


def test_a_finding_shows_its_whole_risk_and_what_the_law_of_that_day_did_not_know():
    """Both fines as they are multiplied, under the cap that is in the rules, and imprisonment; in three columns."""
    cap = the_rules().on(date(2018, 6, 1)).sanctions.workers_cap
    app = AppTest.from_function(drawn_of_then, kwargs={"workers": cap + 1}, default_timeout=60).run()
    assert not app.exception
    table = app.table[0].value
    assert len(table.columns) == 3
    said = " | ".join(str(cell) for cell in table.to_numpy().flat)
    for word in ("administrative fine of", "or criminal fine of", "imprisonment of 6 to 36 months",
                 f"fines counted {cap} times", f"at most {cap}"):  # fmt: skip
        assert word in said
    told = "\n".join(str(caption.value) for caption in app.caption)
    assert 'the law of 01/06/2018 did not know "Employment of a person in a specific stay situation"' in told
