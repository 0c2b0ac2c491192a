"""What stands beside a case: how far other offices are with it, an embargo, and other cases of the same office.

An embargo keeps a file out of whatever reaches the police: such a case shows a police office no other, and stands
beside none of its cases. What that office got stays at its own address, and can be answered.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import cached_property

from sqlalchemy import ColumnElement
from sqlmodel import col, select

from inspection.acts import access, delivery
from inspection.acts.links import confirmed_beside
from inspection.acts.portal.copies.answers import taken_on_by
from inspection.acts.portal.copies.case_ids import case_id
from inspection.acts.portal.copies.looking import Look, place_in
from inspection.acts.portal.values import CaseNamed, EmbargoNow, OtherOffice, Why
from inspection.life_cycles import DeliveryState
from inspection.store.controls import ControlRow, DecisionRow
from inspection.store.orders import is_in_force
from inspection.store.referrals import DeliveryRow, EmbargoRow, ReferralRow

_POLICE = ("police_directorate", "central_police", "local_police")


class Beside:
    """What stands beside one referral, worked out once for all of its offices."""

    def __init__(self, look: Look, referral: ReferralRow, rows: Mapping[str, Sequence[DeliveryRow]]) -> None:
        self._look, self._referral, self._rows = look, referral, rows

    @cached_property
    def embargoes(self) -> tuple[EmbargoNow, ...]:
        """The embargoes in force, the first one first."""
        wanted = select(EmbargoRow).where(col(EmbargoRow.referral_id) == self._referral.id, is_in_force(self._look.day))
        rows = self._look.session.exec(wanted.order_by(col(EmbargoRow.recorded_at), col(EmbargoRow.id)))
        return tuple(EmbargoNow(asked_by=row.asked_by, since=row.recorded_at, until=row.until) for row in rows)

    def embargo_for(self, mine: DeliveryRow) -> EmbargoNow | None:
        """Return the embargo that an office is told of: its own, else the first; none where it works no case."""
        if not self._look.works_the_case(mine):
            return None
        own = (one for one in self.embargoes if one.asked_by == mine.recipient)
        return next(own, self.embargoes[0] if self.embargoes else None)

    def others(self, mine: DeliveryRow) -> tuple[OtherOffice, ...]:
        """Return how far the other offices are that work the case, for one that works it too."""
        if not self._may_know_others(mine):
            return ()
        return tuple(
            OtherOffice(
                office=office,
                state=DeliveryState(last.state),
                rings_back_at=taken.rings_back_at if (taken := taken_on_by(self._look, rows)) is not None else None,
            )
            for office, rows, last in self._working(mine)
        )

    def acknowledged(self, mine: DeliveryRow) -> tuple[tuple[datetime, str], ...]:
        """Return when which other office took the case on: all that its story tells of others."""
        if not self._may_know_others(mine):
            return ()
        return tuple(
            (row.answered_at, office)
            for office, rows, _ in self._working(mine)
            for row in rows
            if row.state == DeliveryState.ACKNOWLEDGED and row.answered_at is not None
        )

    def of_ours(self, mine: DeliveryRow) -> tuple[CaseNamed, ...]:
        """Return other cases of the same office, at the same workplace or by a confirmed link, the latest first."""
        return tuple(sorted(self._named(mine), key=lambda one: (one.decided_at, one.id), reverse=True))

    @cached_property
    def neighbours(self) -> dict[str, Why]:
        """The referrals of the same workplace, and those that a person confirmed a link to, by id."""
        session, mine = self._look.session, self._referral
        control = session.get_one(ControlRow, mine.control_id)
        there = select(ReferralRow.id).join(ControlRow, col(ControlRow.id) == col(ReferralRow.control_id))
        same = session.exec(there.where(col(ControlRow.workplace) == control.workplace, col(ReferralRow.id) != mine.id))
        linked: dict[str, Why] = dict.fromkeys(confirmed_beside(session, mine, self._look.day), "linked")
        return linked | dict.fromkeys(same, "same_workplace")

    def _may_know_others(self, mine: DeliveryRow) -> bool:
        return self._look.works_the_case(mine) and not (self.embargoes and is_police(self._look, mine.recipient))

    def _working(self, mine: DeliveryRow) -> Iterator[tuple[str, Sequence[DeliveryRow], DeliveryRow]]:
        for office, rows in self._rows.items():
            standing = [row for row in rows if row.ended_at is None and row.message != "recall"]
            if office != mine.recipient and standing and self._look.works_the_case(standing[-1]):
                yield office, rows, standing[-1]

    def _named(self, mine: DeliveryRow) -> Iterator[CaseNamed]:
        if not self.neighbours or not self._is_listed(mine.recipient):
            return
        wanted = (
            select(ReferralRow, DeliveryRow)
            .join(DeliveryRow, col(DeliveryRow.referral_id) == col(ReferralRow.id))
            .where(col(ReferralRow.id).in_(sorted(self.neighbours)), col(DeliveryRow.recipient) == mine.recipient)
            .where(col(DeliveryRow.ended_at).is_(None), self._shown_to(mine.recipient))
            .order_by(col(DeliveryRow.id))
        )
        last = {referral.id: (referral, row) for referral, row in self._look.session.exec(wanted)}
        for referral, row in last.values():
            if row.message not in ("withdrawal", "recall"):
                yield self._case_named(referral, row)

    def _case_named(self, referral: ReferralRow, row: DeliveryRow) -> CaseNamed:
        return CaseNamed(
            id=case_id(self._look.store, referral.id, row.recipient),
            reference=referral.reference,
            place=place_in(self._look.data_of(row)),
            state=DeliveryState(row.state),
            decided_at=self._look.session.get_one(DecisionRow, referral.decision_id).decided_at,
            why=self.neighbours[referral.id],
        )

    def _shown_to(self, office: str) -> ColumnElement[bool]:
        known = self._look.catalogue.recipients.get(office)
        return access.may_be_shown(delivery.list_place(known.kind if known is not None else ""), self._look.day)

    def _is_listed(self, office: str) -> bool:
        """Tell whether the case itself may stand beside others of this office."""
        mine = select(ReferralRow.id).where(col(ReferralRow.id) == self._referral.id, self._shown_to(office))
        return self._look.session.exec(mine).first() is not None


def is_police(look: Look, office: str) -> bool:
    """Tell whether an office is one of the police, or one that nobody knows."""
    known = look.catalogue.recipients.get(office)
    return known is None or known.kind in _POLICE
