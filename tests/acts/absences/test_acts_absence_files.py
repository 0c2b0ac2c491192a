"""Absences from somebody's calendar: shown first, done as shown, moved and ended with their event; refused by row."""

from datetime import date, timedelta

import pytest
from builders_acts import AT, a_roster, a_user, later
from sqlmodel import select

from inspection import acts
from inspection.acts.absences import import_absences, preview_absences, read_calendar
from inspection.errors import AccessRefused, SettingsFault
from inspection.store.people import StaffAbsenceRow
from inspection.store.records import AuditEntryRow
from inspection.time_of import day_in_brussels
from inspection.trust import AppContext

TODAY = day_in_brussels(AT)
HEAD, WHO = "head-liege", "insp-liege-1"
SECRET = "Operation of the knee"


def an_event(uid: str = "a@home", first: date = TODAY, days: int = 1, **more: str) -> str:
    """An event of whole days."""
    lines = {
        "UID": uid,
        "DTSTAMP": "20261101T080000Z",
        "DTSTART;VALUE=DATE": f"{first:%Y%m%d}",
        "DTEND;VALUE=DATE": f"{first + timedelta(days=days):%Y%m%d}",
        "SUMMARY": SECRET,
        **more,
    }
    return "\r\n".join(["BEGIN:VEVENT", *(f"{k}:{v}" for k, v in lines.items() if v), "END:VEVENT"])


def a_file(*events: str, **more: str) -> str:
    """A calendar of some events."""
    head = [f"{k}:{v}" for k, v in {"VERSION": "2.0", "PRODID": "-//x//y//EN", **more}.items()]
    return "\r\n".join(["BEGIN:VCALENDAR", *head, *events, "END:VCALENDAR", ""])


def taken(house: AppContext, text: str, by: str = HEAD, kind: str = "leave") -> None:
    """Look at what a file changes, and confirm that."""
    seen = preview_absences(house.acting(by, AT), WHO, kind, text)
    import_absences(house.acting(by, later(minutes=1)), WHO, kind, text, shown=seen.sha256)


def away(house: AppContext) -> list[tuple[date, date]]:
    """The days on which the inspector is away."""
    found = acts.absences.list_absences(house.acting(HEAD, AT), TODAY, TODAY + timedelta(days=60))
    return [(one.first_day, one.last_day) for one in found if one.user_id == WHO]


def test_days_come_in_and_move_and_end_with_their_event(house: AppContext) -> None:
    """By the event's identity; the same file again changes nothing, and days noted by hand stay."""
    acts.absences.keep_absence(house.acting(HEAD, AT), WHO, "court", TODAY, TODAY)
    first, later_on = TODAY + timedelta(days=7), TODAY + timedelta(days=14)
    by_hand = (TODAY, TODAY)
    taken(house, a_file(an_event("a", first, 3), an_event("b", later_on)))
    assert away(house) == [by_hand, (first, first + timedelta(days=2)), (later_on, later_on)]
    again = preview_absences(house.acting(HEAD, AT), WHO, "leave", a_file(an_event("a", first, 3)))
    assert (again.changes, again.same) == ((), 1)
    taken(house, a_file(an_event("a", first, 1), an_event("b", later_on, STATUS="CANCELLED")))
    assert away(house) == [by_hand, (first, first)]
    taken(house, a_file(an_event("a", first, 1), METHOD="CANCEL"))
    assert away(house) == [by_hand]


def test_only_what_was_shown_is_done(house: AppContext) -> None:
    """Where something else would change meanwhile, nothing is."""
    text = a_file(an_event())
    seen = preview_absences(house.acting(HEAD, AT), WHO, "leave", text)
    for kind, file in (("court", text), ("leave", a_file(an_event(days=2)))):
        with pytest.raises(SettingsFault, match="SETTING-043"):
            import_absences(house.acting(HEAD, AT), WHO, kind, file, shown=seen.sha256)
    assert away(house) == []


REFUSED = {
    "no_uid": an_event(""),
    "no_start": an_event(**{"DTSTART;VALUE=DATE": ""}),
    "repeats": an_event(RRULE="FREQ=DAILY"),
    "lasts": an_event(**{"DTEND;VALUE=DATE": "", "DURATION": "P2D"}),
    "tentative": an_event(STATUS="TENTATIVE"),
    "backwards": an_event(days=-1),
    "unreadable": an_event(**{"DTSTART;VALUE=DATE": "someday"}),
    "with_hours": an_event(**{"DTSTART;VALUE=DATE": "", "DTEND;VALUE=DATE": "", "DTSTART": "20301201T090000Z"}),
    "over": an_event(first=TODAY - timedelta(days=30)),
}


@pytest.mark.parametrize("why", sorted(REFUSED))
def test_an_event_that_is_not_understood_is_refused_alone(house: AppContext, why: str) -> None:
    """The others of the file come in; each refusal is told by its place in the file."""
    good, text = an_event("good"), REFUSED[why]
    seen = preview_absences(house.acting(HEAD, AT), WHO, "leave", a_file(text, good, "BEGIN:VTODO\r\nEND:VTODO"))
    assert [(one.n, one.why) for one in seen.refused] == [(1, why)]
    assert [one.how for one in seen.changes] == ["added"]
    assert seen.others == 1


def test_an_identity_twice_is_refused_and_what_is_no_calendar_altogether() -> None:
    """Nobody can tell which of two events holds; a text, an empty calendar and a cut one are no file."""
    assert [one.why for one in read_calendar(a_file(an_event(), an_event(days=4))).refused] == ["twice"]
    for text in ("", "x", "BEGIN:VCALENDAR\r\nEND:VCALENDAR", "BEGIN:VCALENDAR\r\nBEGIN:VEVENT", "{}"):
        with pytest.raises(SettingsFault, match="SETTING-074"):
            read_calendar(text)


def test_nothing_of_why_is_kept_or_told(house: AppContext) -> None:
    """Neither the title nor the identity that another program gave it, in row or trail."""
    taken(house, a_file(an_event("knee@clinic")))
    with house.store.read() as session:
        (row,) = session.exec(select(StaffAbsenceRow)).all()
        trail = session.exec(select(AuditEntryRow).where(AuditEntryRow.stream == "roster")).all()
    said = str(row.model_dump()) + str([one.model_dump() for one in trail])
    assert not [word for word in (SECRET, "knee", "clinic") if word in said]


def test_only_whoever_answers_for_somebody_takes_their_calendar_in(house: AppContext) -> None:
    """Not a colleague, not a head of elsewhere; nobody for somebody who is not there."""
    acts.staff.import_roster(
        house.acting("direction-1", AT), a_roster(users=[*a_roster()["users"], a_user("x-1", "inspector")])
    )
    for by, who in ((WHO, WHO), ("head-namur", WHO), (HEAD, "nobody")):
        with pytest.raises(AccessRefused):
            preview_absences(house.acting(by, AT), who, "leave", a_file(an_event()))
