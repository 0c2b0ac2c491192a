"""Named queries on controls, referrals and alerts."""

from collections.abc import Iterable
from typing import Any, cast

from sqlalchemy import func
from sqlalchemy.orm import defer
from sqlmodel import Session, col, or_, select

from inspection.store.controls import ControlRow, FindingRow
from inspection.store.core import Store
from inspection.store.orders import hidden_controls
from inspection.store.records import Alert
from inspection.store.referrals import WITHOUT_BUNDLE, DeliveryRow, ReferralRow
from inspection.store.views import AlertView, ControlView, DeliveryView, ReferralView, UserView

# What inspectors wrote stays sealed where it is: a list shows none of it.
_WITHOUT_BODY = (defer(cast(Any, ControlRow.body)), defer(cast(Any, ControlRow.conclusion)))


def controls(
    store: Store,
    district: str | None = None,
    workplace: str | None = None,
    service: str | None = None,
    reader: UserView | None = None,
    or_saved_by: str | None = None,
) -> list[ControlView]:
    """Return controls, the latest first, with nothing about persons.

    Arguments: `reader` who will see them: of what a magistrate ordered, only where that is permitted; `or_saved_by`
    whose own controls are returned as well where they lie in another district: one saves there in a joint action.
    """
    shown = col(ControlRow.id).not_in(hidden_controls(reader, "controls"))
    wanted = select(ControlRow).where(shown).order_by(col(ControlRow.entered_at).desc(), col(ControlRow.id))
    if district is not None:
        wanted = wanted.where(or_(col(ControlRow.district) == district, col(ControlRow.saved_by) == or_saved_by))
    if workplace is not None:
        wanted = wanted.where(col(ControlRow.workplace) == workplace)
    if service is not None:
        wanted = wanted.where(col(ControlRow.service) == service)
    with store.read() as session:
        found = session.exec(wanted.options(*_WITHOUT_BODY)).all()
        counted = select(FindingRow.control_id, func.count()).group_by(col(FindingRow.control_id))
        findings = dict(session.exec(counted).all())
        references = dict(session.exec(select(ReferralRow.control_id, ReferralRow.reference)).all())
    return [_control(row, findings.get(row.id, 0), references.get(row.id)) for row in found]


def control_body(store: Store, control_id: str) -> str:
    """Return a filled control as JSON, unsealed: only for a reader whose look was recorded; KeyError if unknown."""
    with store.read() as session:
        found = session.get(ControlRow, control_id)
        if found is None:
            raise KeyError(control_id)
        return store.unseal("control.body", found.id, found.body)


def control_conclusion(store: Store, control_id: str) -> str:
    """Return what followed from a control as JSON, unsealed; KeyError if unknown."""
    with store.read() as session:
        found = session.get(ControlRow, control_id)
        if found is None:
            raise KeyError(control_id)
        return store.unseal("control.conclusion", found.id, found.conclusion)


def referrals(store: Store, district: str | None = None, state: str | None = None) -> list[ReferralView]:
    """Return referrals with their deliveries, the latest first."""
    wanted = select(ReferralRow).order_by(col(ReferralRow.year).desc(), col(ReferralRow.serial).desc())
    if district is not None:
        wanted = wanted.where(col(ReferralRow.district) == district)
    if state is not None:
        wanted = wanted.where(col(ReferralRow.state) == state)
    with store.read() as session:
        return [_referral(session, row) for row in session.exec(wanted)]


def deliveries(store: Store, *, reference: str | None = None, recipient: str | None = None) -> list[DeliveryView]:
    """Return deliveries in the order in which they were queued."""
    wanted = (
        select(DeliveryRow, ReferralRow)
        .join(ReferralRow, col(ReferralRow.id) == col(DeliveryRow.referral_id))
        .order_by(col(DeliveryRow.queued_at), col(DeliveryRow.id))
        .options(WITHOUT_BUNDLE)
    )
    if reference is not None:
        wanted = wanted.where(col(ReferralRow.reference) == reference)
    if recipient is not None:
        wanted = wanted.where(col(DeliveryRow.recipient) == recipient)
    with store.read() as session:
        return [_delivery(delivery, referral) for delivery, referral in session.exec(wanted)]


def alerts(
    store: Store,
    *,
    role: str | None = None,
    district: str | None = None,
    state: str | None = "open",
    service: str | None = None,
) -> list[AlertView]:
    """Return alerts, the oldest first."""
    wanted = select(Alert).order_by(col(Alert.raised_at), col(Alert.id))
    asked = ((Alert.for_role, role), (Alert.district, district), (Alert.state, state), (Alert.service, service))
    for column, value in asked:
        if value is not None:
            wanted = wanted.where(col(column) == value)
    with store.read() as session:
        return [_alert(row) for row in session.exec(wanted)]


def _control(row: ControlRow, findings: int, reference: str | None) -> ControlView:
    return ControlView(
        id=row.id,
        workplace=row.workplace,
        district=row.district,
        area=row.area,
        sector=row.sector,
        outcome=row.outcome,
        facts_on=row.facts_on,
        saved_by=row.saved_by,
        team=row.team_id,
        saved_at=row.saved_at,
        is_planned=row.visit_id is not None,
        positive=row.positive,
        decision=row.decision,
        unmatched_visit=row.unmatched_visit,
        findings=findings,
        reference=reference,
    )


def _referral(session: Session, row: ReferralRow) -> ReferralView:
    mine = select(DeliveryRow).where(col(DeliveryRow.referral_id) == row.id).order_by(col(DeliveryRow.id))
    found: Iterable[DeliveryRow] = session.exec(mine.options(WITHOUT_BUNDLE))
    return ReferralView(
        id=row.id,
        reference=row.reference,
        control_id=row.control_id,
        district=row.district,
        area=row.area,
        state=row.state,
        opened_at=row.opened_at,
        deliveries=tuple(_delivery(d, row) for d in found),
    )


def _delivery(row: DeliveryRow, referral: ReferralRow) -> DeliveryView:
    return DeliveryView(
        id=row.id,
        reference=referral.reference,
        recipient=row.recipient,
        reason=row.reason,
        state=row.state,
        district=referral.district,
        service=referral.service,
        transports=tuple(row.transports),
        attempts=row.attempts,
        queued_at=row.queued_at,
        sent_at=row.sent_at,
        delivered_at=row.delivered_at,
        answered_at=row.answered_at,
        answer_due_at=row.answer_due_at,
        refused_reason=row.refused_reason,
        message=row.message,
        ended_at=row.ended_at,
        replaces=row.replaces,
    )


def _alert(row: Alert) -> AlertView:
    return AlertView(
        id=row.id,
        kind=row.kind,
        subject=row.subject,
        step=row.step,
        district=row.district,
        for_role=row.for_role,
        for_user=row.for_user,
        raised_at=row.raised_at,
        state=row.state,
        rings=row.rings,
        duty_turn=row.duty_turn,
    )
