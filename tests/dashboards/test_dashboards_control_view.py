"""A control opened in the office: each part, who may do what, and that no look at it goes unrecorded."""

from collections.abc import Callable

import pytest
from builders_acts import LIEGE, SIGNS, a_control
from builders_control import a_person
from builders_control_view import entries, opened, press, turned, words
from builders_dashboards import HEAD, INSPECTOR, SUPERVISOR
from builders_office import a_full_control, a_picture, an_attachment
from streamlit.testing.v1 import AppTest

from inspection import acts
from inspection.i18n import Lang, t
from inspection.store.queries import control_body
from inspection.trust import AppContext

Draw = Callable[..., AppTest]
PARTS = (
    "found",
    "answers",
    "onsite",
    "checks",
    "exhibits",
    "people",
    "exchange",
    "chain",
    "guarded",
)
SECRETS = ("SECRET-1", "SECRET-2", "SECRET-3", "SECRET-4", "SECRET-5", "SECRET-6", "papers held")


@pytest.fixture(scope="module")
def control(house: AppContext) -> str:
    """Give a control that has something of everything."""
    return a_full_control(house)


@pytest.mark.parametrize("lang", ["fr", "nl", "de", "en"])
@pytest.mark.few(1)
def test_every_part_is_drawn_in_four_languages(screen: Draw, control: str, lang: str) -> None:
    """No part has a hole, and none but the guarded one speaks of a suspicion."""
    app = opened(screen, control, lang=lang)
    for part in PARTS:
        app = turned(app, part)
        assert not app.exception, part
        said = words(app)
        assert "screen." not in said, part
        assert [secret for secret in SECRETS if secret in said] == [], part


@pytest.mark.parametrize(
    ("part", "told"),
    [
        ("found", ("Deadlines", "administrative fine of", "or criminal fine of")),
        ("answers", ("Synthetic Worker", "identity not established")),
        (
            "onsite",
            ("the back door was open", "cuts meat", "fled", "He began this evening.", "declared at 25/11/2026 18:45"),
        ),
        ("checks", ("P2", "not in order", "draft of arrears", "900")),
        ("exhibits", ("the kitchen", "received")),
    ],
)
@pytest.mark.few(2)
def test_each_part_shows_what_it_holds(screen: Draw, control: str, part: str, told: tuple[str, ...]) -> None:
    """What was saved stands there, in words."""
    said = words(opened(screen, control, part=part))
    assert [one for one in told if one not in said] == []


def test_what_bears_on_a_suspicion_opens_by_a_click_that_is_recorded(
    screen: Draw, house: AppContext, control: str
) -> None:
    """Before it nothing of it is read; shut and opened again it is another look."""
    app = opened(screen, control, part="guarded")
    before = entries(house, control, "record.consult", whole=True)
    app = press(app, "Open the guarded part")
    assert entries(house, control, "record.consult", whole=True) == before + 1
    assert [secret for secret in SECRETS if secret not in words(app)] == []
    app = turned(turned(app, "found"), "guarded")
    assert "SECRET-1" in words(app)
    assert entries(house, control, "record.consult", whole=True) == before + 1
    app = press(app, "Shut it again")
    assert "SECRET-1" not in words(app)
    press(app, "Open the guarded part")
    assert entries(house, control, "record.consult", whole=True) == before + 2


@pytest.mark.parametrize("lang", ["fr", "nl", "de", "en"])
@pytest.mark.few(1)
def test_papers_shown_and_earlier_meetings_stand_in_the_guarded_part_only(
    screen: Draw, control: str, lang: Lang
) -> None:
    """What the form on the telephone asks of a person is read in the office too, where whereabouts already are."""
    asked = [t(f"field.person.{name}", lang) for name in ("documents", "met_before")]
    app = opened(screen, control, lang=lang, part="answers")
    assert [one for one in asked if one in words(app)] == []
    app = press(turned(app, "guarded"), t("screen.controls.open_guarded", lang))
    assert [one for one in asked if one not in words(app)] == []
    row = next(table.value for table in app.table if asked[1] in table.value.columns).iloc[0]
    assert list(row) == ["P1", "passport SECRET-5", t("screen.word.yes", lang), "Reception centre SECRET-3"]


def test_at_whose_request_a_control_was_made_stands_in_the_guarded_part_only(screen: Draw, control: str) -> None:
    """A colleague who plans the next visit need not know that somebody complained."""
    for part in ("found", "answers", "onsite", "checks", "exhibits"):
        assert "At whose request" not in words(opened(screen, control, part=part))
    app = press(turned(opened(screen, control, part="found"), "guarded"), "Open the guarded part")
    assert "**At whose request**: Complaint" in words(app)


