"""The calendar of joint actions, drawn without a browser: who sees what, and that an answer reaches its act."""

from collections.abc import Callable, Iterator
from datetime import time, timedelta

import pytest
from builders_dashboards import HEAD, INSPECTOR, SUPERVISOR
from builders_joint import OTHER, POLICE, ROMANIAN, an_action
from houses import house_of
from sqlmodel import col, select
from streamlit.testing.v1 import AppTest

from dashboards.numbers import number_of
from inspection import acts
from inspection.store.queries import ActionView, actions
from inspection.store.records import AuditEntryRow
from inspection.time_of import IsoWeek, now, today
from inspection.trust import AppContext

Draw = Callable[..., AppTest]


def words(app: AppTest) -> str:
    """Everything that a screen says, tables included."""
    kinds = ("title", "subheader", "caption", "info", "success", "error")
    told = [str(e.value) for kind in kinds for e in app.get(kind)]
    return "\n".join([*told, *(t.value.to_string() for t in (*app.table, *app.dataframe))])


def listed(house: AppContext) -> int:
    """How many looks at lists the trail holds."""
    with house.store.read() as session:
        return len(session.exec(select(AuditEntryRow).where(col(AuditEntryRow.act) == "record.list")).all())


@pytest.fixture
def action(house: AppContext) -> Iterator[ActionView]:
    """Give an action of Liège and Namur in three weeks, with police and an interpreter; it is called off afterwards."""
    moment = acts.joint_actions.FixedMoment(day=IsoWeek.of(today() + timedelta(weeks=3)).days[1], minute=600.0)
    shares = {"liege": 1, "namur": 1}
    wanted = an_action(workplace=OTHER, shares=shares, moment=moment, partners=(POLICE, ROMANIAN))
    made = acts.joint_actions.book_action(house.acting(SUPERVISOR, now()), wanted)
    yield next(a for a in actions(house.store) if a.id == made.id)
    acts.joint_actions.call_off_action(house.acting(SUPERVISOR, now()), made.reference, reason="test")


def test_a_calendar_without_actions_says_so(screen: Draw) -> None:
    """A sentence, no empty table."""
    assert "No joint action is booked" in words(screen("joint_actions", INSPECTOR))


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        ("fr", ("Actions communes", "à 10:00", "interprète (ro) – demandé", "proposée")),
        ("nl", ("Gezamenlijke acties", "om 10:00", "tolk (ro) – gevraagd", "voorgesteld")),
        ("de", ("Gemeinsame Aktionen", "um 10:00 Uhr", "Dolmetscher (ro) – angefragt", "vorgeschlagen")),
        ("en", ("Joint actions", "at 10:00", "interpreter (ro) – asked", "proposed")),
    ],
)
def test_the_calendar_says_when_who_and_with_whom(screen: Draw, action: ActionView, lang: str, told) -> None:
    """Moment, teams of each district, partners with their answers, in the reader's language; each look is recorded."""
    house = house_of(acts.app())
    before = listed(house)
    app = screen("joint_actions", INSPECTOR, lang)
    assert not app.exception
    found = words(app)
    for part in (action.reference, number_of(OTHER), action.week, "Namur" if lang in ("fr", "en") else "Nam", *told):
        assert part in found, part
    assert listed(house) > before


def test_a_partners_answer_is_noted_on_the_screen(screen: Draw, house: AppContext, action: ActionView) -> None:
    """Each answer disappears from the form; with the last "yes" the action is confirmed."""
    for count in (2, 1):
        app = screen("joint_actions", HEAD)
        (partners,) = (b for b in app.selectbox if b.label == "Partners")
        assert len(partners.options) == count
        next(b for b in app.button if b.label == "Record the answer").click()
        app = app.run()
        assert "The answer is noted" in words(app)
    assert next(a.state for a in actions(house.store) if a.id == action.id) == "confirmed"
    assert not [b for b in screen("joint_actions", HEAD).selectbox if b.label == "Partners"]


def booking(app: AppTest, number: str, **more: object) -> AppTest:
    """Fill the booking form in and send it off: Liège with two teams, unless more says otherwise."""
    given = {"Day": IsoWeek.of(today() + timedelta(weeks=5)).days[2], **more}
    fields = [*app.text_input, *app.selectbox, *app.number_input, *app.date_input, *app.time_input]
    next(f for f in fields if f.label.startswith("Number of the establishment")).set_value(number)
    for label, value in given.items():
        next(f for f in fields if label in (f.label, f.key)).set_value(value)
    next(b for b in app.button if b.label == "Book").click()
    return app.run()


SHARED: dict[str, object] = {
    "District that leads (that of the workplace)": "liege",
    "How many of its teams": 1,
    "With another district": "namur",
}


def test_an_action_is_booked_on_the_screen(screen: Draw, house: AppContext) -> None:
    """Teams of two districts at ten, with the police and an interpreter: the calendar shows it at once."""
    partners = {"partner_kind_1": "police", "partner_contact_1": "zp-liege", "partner_kind_2": "interpreter"}
    spoken = {"partner_contact_2": "+32 2 000 00 00", "partner_language_2": "RO"}
    app = booking(screen("joint_actions", SUPERVISOR), number_of(OTHER), **SHARED, **partners, **spoken)
    assert not app.exception
    (made,) = (a for a in actions(house.store) if a.state != "called_off")
    acts.joint_actions.call_off_action(house.acting(SUPERVISOR, now()), made.reference, reason="test")
    assert f"Action {made.reference} is booked; partners still to confirm: 2." in words(app)
    assert (made.workplace, dict(made.shares), made.minute) == (OTHER, {"liege": 1, "namur": 1}, 600.0)
    assert {(p.kind, p.contact, p.language) for p in made.partners} == {
        ("police", "zp-liege", None),
        ("interpreter", "+32 2 000 00 00", "ro"),
    }


@pytest.mark.parametrize(
    ("number", "more", "said"),
    [
        ("", SHARED, "at least the number of the workplace"),
        ("2999999999", {}, "Too few teams"),  # Liège has one
        ("2999999999", {**SHARED, "Starts at the latest at": time(12)}, "the moment must be fixed"),
        ("2999999999", {**SHARED, "partner_kind_1": "police", "partner_contact_1": "Jan Peeters"}, "never a person"),
        ("0800.000.123", SHARED, "neither the number of an establishment"),
    ],
)
@pytest.mark.few(2)
def test_a_booking_that_cannot_be_meant_is_refused_in_words(
    screen: Draw, house: AppContext, number: str, more: dict[str, object], said: str
) -> None:
    """And nothing is booked."""
    before = len(actions(house.store))
    assert said in words(booking(screen("joint_actions", SUPERVISOR), number, **more))
    assert len(actions(house.store)) == before


def test_only_who_may_book_sees_the_form_and_a_team_head_books_in_their_district(screen: Draw) -> None:
    """Inspectors and the data officer read; a team head gives no team of another district."""
    for person, may in ((INSPECTOR, False), ("dpo-1", False), (HEAD, True), (SUPERVISOR, True)):
        app = screen("joint_actions", person)
        assert ("Book" in [b.label for b in app.button]) is may, person
        assert ("With another district" in [b.label for b in app.selectbox]) is (person == SUPERVISOR)
