"""The duties that wait, for whoever may do something about them; what is shown names a person by reference only."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from inspection.acts import access, alerts
from inspection.acts.duties.owing import contacts_of
from inspection.life_cycles import DutyKind, DutyState
from inspection.store.controls import ControlRow
from inspection.store.people import UserRow
from inspection.store.referrals import DutyRow
from inspection.trust import Context, audited_transaction, is_everywhere, is_within


@dataclass(frozen=True, kw_only=True)
class Duty:
    """A duty that waits: what is owed, about which control, by whom, and until when.

    subject
        The reference of a person, or the id of a decision.
    lacks
        What a first report left open, by code; with the references of the persons after a colon.
    is_mine
        Whether it is for whoever asked: by name, or by what they do here.
    """

    id: str
    kind: DutyKind
    control_id: str
    subject: str
    district: str
    for_user: str | None
    opened_at: datetime
    due_at: datetime
    is_late: bool
    is_mine: bool
    lacks: tuple[str, ...] = ()
    entered_by: str | None = None
    told_at: datetime | None = None


def list_duties(context: Context, *, kind: DutyKind | None = None, control_id: str | None = None) -> list[Duty]:
    """Return the duties that wait and that somebody may do something about, the most pressing first; a look at a list.

    A no is listed for the contact of its service, for who stands in for one, and for nobody who might lean on the
    inspector; anything else for who owes it and for those above them in the district.
    Errors: `AccessRefused`.
    """
    with audited_transaction(context) as tx:
        user = tx.require("duty.list", service=context.settings.service)
        access.record_look(tx, "duties", None if is_everywhere(user) else user.district)
        wanted = select(DutyRow, ControlRow).join(ControlRow, col(ControlRow.id) == col(DutyRow.control_id))
        wanted = wanted.where(col(DutyRow.state) == DutyState.OPEN, col(DutyRow.service) == context.settings.service)
        if kind is not None:
            wanted = wanted.where(col(DutyRow.kind) == kind)
        if control_id is not None:
            wanted = wanted.where(col(DutyRow.control_id) == control_id)
        rows = tx.session.exec(wanted.order_by(col(DutyRow.due_at), col(DutyRow.id))).all()
        return list(_shown(context, tx.session, user, [(duty, control) for duty, control in rows]))


def may_read_no(context: Context, session: Session, user: UserRow, row: ControlRow) -> bool:
    """Tell whether somebody reads a no for the service: its contact, or who stands in where it has named none.

    Nobody reads their own. Of ordered work, it is who was permitted to see it, or who registered the order.
    """
    if user.id == row.saved_by or user.service != row.service:
        return False
    if row.id in (registered := alerts.registrars(session)) and registered[row.id] == user.id:
        return True
    contacts = contacts_of(session, row.service)
    stands_in = user.role in ("supervisor", "direction") and all(one.id == row.saved_by for one in contacts)
    return (user.thb_contact or stands_in) and access.may_see_control(context, session, row.id)


def may_do(context: Context, session: Session, user: UserRow, duty: DutyRow, row: ControlRow) -> bool:
    """Tell whether somebody may end a duty: who owes it, or stands above them in the district."""
    if duty.kind == DutyKind.NO_REVIEW:
        return may_read_no(context, session, user, row)
    if duty.kind == DutyKind.ENTRY_CONFIRM:
        return user.id == row.saved_by
    is_above = user.role in ("team_head", "supervisor", "direction") and is_within(user, row.district)
    return user.id in (row.saved_by, duty.for_user) or (is_above and access.may_see_control(context, session, row.id))


def _shown(
    context: Context, session: Session, user: UserRow, rows: list[tuple[DutyRow, ControlRow]]
) -> Iterator[Duty]:
    for duty, row in rows:
        is_mine = may_do(context, session, user, duty, row)
        is_told = duty.kind == DutyKind.ENTRY_CONFIRM and duty.entered_by == user.id
        if is_mine or is_told:
            yield Duty(
                id=duty.id,
                kind=DutyKind(duty.kind),
                control_id=duty.control_id,
                subject=duty.subject,
                district=duty.district,
                for_user=duty.for_user,
                opened_at=duty.opened_at,
                due_at=duty.due_at,
                is_late=context.at > duty.due_at,
                is_mine=is_mine,
                lacks=tuple(duty.lacks),
                entered_by=duty.entered_by,
                told_at=duty.told_at,
            )