@pytest.mark.battery(reason="each part is drawn and opened in every run; a control's decisions are tried by their acts")
def test_each_part_is_one_look_however_often_the_screen_is_drawn(screen: Draw, house: AppContext, control: str) -> None:
    """Streamlit draws the screen at every click; the trail tells looks, not clicks."""
    app = opened(screen, control)
    before = entries(house, control, "record.consult")
    app = turned(turned(app, "answers"), "onsite")
    assert entries(house, control, "record.consult") == before
    turned(turned(turned(app, "checks"), "found"), "checks")
    assert entries(house, control, "record.consult") == before + 2  # the checks and the drafts of arrears


def test_a_photo_is_shown_once_somebody_asked_for_it(screen: Draw, house: AppContext, control: str) -> None:
    """Its bytes come through the act that records the look."""
    app = opened(screen, control, part="exhibits")
    before = entries(house, control, "attachment.read")
    assert not app.get("image")
    app = press(app, "Look at it")
    assert not app.exception
    assert app.get("image")
    assert entries(house, control, "attachment.read") == before + 1


def test_a_picture_that_proves_a_plain_answer_and_a_guarded_one_stands_in_both_parts(
    screen: Draw, house: AppContext
) -> None:
    """What was written of it beside the guarded answer is read there, and not among the plain exhibits."""
    files = [an_attachment(a_picture(91), *of) for of in (("fm_head_count", "the attic"), ("q15_rooms_seen", "beds"))]
    made = a_control(workplace="est:2777777771", attachments=files)
    control = acts.controls.save(house.acting(INSPECTOR), made, place=LIEGE).control_id
    app = opened(screen, control, INSPECTOR, part="exhibits")
    assert ("the attic" in words(app), "beds" in words(app)) == (True, False)
    app = press(turned(app, "guarded"), "Open the guarded part")
    assert ("the attic" in words(app), "beds" in words(app)) == (False, True)


def test_the_plain_look_holds_nothing_of_a_suspicion(house: AppContext, control: str) -> None:
    """What the office reads first is concluded from that part alone; the whole is what was saved."""
    context = house.acting(SUPERVISOR).because("supervision", control)
    plain = acts.controls.show_control(context, control)
    whole = acts.controls.show_control(context, control, whole=True)
    assert plain.control.suspicion is None
    assert not plain.conclusion.proposal.positive
    assert whole.conclusion.proposal.positive
    assert whole.control.model_dump_json() == control_body(house.store, control) or whole.control.suspicion
    assert "SECRET" not in repr(whole)


def test_one_answer_short_of_a_pattern_the_screen_names_what_was_not_asked(screen: Draw, house: AppContext) -> None:
    """No pattern is no all-clear: the questions that stand without an answer are named, and for whom."""
    found = {"answers": {"q14_safety": ["degrading"]}, "persons": [a_person(1, {"q11_pay": "token"})]}
    short = a_control(workplace="est:2777777772", **found)
    saved = acts.controls.save(house.acting(INSPECTOR), short, place=LIEGE).control_id
    app = opened(screen, saved, INSPECTOR, part="guarded")
    assert "still without an answer" not in words(app).lower()
    said = words(press(app, "Open the guarded part"))
    assert "Still without an answer" in said
    assert "Where do you sleep, with how many, who owns it, price? (P1)" in said


def test_who_made_a_control_decides_and_the_head_of_the_team_may_only_add_a_yes(
    screen: Draw, house: AppContext
) -> None:
    """What was decided stays and is shown with whoever decided; a yes leaves, and its addressees are named."""
    control = acts.controls.save(house.acting(INSPECTOR), a_control(answers=dict(SIGNS)), place=LIEGE).control_id
    app = press(opened(screen, control, INSPECTOR, part="guarded"), "Open the guarded part")
    assert "Nothing is decided yet." in words(app)
    assert "Choose a decision." in words(press(app, "Record the decision"))
    assert _decide(app, "undecided", "").options == ["Yes", "No", "Undecided"]
    assert "nothing is sent" in words(press(app, "Record the decision"))
    app = press(opened(screen, control, HEAD, part="guarded"), "Open the guarded part")
    assert "Undecided" in words(app)
    assert _decide(app, "yes", "papers held").options == ["Yes"]
    assert "needs a form of exploitation" in words(press(app, "Record the decision"))
    next(group for group in app.button_group if group.label == "Form of exploitation").set_value(["economic"])
    app = press(app, "Record the decision")
    assert not app.exception
    assert "is on its way to: " in words(app)
    app = press(app, "Open the guarded part")
    assert [words(app).count(f"**{said}**") for said in ("Yes", "Undecided")] == [1, 1]


def test_nobody_else_is_offered_a_decision(screen: Draw, control: str) -> None:
    """A supervisor reads what was decided."""
    app = press(opened(screen, control, part="guarded"), "Open the guarded part")
    assert "papers held" in words(app)
    assert not [b for b in app.button if b.label == "Record the decision"]


def _decide(app: AppTest, decision: str, grounds: str):
    """Fill the form of a decision; returns its choice."""
    next(area for area in app.text_area if area.label.startswith("Grounds")).set_value(grounds)
    return next(r for r in app.radio if r.label == "My decision").set_value(decision)
