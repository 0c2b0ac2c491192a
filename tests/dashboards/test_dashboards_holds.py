"""The screen of unavailable places, drawn without a browser: whose they are, and how one is noted and lifted."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from builders_acts import FIRM
from builders_dashboards import DIRECTION, SUPERVISOR
from streamlit.testing.v1 import AppTest

from inspection import acts
from inspection.time_of import today
from inspection.trust import AppContext

Draw = Callable[..., AppTest]
OTHER = "supervisor-namur"


def words(app: AppTest) -> str:
    """Everything that a screen says, tables included."""
    kinds = ("title", "subheader", "caption", "info", "success", "error", "markdown")
    told = [str(e.value) for kind in kinds for e in app.get(kind)]
    return "\n".join([*told, *(t.value.to_string() for t in app.table)])


def press(app: AppTest, label: str) -> AppTest:
    """Press a button by its words."""
    next(b for b in app.button if b.label == label).click()
    return app.run()


def fill(app: AppTest, kind: str, text: str, until: date, **more: str) -> AppTest:
    """Fill the form in, in the order in which somebody would."""
    app.radio[0].set_value(kind)
    app = app.run()
    app.text_input[0].set_value(text)
    app.date_input[0].set_value(until)
    app = app.run()
    for label, value in more.items():
        next(b for b in (*app.text_input, *app.selectbox) if b.label == label).set_value(value)
        app = app.run()
    return app


def lift_all(house: AppContext) -> None:
    """End every hold, so that no other test finds one."""
    for hold in acts.workplaces.holds_of(house.acting(DIRECTION)):
        acts.workplaces.lift_hold(house.acting(DIRECTION), hold.id)


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        ("fr", ("Endroits indisponibles", "Aucun motif n'est demandé", "Aucun endroit n'est indisponible")),
        ("nl", ("Onbeschikbare plaatsen", "geen reden gevraagd", "geen enkele plaats")),
        ("de", ("Nicht verfügbare Orte", "Ein Grund wird weder erfragt", "keinen Ort")),
        ("en", ("Unavailable places", "No reason is asked for", "no place as unavailable")),
    ],
)
def test_the_screen_says_what_it_is_for_and_asks_for_no_ground(screen: Draw, lang: str, told) -> None:
    """In the reader's language; there is no field for a reason."""
    app = screen("holds", SUPERVISOR, lang)
    assert not app.exception
    assert [part for part in told if part not in words(app)] == []
    assert not app.text_area


def test_a_place_is_noted_seen_by_who_noted_it_and_made_available_again(screen: Draw, house: AppContext) -> None:
    """The direction sees it too, a colleague does not; once it is lifted the list is empty."""
    until = today() + timedelta(days=20)
    app = fill(screen("holds", SUPERVISOR), "workplace", "2.123.456.789", until, **{"At the request of": "aud-liege"})
    app = press(app, "Note as unavailable")
    said = words(app)
    assert f"unavailable up to and including {until:%d/%m/%Y}" in said
    (hold,) = acts.workplaces.holds_of(house.acting(SUPERVISOR))
    assert (hold.kind, hold.subject, hold.authority, hold.until) == ("workplace", FIRM, "aud-liege", until)
    assert "2.123.456.789" in said
    assert "2.123.456.789" not in words(screen("holds", OTHER))
    assert SUPERVISOR not in said
    seen = words(screen("holds", DIRECTION))
    assert "2.123.456.789" in seen
    assert SUPERVISOR in seen
    app = press(screen("holds", SUPERVISOR), "Make available")
    assert "available again" in words(app)
    assert acts.workplaces.holds_of(house.acting(SUPERVISOR)) == []


def test_an_address_needs_its_municipality_before_it_can_be_noted(screen: Draw, house: AppContext) -> None:
    """Found by the postcode; the button waits for it."""
    app = fill(screen("holds", SUPERVISOR), "address", "Rue du Test 9", today())
    assert next(b for b in app.button if b.label == "Note as unavailable").disabled
    app = fill(app, "address", "Rue du Test 9", today(), **{"Postcode of the place": "4000"})
    app = press(app, "Note as unavailable")
    (hold,) = acts.workplaces.holds_of(house.acting(SUPERVISOR))
    assert (hold.kind, hold.authority) == ("address", None)
    assert "rue du test 9, Liège" in words(app)
    lift_all(house)


@pytest.mark.parametrize(
    ("kind", "text", "said"),
    [
        ("workplace", "0800.000.123", "neither the number of an establishment"),
        ("enterprise", "2.123.456.789", "does not have the right form"),
    ],
)
def test_a_wrong_number_is_refused_in_words(screen: Draw, house: AppContext, kind: str, text: str, said: str) -> None:
    """And nothing is noted."""
    app = press(fill(screen("holds", SUPERVISOR), kind, text, today()), "Note as unavailable")
    assert said in words(app)
    assert acts.workplaces.holds_of(house.acting(SUPERVISOR)) == []
