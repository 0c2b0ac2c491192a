"""Looking is an act too: no log, no look."""

from collections.abc import Callable
from datetime import datetime
from typing import Literal, TypeVar

from sqlmodel import Session

from inspection.acts.access.secrecy import may_see_control
from inspection.acts.access.subjects import belonging
from inspection.acts.context import Office
from inspection.acts.context import office as this_office
from inspection.errors import AccessRefused
from inspection.time_of import now
from inspection.trust import Trail, ask, is_everywhere, is_within, recorded

Kind = Literal["control", "complaint", "plan", "referral", "workplace", "user"]
Purpose = Literal["inspection", "planning", "referral", "supervision", "audit", "access_request"]
T = TypeVar("T")


def consult(
    kind: Kind,
    subject: str,
    by: str,
    *,
    purpose: Purpose,
    read: Callable[[], T],
    basis: str = "",
    district: str | None = None,
    at: datetime | None = None,
    office: Office | None = None,
) -> T:
    """Let somebody read a record: the entry in the trail is committed first, and only then `read` is called.

    Whose the record is, is looked up here; whoever made a control or opened a referral may read it wherever it was.

    Arguments: `subject` the record's id, `list:<district>`, `list:all` or `cell:<id>`; `purpose` why it is looked at;
    `basis` the key of a legal basis; `district` narrows a collection and is believed of no record.
    Result: what `read` gives.
    Errors: `AccessRefused`, also for a record that does not exist; any failure to write the trail: then nothing was
    read.
    """
    here, at = office or this_office(), at or now()
    with recorded(here.store, by=by, at=at) as trail:
        place = ask_for(trail.session, here, by, kind, subject, district)
        facts = {"kind": kind, "district": place}
        trail.record("record.consult", subject, stream="reading", purpose=purpose, basis=basis, facts=facts)
    return read()


def ask_for(session: Session, here: Office, by: str, kind: Kind, subject: str, named: str | None) -> str | None:
    """Ask whether somebody may read this; returns the district by which they may."""
    user = ask(session, by, "record.consult", district=named if subject.startswith("cell:") else None)
    if subject.startswith("cell:"):
        return named
    found = belonging(session, kind, subject, everywhere=is_everywhere(user))
    if found is None or (kind == "control" and not may_see_control(session, here, subject, by)):
        raise AccessRefused("ACCESS-060")
    own = next((place for place in found.districts if is_within(user, place)), None)
    place = own or next(iter(found.districts), None)
    ask(session, by, "record.consult", district=None if found.made_by == by else place, service=found.service)
    return place


def look_at_list(here: Office, by: str, kind: str, district: str | None, at: datetime | None) -> tuple[str | None, str]:
    """Record a look at a list; returns the district and the service that it shows."""
    with recorded(here.store, by=by, at=at or now()) as trail:
        reader = ask(trail.session, by, "record.list", district=district)
        place = district if is_everywhere(reader) else reader.district or ""
        record_look(trail, kind, place)
    return place, reader.service


def record_look(trail: Trail, kind: str, district: str | None) -> None:
    """Write into the trail which list is looked at, and of which district."""
    facts = {"kind": kind, "district": district}
    trail.record("record.list", f"list:{district or 'all'}", stream="reading", facts=facts)
