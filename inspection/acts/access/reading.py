"""Looking is an act too: no log, no look."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeVar, cast

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, or_, select

from inspection.acts.access.cases import about_control, about_workplace
from inspection.acts.access.decoys import Decoy, meet, rows_of
from inspection.acts.access.revealing import record_reveal, reveal, reveal_control
from inspection.acts.access.secrecy import may_see_control
from inspection.acts.access.subjects import belonging
from inspection.acts.access.why import DAILY, PLANNING, is_to_read, why_control, why_given
from inspection.errors import AccessRefused, Unseen
from inspection.store.controls import ControlRow
from inspection.store.people import UserRow
from inspection.store.referrals import DeliveryRow, ReferralRow
from inspection.store.weeks import ComplaintRow
from inspection.trust import (
    ELSEWHERE,
    AuditedTransaction,
    Context,
    audited_transaction,
    is_everywhere,
    places_of,
    require_permission,
)

Kind = Literal["control", "complaint", "plan", "referral", "workplace", "user"]
T = TypeVar("T")


def audited_read(
    context: Context,
    kind: Kind,
    subject: str,
    *,
    read: Callable[[], T],
    basis: str = "",
    district: str | None = None,
    masked: bool = False,
    own_work: bool = False,
    whole: bool = False,
) -> T:
    """Let somebody read a record: the entry in the trail is committed first, and only then `read` is called.

    Whose the record is, is looked up here; whoever made a control or opened a referral may read it wherever it was. A
    control, a referral and a complaint speak of persons: why they are looked at follows from one's own open control,
    else the context says it (`Context.because`).

    Arguments: `subject` the record's id, `list:<district>`, `list:all` or `cell:<id>`; `basis` the key of a legal
    basis; `district` narrows a collection and is believed of no record; `masked` where `read` shows nothing of a
    person, so that nobody has to say why; `own_work` where only who made a control may do this;
    `whole` where what bears on a suspicion is shown too, so that the trail tells the two looks apart.
    Result: what `read` gives.
    Errors: `AccessRefused`, also for a record that does not exist, and 090 to 094 without a good reason; any failure to
    write the trail: then nothing was read.
    """
    decoy = meet(context, kind, subject, masked=masked) if not is_collection(subject) else None
    if decoy is not None:
        return _read_decoy(context, decoy, read, masked=masked, own_work=own_work)
    with audited_transaction(context) as tx:
        place = ask_for(context, tx.session, kind, subject, district)
        facts: dict[str, object] = {"kind": kind, "district": place, **({"whole": True} if whole else {})}
        _record(tx, kind, subject, facts, basis=basis, masked=masked, own_work=own_work)
    return read()


def _read_decoy(context: Context, decoy: Decoy, read: Callable[[], T], *, masked: bool, own_work: bool) -> T:
    """Ask of a decoy what is asked of a real file, and read it; its look is in the trail already, as an alarm."""
    kind = cast("Kind", decoy.kind)
    with context.store.laid_out(rows_of(context.store, decoy)) as session:
        ask_for(context, session, kind, decoy.name, None)
        if kind == "control" and not masked:
            row = session.get_one(ControlRow, decoy.name)
            why_control(context, session, row, about_control(context.store, row, None), own_work=own_work)
        return read()


def is_collection(subject: str) -> bool:
    """Tell whether many records are looked at, by the way in which such a look is named."""
    return subject.startswith(("list:", "cell:"))


def _record(
    tx: AuditedTransaction,
    kind: Kind,
    subject: str,
    facts: dict[str, object],
    *,
    basis: str,
    masked: bool,
    own_work: bool,
) -> None:
    """Record a look at one record or at a collection; of what speaks of persons it is a reveal."""
    if is_collection(subject) or masked or kind in ("plan", "user"):
        facts |= {"masked": True, "case": subject} if masked else {}
        purpose = PLANNING if kind == "plan" else DAILY
        tx.record("record.consult", subject, stream="reading", purpose=purpose, basis=basis, facts=facts)
    elif kind == "workplace":
        _record_workplace(tx, subject, facts, basis)
    elif kind == "complaint":
        row = tx.session.exec(select(ComplaintRow).where(_named(ComplaintRow, subject))).one()
        about = about_workplace(tx.store, row.workplace) | {row.id}
        reveal(tx, "record.consult", subject, about, facts={**facts, "workplace": row.workplace})
    else:
        control = _control_of(tx.session, kind, subject)
        reveal_control(tx, "record.consult", control, subject=subject, basis=basis, facts=facts, own_work=own_work)


def _record_workplace(tx: AuditedTransaction, subject: str, facts: dict[str, object], basis: str) -> None:
    """Record a look at a workplace: for the reason that was given, else as a part of the day's work."""
    if tx.context.reason is None:
        tx.record("record.consult", subject, stream="reading", purpose=DAILY, basis=basis, facts=facts)
        return
    why = why_given(tx.context, tx.session, about_workplace(tx.store, subject))
    record_reveal(tx, "record.consult", subject, why, basis=basis, facts=facts)


