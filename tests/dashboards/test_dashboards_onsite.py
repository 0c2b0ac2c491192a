"""What an inspector notes beside the answers in the form of the office: kept at once, read again as it was noted."""

import hashlib
from collections.abc import Callable
from datetime import datetime, time
from types import SimpleNamespace

import pytest
from builders_dashboards import INSPECTOR
from builders_office import a_picture
from builders_sessions import signed_in
from houses import house_of
from streamlit.testing.v1 import AppTest

from dashboards import filling as kept_draft
from dashboards.desk import Desk
from dashboards.widgets.control_form.onsite_fields import PARTS
from dashboards.widgets.control_parts.photos import keep_file
from inspection import acts
from inspection.control.checklists import checklist
from inspection.control.reading import read_control
from inspection.errors import ControlFault
from inspection.time_of import now
from inspection.trust import AppContext

Draw = Callable[..., AppTest]


@pytest.fixture
def form(begun: AppTest) -> AppTest:
    """Give a control that was begun, with a person, at its part of what is noted beside the answers."""
    app = begun
    for part in parts_of(app):
        app = to(app, "part", part)
        if any(b.label == "Add a person" for b in app.button):
            break
    return to(press(app, "Add a person"), "part", "onsite")


def words(app: AppTest) -> str:
    """Everything that the screen says, tables included."""
    kinds = ("title", "subheader", "markdown", "caption", "info", "warning", "error")
    parts = [str(e.value) for kind in kinds for e in app.get(kind)]
    return "\n".join([*parts, *(f"{list(t.value.columns)} {t.value.to_string()}" for t in app.table)])


def press(app: AppTest, label: str) -> AppTest:
    """Press the button with a label."""
    next(b for b in app.button if b.label == label).click()
    return app.run()


def box(app: AppTest, label: str):
    """The select box with a label."""
    return next(b for b in app.selectbox if b.label == label)


def parts_of(app: AppTest) -> list[str]:
    """The parts of the form that ask questions."""
    house = house_of(acts.app())
    rules = house.catalogue(now().date())
    return [section.key for section in checklist(rules.sectors["restaurants"], rules).sections]


def to(app: AppTest, key: str, value: str) -> AppTest:
    """Turn to a part."""
    return next(b for b in app.button_group if b.key == key).set_value(value).run()


def draft(app: AppTest, house: AppContext) -> acts.controls.Filling:
    """The draft as the store holds it."""
    return acts.controls.open_draft(house.acting(INSPECTOR), app.query_params["draft"])


def text(app: AppTest, label: str):
    """The text field with a label."""
    return next(b for b in (*app.text_input, *app.text_area) if b.label == label)


def time_of(app: AppTest, key: str):
    """The time field whose key ends so."""
    return next(b for b in app.time_input if b.key and b.key.endswith(key))


def test_each_part_opens_and_is_empty(form: AppTest) -> None:
    """Every part draws its form."""
    for part in (*PARTS, "photos"):
        form = to(form, "onsite_part", part)
        assert not form.exception, part
        assert "screen." not in words(form)


def test_what_was_seen_is_kept_under_a_reference_and_taken_back(form: AppTest, house: AppContext) -> None:
    """The draft holds it in the shape of a control; the last one can be taken back."""
    box(form, "State *").set_value("fled")
    text(form, "Doing what?").set_value("washed up")
    form = press(form, "Add")
    assert not form.exception
    assert draft(form, house).control["seen"] == [{"ref": "S1", "state": "fled", "doing": "washed up"}]
    assert "washed up" in words(form)
    box(form, "State *").set_value("hidden")
    form = press(form, "Add")
    assert [one["ref"] for one in draft(form, house).control["seen"]] == ["S1", "S2"]
    form = press(form, "Take it back")
    assert [one["ref"] for one in draft(form, house).control["seen"]] == ["S1"]


def test_a_hearing_is_not_begun_without_a_word_where_the_control_stops(form: AppTest) -> None:
    """The card of the stop stands above the form of a hearing, and above no other part."""
    form.session_state["filling"].control["answers"]["wp_diplomatic"] = True
    assert not to(form, "onsite_part", "seen").error
    assert "stop here" in str(to(form, "onsite_part", "hearings").error[0].value)


