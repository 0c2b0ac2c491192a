"""Looking is an act too: no log, no look."""

from collections.abc import Callable
from typing import Literal, TypeVar

from sqlmodel import Session, col, select

from inspection.acts.access.secrecy import may_see_control
from inspection.acts.access.subjects import belonging
from inspection.errors import AccessRefused
from inspection.life_cycles import FollowUpKind, FollowUpState
from inspection.store.people import UserRow
from inspection.store.referrals import FollowUpRow
from inspection.trust import (
    AuditedTransaction,
    Context,
    audited_transaction,
    is_everywhere,
    is_within,
    require_permission,
)

Kind = Literal["control", "complaint", "plan", "referral", "workplace", "user"]
Purpose = Literal["inspection", "planning", "referral", "supervision", "audit", "access_request"]
T = TypeVar("T")


def audited_read(
    context: Context,
    kind: Kind,
    subject: str,
    *,
    purpose: Purpose,
    read: Callable[[], T],
    basis: str = "",
    district: str | None = None,
) -> T:
    """Let somebody read a record: the entry in the trail is committed first, and only then `read` is called.

    Whose the record is, is looked up here; whoever made a control or opened a referral may read it wherever it was.

    Arguments: `subject` the record's id, `list:<district>`, `list:all` or `cell:<id>`; `purpose` why it is looked at;
    `basis` the key of a legal basis; `district` narrows a collection and is believed of no record.
    Result: what `read` gives.
    Errors: `AccessRefused`, also for a record that does not exist; any failure to write the trail: then nothing was
    read.
    """
    with audited_transaction(context) as tx:
        place = ask_for(context, tx.session, kind, subject, district)
        facts = {"kind": kind, "district": place}
        tx.record("record.consult", subject, stream="reading", purpose=purpose, basis=basis, facts=facts)
    return read()


def ask_for(context: Context, session: Session, kind: Kind, subject: str, named: str | None) -> str | None:
    """Ask whether somebody may read this; returns the district by which they may."""
    user = require_permission(
        session, context, "record.consult", district=named if subject.startswith("cell:") else None
    )
    if subject.startswith("cell:"):
        return named
    found = belonging(session, kind, subject, everywhere=is_everywhere(user))
    if found is None or (kind == "control" and not may_see_control(context, session, subject)):
        raise AccessRefused("ACCESS-060")
    own = next((place for place in found.districts if is_within(user, place)), None)
    place = own or next(iter(found.districts), None)
    require_permission(
        session,
        context,
        "record.consult",
        subject=subject,
        district=None if found.made_by == context.by or _is_to_read(session, user, kind, subject) else place,
        service=found.service,
    )
    return place


def look_at_list(context: Context, kind: str, district: str | None) -> tuple[str | None, str]:
    """Record a look at a list; returns the district and the service that it shows."""
    with audited_transaction(context) as tx:
        reader = tx.require("record.list", district=district)
        place = district if is_everywhere(reader) else reader.district or ""
        record_look(tx, kind, place)
    return place, reader.service


def record_look(tx: AuditedTransaction, kind: str, district: str | None) -> None:
    """Write into the trail which list is looked at, and of which district."""
    facts = {"kind": kind, "district": district}
    tx.record("record.list", f"list:{district or 'all'}", stream="reading", facts=facts)


def _is_to_read(session: Session, user: UserRow, kind: Kind, subject: str) -> bool:
    """Tell whether the contact for trafficking has a no of this control to read, in whatever district."""
    if kind != "control" or not user.thb_contact:
        return False
    mine = select(FollowUpRow.id).where(
        col(FollowUpRow.control_id) == subject, col(FollowUpRow.kind) == FollowUpKind.NO_REVIEW
    )
    return session.exec(mine.where(col(FollowUpRow.state) == FollowUpState.OPEN)).first() is not None