def _control_of(session: Session, kind: Kind, subject: str) -> ControlRow:
    """Return the control that a record belongs to, for one that was found before."""
    if kind == "control":
        return session.get_one(ControlRow, subject)
    delivery = session.get(DeliveryRow, subject)
    named = _named(ReferralRow, delivery.referral_id if delivery else subject)
    return session.get_one(ControlRow, session.exec(select(ReferralRow).where(named)).one().control_id)


def _named(table: type[ReferralRow] | type[ComplaintRow], subject: str) -> ColumnElement[bool]:
    return or_(col(table.id) == subject, col(table.reference) == subject.upper())


def ask_for(context: Context, session: Session, kind: Kind, subject: str, named: str | None) -> str | None:
    """Ask whether somebody may read this; returns the district by which they may."""
    user = require_permission(
        session, context, "record.consult", district=named if subject.startswith("cell:") else None
    )
    if subject.startswith("cell:"):
        return named
    found = belonging(session, kind, subject, everywhere=is_everywhere(user))
    unseen = Unseen("ACCESS-060")
    if found is None or (kind == "control" and not may_see_control(context, session, subject)):
        raise unseen
    places = places_of(session, context, "record.consult")
    own = next((place for place in found.districts if place in places), None)
    place = own or next(iter(found.districts), None)
    is_theirs = found.made_by == context.by or _is_waiting(session, user, kind, subject)
    there = None if is_theirs else place
    try:
        require_permission(session, context, "record.consult", subject=subject, district=there, service=found.service)
    except AccessRefused as fault:
        if fault.code in ELSEWHERE:
            raise unseen from None
        raise
    return place


@dataclass(frozen=True)
class ListLook:
    """A look at a list that the trail has: who looked by which credential, at which list, of which district.

    place
        The district that the list shows; None for all.
    """

    who: str
    credential: str
    kind: str
    district: str | None
    place: str | None
    service: str


def look_at_list(
    context: Context, kind: str, district: str | None, *, again: ListLook | None = None
) -> tuple[str | None, str]:
    """Record a look at a list; returns the district and the service that it shows.

    Arguments: `again` the look that is on record already, where a screen draws the same list once more.
    """
    look = list_look(context, kind, district, again=again)
    return look.place, look.service


def list_look(context: Context, kind: str, district: str | None, *, again: ListLook | None = None) -> ListLook:
    """Record a look at a list, and return it for whoever draws the same list again; rights are asked every time.

    Only the same person, by the same session, at the same list looks again: for everybody else it is a new look. So it
    is for whoever works elsewhere by now, since the list then shows another district.
    """
    asked = (context.by, context.principal.credential, kind, district)
    if again is not None and asked == (again.who, again.credential, again.kind, again.district):
        with context.store.read() as session:
            reader = require_permission(session, context, "record.list", district=district)
        if (again.place, again.service) == (_shown_to(reader, district), reader.service):
            return again
    with audited_transaction(context) as tx:
        reader = tx.require("record.list", district=district)
        place = _shown_to(reader, district)
        record_look(tx, kind, place)
    return ListLook(*asked, place=place, service=reader.service)


def record_look(tx: AuditedTransaction, kind: str, district: str | None) -> None:
    """Write into the trail which list is looked at, and of which district."""
    facts = {"kind": kind, "district": district}
    tx.record("record.list", f"list:{district or 'all'}", stream="reading", purpose=DAILY, facts=facts)


def _shown_to(reader: UserRow, district: str | None) -> str | None:
    """Return the district that a list shows to somebody; None for all."""
    return district if is_everywhere(reader) else reader.district or ""


def _is_waiting(session: Session, user: UserRow, kind: Kind, subject: str) -> bool:
    return kind == "control" and is_to_read(session, user, subject)