def an_offender(form: AppTest, name: str) -> AppTest:
    """Note an offender, by a name."""
    box(form, "In the capacity of *").set_value("employer")
    text(form, "Name").set_value(name)
    return press(form, "Add")


@pytest.mark.battery(reason="every kind of note is kept, comes back and is taken back in every run")
def test_who_is_still_named_cannot_be_taken_back(form: AppTest, house: AppContext) -> None:
    """Else the control could not be closed, and nobody would see why; once nothing names them they can."""
    form = an_offender(to(form, "onsite_part", "offenders"), "Synthetic Firm")
    kept = form.session_state["filling"].control
    kept["persons"][0]["employer"] = "O1"
    form = form.run()
    assert next(b for b in form.button if b.label == "Take it back").disabled
    assert "O1" in words(form)
    del kept["persons"][0]["employer"]
    assert press(form.run(), "Take it back").session_state["filling"].control["offenders"] == []


@pytest.mark.parametrize("line", ["court of Liège; 31/02/2024", "court of Liège; 01/02/2024; 7"])
@pytest.mark.few(1)
def test_of_decisions_that_cannot_be_read_nothing_is_kept(form: AppTest, line: str) -> None:
    """The line is said; what else was typed waits in the form."""
    form = to(form, "onsite_part", "offenders")
    next(b for b in form.text_area if (b.key or "").endswith(":earlier")).set_value(line)
    form = an_offender(form, "Synthetic Firm")
    assert not form.exception
    assert line in str(form.error[0].value)
    assert not form.session_state["filling"].control.get("offenders")


@pytest.mark.parametrize("chosen", [0, 1])
@pytest.mark.few(1)
def test_what_was_noted_can_be_changed(form: AppTest, house: AppContext, chosen: int) -> None:
    """It comes back into the form as it was, and is kept under its own reference; the other one stays."""
    for n, words_ in enumerate(("washed up", "peeled")):
        box(form, "State *").set_value(("fled", "hidden")[n])
        text(form, "Doing what?").set_value(words_)
        time_of(form, ":at").set_value(time(19, n))
        form = press(form, "Add")
    before = draft(form, house).control["seen"]
    box(form, "Which one?").set_value(chosen).run()
    form = press(form, "Change it")
    assert not form.exception
    assert (box(form, "State *").value, text(form, "Doing what?").value) == (
        before[chosen]["state"],
        before[chosen]["doing"],
    )
    text(form, "Doing what?").set_value("cooked")
    form = press(form, "Keep the change")
    changed = draft(form, house).control["seen"]
    assert changed[chosen] == {**before[chosen], "doing": "cooked"}
    assert changed[1 - chosen] == before[1 - chosen]
    assert any(b.label == "Add" for b in form.button)


def test_every_kind_of_note_comes_back_as_it_was(form: AppTest, house: AppContext) -> None:
    """Moments, yes and no, hours and euros: changed without a change, it says what it said."""
    filling = draft(form, house)
    noted = {
        "hearings": {"ref": "H1", "person": "P1", "quality": "witness", "language": "ro", "apart": False,
                     "started_at": "2026-11-25T18:00:00+00:00"},
        "pay": {"person": "P1", "from_on": "2026-11-01", "to_on": "2026-11-24", "hours": "150.5",
                "received_cents": 50_005},
        "lookups": {"ref": "L1", "register": "dimona", "subject": "P1", "result": "found",
                    "looked_up_at": "2026-11-25T18:10:00+00:00", "planned_hours": 8},
    }  # fmt: skip
    filling.control.update({part: [item] for part, item in noted.items()})
    acts.controls.keep_draft(house.acting(INSPECTOR), filling)
    form.session_state["filling"] = filling
    for part, item in noted.items():
        form = press(to(form, "onsite_part", part), "Change it")
        assert not form.exception, part
        form = press(form, "Keep the change")
        (kept,) = draft(form, house).control[part]
        moments = [name for name in item if name.endswith("_at")]
        assert {**kept, **{m: item[m] for m in moments}} == item, part
        assert all(datetime.fromisoformat(kept[m]) == datetime.fromisoformat(item[m]) for m in moments), part


