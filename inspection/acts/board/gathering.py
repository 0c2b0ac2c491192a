"""What the board is made from: every delivery in a few light questions, and what was said and done about them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, select

from inspection.acts.board.values import Taken
from inspection.life_cycles import DeliveryState
from inspection.store.controls import ControlRow
from inspection.store.orders import is_in_force
from inspection.store.records import AlertRow
from inspection.store.referrals import (
    CallRow,
    DeliveryRow,
    EmbargoRow,
    OpeningRow,
    QuestionRow,
    ReferralRow,
    TakenOnRow,
)

_OF_DELIVERY = (
    *("id", "recipient", "state", "message", "queued_at", "delivered_at", "answered_at", "answer_due_at"),
    *("refused_reason", "replaces", "supplements", "ended_at", "referral_id"),
)
_OF_REFERRAL, _OF_CONTROL = ("reference", "district", "opened_by"), ("saved_by", "workplace", "refnis", "canton")
_NAMES = (*_OF_DELIVERY, *_OF_REFERRAL, *_OF_CONTROL)
_COLUMNS: Any = (
    *(getattr(DeliveryRow, name) for name in _OF_DELIVERY),
    *(getattr(ReferralRow, name) for name in _OF_REFERRAL),
    *(getattr(ControlRow, name) for name in _OF_CONTROL),
)


@dataclass(frozen=True, kw_only=True)
class Light:
    """A delivery with what is known of its case without opening anything."""

    id: str
    recipient: str
    state: DeliveryState
    message: str
    queued_at: datetime
    delivered_at: datetime | None
    answered_at: datetime | None
    answer_due_at: datetime | None
    refused_reason: str | None
    replaces: str | None
    supplements: str | None
    ended_at: datetime | None
    referral_id: str
    reference: str
    district: str
    opened_by: str
    saved_by: str
    workplace: str
    refnis: str | None
    canton: str | None


@dataclass(frozen=True, kw_only=True)
class Around:
    """What was said and done about deliveries, by their ids; embargoes by the ids of referrals."""

    asked: Mapping[str, datetime]
    taken: Mapping[str, Taken]
    embargoes: Mapping[str, date | None]
    opened: Mapping[str, datetime]
    calls: Mapping[str, tuple[int, datetime]]
    escalated: Mapping[str, tuple[int, str, datetime]]


@dataclass(frozen=True, kw_only=True)
class Which:
    """Which deliveries: those of a service, in one district or everywhere, of one referral or of all."""

    service: str
    place: str | None = None
    referral: str | None = None

    def of(self, wanted: Any) -> Any:
        """Return a query that has referrals in it, of these only."""
        wanted = wanted.where(col(ReferralRow.service) == self.service)
        if self.place is not None:
            wanted = wanted.where(col(ReferralRow.district) == self.place)
        return wanted if self.referral is None else wanted.where(col(ReferralRow.id) == self.referral)

    @property
    def ids(self) -> Any:
        """The query of their ids: hundreds of them are not written into each question one by one."""
        joined = col(ReferralRow.id) == col(DeliveryRow.referral_id)
        return self.of(select(DeliveryRow.id).join(ReferralRow, joined))


def light_deliveries(session: Session, which: Which) -> list[Light]:
    """Return some deliveries, in the order in which they were queued."""
    wanted = (
        select(*_COLUMNS)
        .select_from(DeliveryRow)
        .join(ReferralRow, col(ReferralRow.id) == col(DeliveryRow.referral_id))
        .join(ControlRow, col(ControlRow.id) == col(ReferralRow.control_id))
        .order_by(col(DeliveryRow.queued_at), col(DeliveryRow.id))
    )
    return [Light(**dict(zip(_NAMES, row, strict=True))) for row in session.exec(which.of(wanted))]


def around(session: Session, which: Which, on: date) -> Around:
    """Return what was said and done about some deliveries."""
    calls = _calls(session, which)
    return Around(
        asked=_asked(session),
        taken=_taken(session, which, calls),
        embargoes=_embargoes(session, on),
        opened=_opened(session, which),
        calls=calls,
        escalated=_escalated(session, which),
    )


def _asked(session: Session) -> dict[str, datetime]:
    """Return by delivery when the first of its questions was asked that nobody has answered."""
    wanted = select(QuestionRow.delivery_id, func.min(QuestionRow.asked_at)).where(
        col(QuestionRow.answered_at).is_(None)
    )
    return dict(session.exec(wanted.group_by(col(QuestionRow.delivery_id))).all())


def _embargoes(session: Session, on: date) -> dict[str, date | None]:
    """Return by referral the last day of an embargo in force, None where it has none."""
    return {row.referral_id: row.until for row in session.exec(select(EmbargoRow).where(is_in_force(on)))}


def _taken(session: Session, which: Which, calls: Mapping[str, tuple[int, datetime]]) -> dict[str, Taken]:
    found: dict[str, Taken] = {}
    columns: Any = (TakenOnRow.delivery_id, TakenOnRow.taker, TakenOnRow.noted_at, TakenOnRow.rings_back_at)
    wanted = select(*columns).where(col(TakenOnRow.delivery_id).in_(which.ids)).order_by(col(TakenOnRow.noted_at))
    for id_, taker, noted_at, rings_back_at in session.exec(wanted):
        rang_since = id_ in calls and calls[id_][1] > noted_at
        found[id_] = Taken(
            taker=taker,
            noted_at=noted_at,
            rings_back_at=rings_back_at,
            is_waited_for=rings_back_at is not None and not rang_since,
        )
    return found


def _opened(session: Session, which: Which) -> dict[str, datetime]:
    wanted = select(OpeningRow.delivery_id, OpeningRow.opened_at).where(col(OpeningRow.delivery_id).in_(which.ids))
    return dict(session.exec(wanted).all())


def _calls(session: Session, which: Which) -> dict[str, tuple[int, datetime]]:
    wanted = select(CallRow.delivery_id, func.count(), func.max(CallRow.at)).group_by(col(CallRow.delivery_id))
    found = session.exec(wanted.where(col(CallRow.delivery_id).in_(which.ids)))
    return {id_: (n, at) for id_, n, at in found if id_ is not None}


def _escalated(session: Session, which: Which) -> dict[str, tuple[int, str, datetime]]:
    """Return by delivery the last rung of our own ladder that was told."""
    found: dict[str, tuple[int, str, datetime]] = {}
    columns = (AlertRow.subject, AlertRow.step, AlertRow.for_role, AlertRow.raised_at)
    told = col(AlertRow.kind).in_(("delivery_overdue", "delivery_refused")) & col(AlertRow.subject).in_(which.ids)
    for id_, step, role, at in session.exec(select(*columns).where(told, col(AlertRow.step) > 0)):
        found[id_] = max(found.get(id_, (0, "", at)), (step, role, at))
    return found
