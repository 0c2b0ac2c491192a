"""Looking is an act too: no log, no look."""

from collections.abc import Callable
from datetime import datetime
from typing import Literal, TypeVar

from inspection.acts.offices import Office
from inspection.acts.offices import office as this_office
from inspection.errors import AccessRefused
from inspection.time_of import now
from inspection.trust import ask, recorded

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

    Arguments: `subject` the record's id; `purpose` why it is looked at; `basis` the key of a legal basis; `district`
    of the record, where it has one.
    Result: what `read` gives.
    Errors: `AccessRefused`; any failure to write the trail, in which case nothing was read.
    """
    here, at = office or this_office(), at or now()
    if not subject:
        raise AccessRefused("A look needs a record", where="record.consult", advice="Name the record's id.", code="060")
    with recorded(here.store, by=by, at=at) as trail:
        ask(trail.session, by, "record.consult", district=district)
        facts = {"kind": kind, "district": district}
        trail.record("record.consult", subject, stream="reading", purpose=purpose, basis=basis, facts=facts)
    return read()