def test_a_hearing_needs_its_language_and_its_start(form: AppTest, house: AppContext) -> None:
    """What is missing is named, and nothing is kept."""
    form = to(form, "onsite_part", "hearings")
    text(form, "Statement").set_value("A long statement.")
    form = press(form, "Add")
    assert text(form, "Statement").value == "A long statement."
    said = words(form)
    assert "Missing" in said
    assert "Language" in said
    assert "hearings" not in draft(form, house).control


@pytest.mark.battery(reason="every kind of note is kept, comes back and is taken back in every run")
def test_a_look_up_is_read_back_as_part_of_a_control(form: AppTest, house: AppContext) -> None:
    """The moment is that of the wall clock on the day of the entry."""
    form = to(form, "onsite_part", "lookups")
    box(form, "Register *").set_value("dimona")
    box(form, "About *").set_value("P1")
    box(form, "Result *").set_value("found")
    time_of(form, "looked_up_at:at").set_value(time(18, 50))
    form = press(form, "Add")
    assert not form.exception
    (one,) = draft(form, house).control["lookups"]
    assert (one["ref"], one["register"], one["subject"], one["result"]) == ("L1", "dimona", "P1", "found")
    assert "T" in one["looked_up_at"]
    made = draft(form, house).control
    control = read_control(made, acts.records.checklist_for(house.acting(), made))
    assert control.lookups[0].register_key == "dimona"


def test_a_file_is_sealed_and_named_once(form: AppTest, house: AppContext, monkeypatch) -> None:
    """The same file twice is one attachment; what is no photo is refused and not named."""
    held = draft(form, house)
    proven = signed_in(house, INSPECTOR).principal
    here = Desk(user=SimpleNamespace(id=INSPECTOR), lang="fr", app=house, principal=proven)  # type: ignore[arg-type]
    monkeypatch.setattr(kept_draft.st, "session_state", {})
    data = a_picture(77)
    for _ in range(2):
        receipt = keep_file(here, held, data, "image/jpeg", "fm_head_count", "", " the door ")
    assert receipt.sha256 == hashlib.sha256(data).hexdigest()
    (one,) = draft(form, house).control["attachments"]
    assert (one["kind"], one["question"], one["person"], one["comment"]) == ("photo", "fm_head_count", None, "the door")
    with pytest.raises(ControlFault):
        keep_file(here, held, b"no photo", "image/jpeg", "", "", "")
    assert acts.controls.attachment(house.acting(INSPECTOR), held.id, receipt.sha256) == data
    assert len(draft(form, house).control["attachments"]) == 1


@pytest.mark.battery(reason="every kind of note is kept, comes back and is taken back in every run")
def test_words_without_a_file_are_kept_and_taken_back(form: AppTest, house: AppContext) -> None:
    """Nothing that was typed is lost because no file was chosen."""
    form = to(form, "onsite_part", "photos")
    box(form, "About").set_value("P1")
    text(form, "What does it show?").set_value(" he hid behind the oven ")
    form = press(form, "Keep the exhibit")
    assert not form.exception
    (one,) = draft(form, house).control["comments"]
    assert (one["question"], one["person"], one["words"]) == (None, "P1", "he hid behind the oven")
    assert any("he hid behind the oven" in shown.value for shown in form.text)
    assert "comments" in kept_draft.naming(draft(form, house), "P1")
    assert draft(press(form, "Take it back"), house).control["comments"] == []


def test_one_picture_may_prove_two_answers(form: AppTest, house: AppContext, monkeypatch) -> None:
    """Given for a second question it is named there as well; given again for the same, its newest words stand."""
    held = draft(form, house)
    proven = signed_in(house, INSPECTOR).principal
    here = Desk(user=SimpleNamespace(id=INSPECTOR), lang="fr", app=house, principal=proven)  # type: ignore[arg-type]
    monkeypatch.setattr(kept_draft.st, "session_state", {})
    data = a_picture(78)
    for question, comment in (("fm_head_count", "the door"), ("fm_hidden", ""), ("fm_head_count", "the back door")):
        keep_file(here, held, data, "image/jpeg", question, "", comment)
    made = draft(form, house).control
    named = [(one["question"], one["comment"]) for one in made["attachments"]]
    assert named == [("fm_head_count", "the back door"), ("fm_hidden", "")]
    assert len(read_control(made, acts.records.checklist_for(house.acting(), made)).attachments) == 2
