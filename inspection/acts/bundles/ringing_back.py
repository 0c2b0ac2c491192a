"""Whom an addressee rings for what a report leaves open: the inspector, else who stands nearest above them."""

from typing import Final

from sqlmodel import col, select

from inspection.referral.model import RingBack, RingsBack
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
