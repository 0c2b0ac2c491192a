"""The form of the office, beside its questions: when somebody came and went, who was found, what was typed of them."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

import pytest
from builders_dashboards import INSPECTOR
from streamlit.testing.v1 import AppTest

from inspection import acts
from inspection.control.checklists import checklist
from inspection.i18n import Lang, t
from inspection.time_of import BRUSSELS, day_in_brussels, moment_of, now, today
from inspection.trust import AppContext

Draw = Callable[..., AppTest]


@pytest.fixture
def form(begun: AppTest) -> AppTest:
    """Give a control that was begun, at its first part."""
    return begun


def words(app: AppTest) -> str:
    """Everything that the screen says."""
    return "\n".join(
        str(e.value) for kind in ("caption", "info", "warning", "error", "markdown") for e in app.get(kind)
    )


def press(app: AppTest, label: str) -> AppTest:
    """Press the button with a label."""
    next(b for b in app.button if b.label == label).click()
    return app.run()


def to(app: AppTest, part: str) -> AppTest:
    """Turn to a part."""
    return next(b for b in app.button_group if b.key == "part").set_value(part).run()


def put(app: AppTest, label: str, value: object) -> AppTest:
    """Put something into the field with a label."""
    fields = (*app.date_input, *app.time_input, *app.text_input)
    next(field for field in fields if field.label == label).set_value(value)
    return app.run()


def shown(app: AppTest, label: str) -> object:
    """What stands in the field with a label."""
    return next(field for field in (*app.date_input, *app.time_input) if field.label == label).value


def kept(app: AppTest, house: AppContext) -> dict:
    """The draft as the store holds it."""
    return acts.controls.open_draft(house.acting(INSPECTOR), app.query_params["draft"]).control


def at(day: date, hour: int, minute: int) -> datetime:
    """A moment on the wall clock."""
    return moment_of(day, hour * 60 + minute)


def persons_part(app: AppTest, label: str = "Add a person") -> AppTest:
    """Turn to a part in which persons are asked, and add one."""
    rules = acts.app().catalogue(today())
    for section in checklist(rules.sectors["restaurants"], rules).sections:
        app = to(app, section.key)
        if any(b.label == label for b in app.button):
            return press(app, label)
    raise AssertionError("no part asks persons")


def test_a_control_that_is_typed_days_later_has_its_own_day(form: AppTest, house: AppContext) -> None:
    """Friday 21:00, typed on Monday: the entry and the facts lie on Friday, and whoever left did so that night."""
    then = today() - timedelta(days=3)
    form = put(put(form, "Entered on", then), "Entered at", time(21, 0))
    assert not form.exception
    held = kept(form, house)
    assert datetime.fromisoformat(held["entered_at"]) == at(then, 21, 0)
    assert held["facts_on"] == then.isoformat()
    assert (shown(form, "Day of the facts"), shown(form, "Left on")) == (then, then)
    form = put(form, "Left at", time(0, 30))
    assert datetime.fromisoformat(kept(form, house)["left_at"]) == at(then + timedelta(days=1), 0, 30)
    assert shown(form, "Left on") == then + timedelta(days=1)
    form = put(form, "Entered on", then - timedelta(days=1))
    assert datetime.fromisoformat(kept(form, house)["left_at"]) == at(then, 0, 30)


def test_the_facts_stay_where_somebody_put_them(form: AppTest, house: AppContext) -> None:
    """The day of the facts moves along only where it is that of the entry."""
    then = today() - timedelta(days=9)
    form = put(put(form, "Day of the facts", then), "Entered on", today() - timedelta(days=1))
    assert kept(form, house)["facts_on"] == then.isoformat()


@pytest.mark.parametrize("name", ["Entered", "Left"])
def test_nobody_comes_or_goes_in_the_future(
    form: AppTest, house: AppContext, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Ten past midnight, "23:50" is still to come: it is told and not kept, until its day is said to be the eve's."""
    clock = at(today() - timedelta(days=1), 0, 10)
    day = day_in_brussels(clock)
    monkeypatch.setattr("dashboards.widgets.control_parts.visit_times.now", lambda: clock)
    monkeypatch.setattr("dashboards.widgets.control_parts.visit_times.today", lambda: day)
    form = put(put(form, "Entered on", day - timedelta(days=2)), f"{name} on", day)
    field = "entered_at" if name == "Entered" else "left_at"
    form = put(form, f"{name} at", time(0, 5))
    before = kept(form, house)[field]
    form = put(form, f"{name} at", time(23, 50))
    assert "still to come" in words(form)
    assert kept(form, house)[field] == before
    form = put(form, f"{name} on", day - timedelta(days=1))
    assert "still to come" not in words(form)
    assert datetime.fromisoformat(kept(form, house)[field]) == at(day - timedelta(days=1), 23, 50)


def test_nobody_leaves_on_a_day_before_they_came(form: AppTest, house: AppContext) -> None:
    """It is told, and the draft keeps what it held."""
    form = put(put(form, "Entered on", today() - timedelta(days=2)), "Left on", today() - timedelta(days=3))
    form = put(form, "Left at", time(12, 0))
    assert "before the entry" in words(form)
    assert kept(form, house)["left_at"] is None


def test_a_control_of_an_earlier_day_does_not_end_now(form: AppTest) -> None:
    """Nobody said when they left, and it was not the moment of typing."""
    assert "you entered on an earlier day" not in words(to(form, "end"))
    form = put(to(form, "visit"), "Entered on", today() - timedelta(days=3))
    assert "you entered on an earlier day" in words(to(form, "end"))
    assert next(b for b in form.button if b.label == "Finish and save").disabled
    form = put(to(form, "visit"), "Left at", datetime.now(BRUSSELS).time().replace(second=0, microsecond=0))
    assert "you entered on an earlier day" not in words(to(form, "end"))


