"""The follow-ups that wait, for whoever may do something about them; what is shown names a person by reference only."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy.orm import load_only
from sqlmodel import Session, col, select

from inspection.acts import access, alerts
from inspection.acts.follow_ups.owing import contacts_of
from inspection.life_cycles import FollowUpKind, FollowUpState
from inspection.store.controls import ControlRow
from inspection.store.people import UserRow
from inspection.store.referrals import FollowUpRow
from inspection.trust import Context, Places, audited_transaction, is_everywhere, places_of, require_permission

_KIND = "follow_ups"
# All that is asked of a control here; what its inspectors wrote stays sealed where it is.
_WHOSE_CONTROL = load_only(
    *(
        cast(Any, column)
        for column in (ControlRow.saved_by, ControlRow.district, ControlRow.service, ControlRow.workplace)
    )
)


@dataclass(frozen=True, kw_only=True)
class FollowUp:
    """A follow-up that waits: what is owed, about which control, by whom, and until when.

    subject
        The reference of a person, or the id of a decision.
    lacks
        What a first report left open, by code; with the references of the persons after a colon.
    is_mine
        Whether it is for whoever asked: by name, or by what they do here.
    """

    id: str
    kind: FollowUpKind
    control_id: str
    workplace: str
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


def list_follow_ups(
    context: Context,
    *,
    kind: FollowUpKind | None = None,
    control_id: str | None = None,
    again: access.ListLook | None = None,
) -> list[FollowUp]:
    """Return the follow-ups that wait and that somebody may end, the most pressing first; a look at a list.

    A no is listed for the contact of its service, for who stands in for one, and for nobody who might lean on the
    inspector; anything else for who owes it and for those above them in the district.

    Arguments: `again` as for `access.look_at_list`, of the list "follow_ups": the look that is on record already.
    Errors: `AccessRefused`.
    """
    if again is not None:
        access.look_at_list(context, _KIND, None, again=again)
        with context.store.read() as session:
            user = require_permission(session, context, "follow_up.list", service=context.settings.service)
            return _listed(context, session, user, kind, control_id)
    with audited_transaction(context) as tx:
        user = tx.require("follow_up.list", service=context.settings.service)
        access.record_look(tx, _KIND, None if is_everywhere(user) else user.district)
        return _listed(context, tx.session, user, kind, control_id)


def _listed(
    context: Context, session: Session, user: UserRow, kind: FollowUpKind | None, control_id: str | None
) -> list[FollowUp]:
    wanted = select(FollowUpRow, ControlRow).join(ControlRow, col(ControlRow.id) == col(FollowUpRow.control_id))
    wanted = wanted.options(_WHOSE_CONTROL).where(
        col(FollowUpRow.state) == FollowUpState.OPEN, col(FollowUpRow.service) == context.settings.service
    )
    if kind is not None:
        wanted = wanted.where(col(FollowUpRow.kind) == kind)
    if control_id is not None:
        wanted = wanted.where(col(FollowUpRow.control_id) == control_id)
    rows = session.exec(wanted.order_by(col(FollowUpRow.due_at), col(FollowUpRow.id))).all()
    return list(_shown(context, session, user, [(owed, control) for owed, control in rows]))


def may_do(context: Context, session: Session, user: UserRow, owed: FollowUpRow, row: ControlRow) -> bool:
    """Tell whether somebody may end a follow-up: who owes it, or stands above them in the district."""
    return _may_do(context, session, user, (owed, row), _around(context, session))


@dataclass(frozen=True)
class _Around:
    """What is the same for every follow-up: where somebody stands above others, and who registered which order."""

    above: Places
    registered: Mapping[str, str]


def _around(context: Context, session: Session) -> _Around:
    return _Around(places_of(session, context, "control.review"), alerts.registrars(session))


def _may_do(
    context: Context, session: Session, user: UserRow, about: tuple[FollowUpRow, ControlRow], around: _Around
) -> bool:
    owed, row = about
    if user.service != row.service:
        return False
    if owed.kind == FollowUpKind.NO_REVIEW:
        return _may_read_no(context, session, user, row, around)
    if owed.kind == FollowUpKind.ENTRY_CONFIRM:
        return user.id == row.saved_by
    is_above = row.district in around.above
    return user.id in (row.saved_by, owed.for_user) or (is_above and _may_see(context, session, row, around))


def _may_read_no(context: Context, session: Session, user: UserRow, row: ControlRow, around: _Around) -> bool:
    """Tell whether somebody reads a no for the service: its contact, or who stands in where it has named none.

    Nobody reads their own. Of ordered work, it is who was permitted to see it, or who registered the order.
    """
    if user.id == row.saved_by or user.service != row.service:
        return False
    if around.registered.get(row.id) == user.id:
        return True
    contacts = contacts_of(session, row.service)
    stands_in = user.role in ("supervisor", "direction") and all(one.id == row.saved_by for one in contacts)
    return (user.thb_contact or stands_in) and _may_see(context, session, row, around)


def _may_see(context: Context, session: Session, row: ControlRow, around: _Around) -> bool:
    """Tell whether somebody may look at a control; of most nobody ordered anything, and no question is asked."""
    return row.id not in around.registered or access.may_see_control(context, session, row.id)


def _shown(
    context: Context, session: Session, user: UserRow, rows: list[tuple[FollowUpRow, ControlRow]]
) -> Iterator[FollowUp]:
    around = _around(context, session)
    for owed, row in rows:
        is_mine = _may_do(context, session, user, (owed, row), around)
        is_told = owed.kind == FollowUpKind.ENTRY_CONFIRM and owed.entered_by == user.id
        if is_mine or is_told:
            yield FollowUp(
                id=owed.id,
                kind=FollowUpKind(owed.kind),
                control_id=owed.control_id,
                workplace=row.workplace,
                subject=owed.subject,
                district=owed.district,
                for_user=owed.for_user,
                opened_at=owed.opened_at,
                due_at=owed.due_at,
                is_late=context.at > owed.due_at,
                is_mine=is_mine,
                lacks=tuple(owed.lacks),
                entered_by=owed.entered_by,
                told_at=owed.told_at,
            )
