"""Whom an addressee rings for what a report leaves open: the inspector, else who stands nearest above them."""

from dataclasses import dataclass
from typing import Final

from sqlmodel import col, select

from inspection.acts import follow_ups
from inspection.life_cycles import FollowUpOutcome, FollowUpState
from inspection.referral.model import EnteredFor, RingBack, RingsBack
from inspection.store.controls import ControlRow
from inspection.store.people import UserRow
from inspection.trust import AuditedTransaction

_ABOVE: Final[tuple[RingsBack, ...]] = ("team_head", "supervisor", "direction")


def ring_back_of(tx: AuditedTransaction, row: ControlRow, inspector: str) -> RingBack:
    """Return who answers for a control, with their number; the team head without one where nobody's is known.

    Arguments: `inspector` the number of who was on site, "" where nobody knows it.
    """
    if inspector:
        return RingBack(role="inspector", telephone=inspector)
    found = ((role, number) for role in _ABOVE for number in _numbers(tx, row, role) if number)
    role, number = next(found, ("team_head", ""))
    return RingBack(role=role, telephone=number)


@dataclass(frozen=True, kw_only=True)
class EntryTold:
    """What a report says of having been entered by a colleague, and whom its reader rings meanwhile."""

    said: EnteredFor
    ring_back: RingBack


def entered_for(tx: AuditedTransaction, row: ControlRow) -> EntryTold | None:
    """Return that a colleague entered a suspicion, with their number until the inspector has confirmed it.

    The inspector's telephone was dead: whoever entered it is who can be rung. None of any other suspicion.
    """
    owed = follow_ups.entry_of(tx.session, row.id)
    if owed is None or owed.told_at is None:
        return None
    said = EnteredFor(told_at=owed.told_at, is_confirmed=owed.outcome == FollowUpOutcome.CONFIRMED)
    colleague = tx.session.get(UserRow, owed.entered_by) if owed.state == FollowUpState.OPEN else None
    number = telephone_of(tx, colleague)
    if colleague is None or not number:
        inspector = telephone_of(tx, tx.session.get(UserRow, row.saved_by))
        return EntryTold(said=said, ring_back=ring_back_of(tx, row, inspector))
    return EntryTold(said=said, ring_back=RingBack(role=_role(colleague.role), telephone=number))


def telephone_of(tx: AuditedTransaction, user: UserRow | None) -> str:
    """Return the number of somebody of ours, "" where nobody knows it."""
    if user is None or user.telephone is None:
        return ""
    return tx.store.unseal("app_user.telephone", user.id, user.telephone)


def _numbers(tx: AuditedTransaction, row: ControlRow, role: str) -> list[str]:
    """Return the numbers of those of a role who work for the district of a control; the direction is everybody's."""
    mine = select(UserRow).where(col(UserRow.active), col(UserRow.service) == row.service, col(UserRow.role) == role)
    if role != "direction":
        mine = mine.where(col(UserRow.district) == row.district)
    return [telephone_of(tx, user) for user in tx.session.exec(mine.order_by(col(UserRow.id)))]


def _role(role: str) -> RingsBack:
    """Return how a report calls a colleague who answers for the inspector."""
    return next((one for one in _ABOVE if one == role), "team_head")