def test_a_draft_begins_to_the_minute(form: AppTest, house: AppContext) -> None:
    """So that somebody may leave in the minute in which they came."""
    entered = datetime.fromisoformat(kept(form, house)["entered_at"])
    assert (entered.second, entered.microsecond) == (0, 0)
    assert entered <= now()


@pytest.mark.parametrize(
    ("off", "said"),
    [
        (0, "✓ National register number, check digits right"),
        (1, "No known Belgian number; it is kept as it is"),
    ],
)
def test_the_check_digits_of_a_person_are_told_as_they_are_typed(
    form: AppTest, house: AppContext, off: int, said: str
) -> None:
    """And nothing is refused; of somebody without a number nothing is said. The check is made here, for nobody."""
    first = 850_000_990  # a month and a day that are not known
    typed = f"{first}{97 - first % 97 - off:02d}"
    form = persons_part(form)
    assert "check digits" not in words(form)
    assert "No known Belgian number" not in words(form)
    form = put(form, "Identification number", typed)
    assert said in words(form)
    assert kept(form, house)["persons"][0]["national_number"] == typed


def test_the_check_digits_of_an_enterprise_are_told_as_they_are_typed(form: AppTest) -> None:
    """Beside the question that asks for it."""
    form = to(form, "workplace")
    form = put(form, "Enterprise number stated on the spot", "0403.019.261")
    assert "✓ Enterprise number, check digits right" in words(form)
    assert "No known Belgian number" in words(put(form, "Enterprise number stated on the spot", "0403.019.262"))


def test_at_whose_request_an_unplanned_control_is_made_is_kept_and_can_be_corrected(
    form: AppTest, house: AppContext
) -> None:
    """Asked when it begins, and shown among what the control says of itself."""
    assert kept(form, house)["origin"] == "own_initiative"
    box = next(one for one in form.selectbox if one.label == "At whose request")
    assert box.value == "own_initiative"
    form = box.set_value("police").run()
    assert kept(form, house)["origin"] == "police"


@pytest.mark.parametrize("lang", ["fr", "nl", "de", "en"])
def test_no_unplanned_control_begins_before_somebody_says_who_asked_for_it(screen: Draw, lang: Lang) -> None:
    """Everything else is there; the button waits."""
    app = screen("control_form", INSPECTOR, lang)
    app.text_input[0].set_value("2.999.000.001")
    app.text_input[1].set_value("4000")
    app = app.run()
    button = lambda: next(b for b in app.button if b.label == t("screen.control.begin_unplanned", lang))  # noqa: E731
    assert button().disabled
    asked = next(one for one in app.selectbox if one.label == t("screen.control.origin", lang))
    assert t("screen.origin.police", lang) in asked.options
    app = asked.set_value("police").run()
    assert not button().disabled


def test_where_somebody_is_now_is_kept_with_the_person(form: AppTest, house: AppContext) -> None:
    """As the form on the telephone does."""
    form = put(persons_part(form), "Where the person is now", "with a cousin")
    assert kept(form, house)["persons"] == [{"ref": "P1", "answers": {}, "whereabouts": "with a cousin"}]
    form = put(form, "Where the person is now", "")
    assert kept(form, house)["persons"] == [{"ref": "P1", "answers": {}}]


@pytest.mark.battery(reason="what is typed of persons and hours is kept in every run; here are other fields")
def test_papers_shown_and_an_earlier_meeting_are_kept_with_the_person(form: AppTest, house: AppContext) -> None:
    """As the form on the telephone does; whether somebody was met before may stay open."""
    form = put(persons_part(form), "Documents shown", "passport")
    met = lambda app: next(b for b in app.button_group if b.label == "Met at an earlier control?")  # noqa: E731
    form = met(form).set_value(False).run()
    assert kept(form, house)["persons"] == [{"ref": "P1", "answers": {}, "documents": "passport", "met_before": False}]
    form = met(put(form, "Documents shown", "")).set_value(None).run()
    assert kept(form, house)["persons"] == [{"ref": "P1", "answers": {}, "met_before": None}]


@pytest.mark.parametrize("lang", ["fr", "nl", "de"])
@pytest.mark.few(1)
def test_what_is_asked_of_a_person_is_asked_in_each_language(form: AppTest, lang: Lang) -> None:
    """The words are those of the form on the telephone."""
    form.session_state["lang"] = lang
    form = persons_part(form, t("screen.control.add_person", lang))
    labels = {field.label for field in (*form.text_input, *form.button_group)}
    assert {t(f"field.person.{name}", lang) for name in ("documents", "met_before")} <= labels


@pytest.mark.battery(reason="what is typed of persons and hours is kept in every run; here are other fields")
def test_a_person_added_by_mistake_is_taken_out(form: AppTest, house: AppContext) -> None:
    """With the answers; the next one gets a reference that nobody had."""
    form = press(persons_part(form), "Add a person")
    form = put(form, "Name", "Synthetic Person")
    form = press(form, "Remove this person")
    assert not form.exception
    assert [one["ref"] for one in kept(form, house)["persons"]] == ["P1"]
    form = press(form, "Add a person")
    assert kept(form, house)["persons"] == [{"ref": "P1", "answers": {}}, {"ref": "P3", "answers": {}}]


def test_whom_a_note_names_is_not_taken_out(form: AppTest) -> None:
    """The part is named; nothing would be left that says of whom it spoke."""
    form = persons_part(form)
    form.session_state["filling"].control["lookups"] = [{"ref": "L1", "subject": "P1"}]
    form = form.run()
    assert "P1 is still named under: Registers" in words(form)
    assert "Remove this person" not in [b.label for b in form.button]
