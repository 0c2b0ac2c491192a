"""A conclusion as the inspector reads it: grounds, groups, factors, effects, what was set aside; in four languages."""

import pytest
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
    conclusion(Desk(user=None, lang=lang, office=SimpleNamespace(catalogue=the_rules().on)), made)  # type: ignore[arg-type]


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
