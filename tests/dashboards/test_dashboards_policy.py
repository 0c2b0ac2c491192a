"""The screen of policy, drawn without a browser: both registers are kept on it."""

from collections.abc import Callable
from datetime import date

import pytest
from builders_dashboards import SUPERVISOR
from streamlit.testing.v1 import AppTest

from inspection import acts
from inspection.time_of import today
from inspection.trust import AppContext

Draw = Callable[..., AppTest]


def words(app: AppTest) -> str:
    """Everything that the screen says, tables included."""
    kinds = ("title", "caption", "info", "success", "error", "markdown")
    return "\n".join([str(e.value) for kind in kinds for e in app.get(kind)] + [t.value.to_string() for t in app.table])


def press(app: AppTest, label: str, n: int = 0) -> AppTest:
    """Press the n-th button with these words."""
    [b for b in app.button if b.label == label][n].click()
    return app.run()


def choose(app: AppTest, label: str, value: object) -> None:
    """Give the first field with this label a value."""
    fields = (*app.selectbox, *app.text_area, *app.text_input, *app.date_input, *app.number_input)
    next(f for f in fields if f.label == label).set_value(value)


@pytest.mark.parametrize("lang", ["fr", "nl", "de", "en"])
@pytest.mark.few(2)
def test_the_screen_is_drawn_in_every_language(screen: Draw, lang: str) -> None:
    """With its tabs and forms, whatever the registers hold."""
    app = screen("policy", SUPERVISOR, lang)
    assert not app.exception
    assert len(app.tabs) == 2


def test_a_measure_is_noted_and_ended_with_evidence(screen: Draw, house: AppContext) -> None:
    """What is late says so; an end without evidence is refused in words; the table shows it on demand only."""
    app = screen("policy", SUPERVISOR)
    choose(app, "What", "Publish the protocol")
    choose(app, "Owner", "spc-dsb")
    choose(app, "Day of the meeting", date(2026, 1, 12))
    choose(app, "Due", date(2026, 2, 1))
    app = press(app, "Note it")
    (made,) = acts.reports.measures(house.acting(SUPERVISOR))
    assert f"Noted: {made.reference}" in words(app)
    assert "LATE" in words(app)
    app.selectbox(key=f"state_{made.reference}").set_value("done")
    app = press(app, "Save")
    assert acts.reports.measures(house.acting(SUPERVISOR))[0].now.state == "open"
    app.text_area(key=f"evidence_{made.reference}").set_value("In the official gazette")
    app = press(app, "Save")
    assert acts.reports.measures(house.acting(SUPERVISOR))[0].now.evidence == "In the official gazette"
    assert "Nothing is owed" in words(app)
    app.toggle(key="show_ended").set_value(True)
    assert "done" in words(app.run())


def test_an_initiative_is_noted_with_what_was_counted(screen: Draw, house: AppContext) -> None:
    """By the department that did it; a source is required."""
    app = screen("policy", SUPERVISOR)
    choose(app, "What was done", "Leaflets")
    choose(app, "What was counted", "leaflets")
    choose(app, "Number", 200)
    app = press(app, "Note it", 1)
    assert acts.reports.initiatives(house.acting(SUPERVISOR)) == []
    choose(app, "Source", "press release")
    app = press(app, "Note it", 1)
    (made,) = acts.reports.initiatives(house.acting(SUPERVISOR))
    assert (made.figures, made.first_day) == ((("leaflets", 200),), today())
    assert "leaflets: 200" in words(app)
