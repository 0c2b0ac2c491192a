"""Partners by calendar: an invitation that says hour and reference, and answers to exactly that moment."""

from collections.abc import Iterator

import pytest
from builders_acts import AT, later
from builders_joint import POLICE, ROMANIAN, an_action, with_two_teams
from icalendar import Calendar

from inspection.acts.joint_actions import FixedMoment, actions_of, book_action, invitation, move_action
from inspection.acts.joint_actions import preview_answers as preview
from inspection.acts.joint_actions import take_answers as take
from inspection.errors import AccessRefused, PlanningFault, SettingsFault
from inspection.store.queries import ActionView
from inspection.trust import AppContext

HEAD = "head-liege"


@pytest.fixture
def booked(house: AppContext) -> AppContext:
    """Give a house with an action that waits for police and an interpreter."""
    with_two_teams(house)
    book_action(house.acting(HEAD, AT), an_action(partners=(POLICE, ROMANIAN)))
    return house


def action(house: AppContext) -> ActionView:
    """The one action."""
    (one,) = actions_of(house.acting(HEAD, AT))
    return one


def invited(house: AppContext, n: int = 0, minutes: int = 0) -> str:
    """The invitation of a partner, as a file."""
    one = action(house)
    return invitation(house.acting(HEAD, later(minutes=minutes)), one.reference, one.partners[n].id, "en").decode()


def answered(text: str, said: str) -> str:
    """An invitation as a partner's program sends it back."""
    reply = text.replace("METHOD:PUBLISH", "METHOD:REPLY").replace("STATUS:TENTATIVE\r\n", "")
    return reply.replace("END:VEVENT", f"ATTENDEE;PARTSTAT={said}:mailto:desk@example.org\r\nEND:VEVENT")


def states(house: AppContext) -> list[str]:
    """What the partners answered, in the order in which they were asked."""
    return [one.state for one in action(house).partners]


def test_an_invitation_says_hour_and_reference_and_no_place(booked: AppContext) -> None:
    """Its identity stays when the action moves, and its number rises."""
    (event,) = Calendar.from_ical(invited(booked)).walk("VEVENT")
    one = action(booked)
    assert str(event["summary"]) == f"Joint action {one.reference}"
    assert "LOCATION" not in event
    assert one.workplace not in invited(booked)
    assert one.partners[0].contact not in invited(booked)
    move_action(booked.acting(HEAD, AT), one.reference, FixedMoment(day=one.first_day, minute=660.0))
    (moved,) = Calendar.from_ical(invited(booked, minutes=5)).walk("VEVENT")
    assert moved["UID"] == event["UID"]
    assert moved["SEQUENCE"] > event["SEQUENCE"]
    assert moved["DTSTART"].dt != event["DTSTART"].dt


def test_answers_are_shown_and_then_noted(booked: AppContext) -> None:
    """A yes of both confirms the action; the same file again is no news; a no after it is one."""
    for n in (0, 1):
        text = answered(invited(booked, n), "ACCEPTED")
        seen = preview(booked.acting(HEAD, AT), text)
        assert [one.said for one in seen.changes] == ["confirmed"]
        assert states(booked)[n] == "asked"
        take(booked.acting(HEAD, AT), text, shown=seen.sha256)
    assert states(booked) == ["confirmed", "confirmed"]
    assert action(booked).state == "confirmed"
    assert preview(booked.acting(HEAD, AT), text).same == 1
    no = answered(invited(booked), "DECLINED")
    with pytest.raises(SettingsFault, match="SETTING-043"):
        take(booked.acting(HEAD, AT), no, shown=seen.sha256)
    take(booked.acting(HEAD, AT), no, shown=preview(booked.acting(HEAD, AT), no).sha256)
    assert states(booked) == ["declined", "confirmed"]


def not_taken(house: AppContext) -> Iterator[tuple[str, str]]:
    """Yield files of which nothing is taken, and why."""
    text = invited(house)
    yield text, "tentative"
    yield text.replace("STATUS:TENTATIVE\r\n", ""), "no_answer"
    yield answered(text, "NEEDS-ACTION"), "no_answer"
    yield answered(text, "ACCEPTED").replace("@vigie", "@other"), "unknown"
    yield answered(text, "ACCEPTED").replace("DTSTART:20261215T0900", "DTSTART:20261215T0800"), "other_moment"


def test_what_is_no_answer_to_this_moment_is_refused_by_row(booked: AppContext) -> None:
    """A yes to another moment, of an unknown action, or none at all."""
    for text, why in not_taken(booked):
        seen = preview(booked.acting(HEAD, AT), text)
        assert ([one.why for one in seen.refused], seen.changes) == ([why], ())


def test_an_action_of_elsewhere_is_not_there(booked: AppContext) -> None:
    """Neither to invite to nor to answer for; a partner that it does not have is none."""
    one, text = action(booked), answered(invited(booked), "ACCEPTED")
    with pytest.raises((AccessRefused, PlanningFault)):
        invitation(booked.acting("head-namur", AT), one.reference, one.partners[0].id, "en")
    with pytest.raises(PlanningFault, match="PLAN-260"):
        invitation(booked.acting(HEAD, AT), one.reference, "nobody", "en")
    assert [one.why for one in preview(booked.acting("head-namur", AT), text).refused] == ["unknown"]
