"""Silences of others: what nobody answered, what nobody rerouted after a refusal, numbers that no test call reached."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from functools import partial

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, or_, select
from sqlmodel.sql.expression import Select

from inspection.acts import bundles
from inspection.acts.alerts import LADDER, Alarm, Ring, alarm, registrars, ring_office, rung, steps, told, turns_of
from inspection.control.papers import OnCallTurn, needs_test_call, on_call_at
from inspection.life_cycles import DeliveryState, NoticeState
from inspection.referral import delivery
from inspection.store.controls import ControlRow
from inspection.store.protection import NoticeRow
from inspection.store.referrals import WITHOUT_BUNDLE, DeliveryRow, ReferralRow
from inspection.time_of import day_in_brussels
from inspection.trust import AppContext
from sectors.rules.recipients import RoutingLine as RoutingOffice


def awaited(session: Session, *narrowed: ColumnElement[bool]) -> Iterator[tuple[DeliveryRow, ReferralRow]]:
    """Yield what still waits for an answer: `delivery.is_open` says so, the query leaves out what an index knows.

    narrowed
        Further conditions of the query.
    """
    wanted = (
        select(DeliveryRow, ReferralRow)
        .join(ReferralRow, col(ReferralRow.id) == col(DeliveryRow.referral_id))
        .where(col(DeliveryRow.answered_at).is_(None), col(DeliveryRow.ended_at).is_(None), *narrowed)
        .order_by(col(DeliveryRow.id))
        .options(WITHOUT_BUNDLE)
    )
    return ((row, referral) for row, referral in session.exec(wanted) if delivery.is_open(row))


def unanswered(session: Session, app: AppContext, at: datetime) -> Iterable[Alarm]:
    """Find deliveries without an answer: the house climbs its own ladder, and each rung says whom to ring.

    First the office itself, then its deputy, then the magistrate on duty at the place: software never writes to
    anybody's superiors, and nobody of ours is asked to. A delivery whose last rung was told has none left to climb.
    """
    registered = registrars(session)
    for row, referral in awaited(session, ~told("delivery_overdue", DeliveryRow.id, len(LADDER))):
        if row.answer_due_at is None:
            continue
        if delivery.is_reminder_due(row, at):
            late = alarm("delivery_reminder", row.id, 1, referral, "inspector", referral.opened_by)
            yield replace(late, rings=partial(ring_office, session, app, row.recipient, at))
        for step in range(1, steps(row.queued_at, row.answer_due_at, at) + 1):
            late = alarm("delivery_overdue", row.id, step, referral, *rung(referral.control_id, registered, step))
            yield replace(late, rings=partial(_to_ring, session, app, row, referral, step, at))


def _to_ring(
    session: Session, app: AppContext, row: DeliveryRow, referral: ReferralRow, step: int, at: datetime
) -> Ring:
    if step == 1:
        return ring_office(session, app, row.recipient, at, deputy=True)
    return bundles.ring_above(session, app, referral, at)


def refused(session: Session, at: datetime) -> Iterable[Alarm]:
    """Tell of refusals that nobody has rerouted: inspector and team head at once, then one rung more for each period.

    A refusal ends nothing: `delivery.left_after_refusal` says who has nobody who took them on. A message about what was
    withdrawn or recalled leaves nobody, but somebody of ours must hear that an office does not accept it.
    """
    found = session.exec(_refusals()).all()
    left = delivery.left_after_refusal(row for row, _ in found)
    registered = registrars(session)
    for row, referral in found:
        if row.answered_at is None or row.answer_due_at is None:
            continue
        kind = "delivery_refused" if row.id in left else "message_refused"
        yield alarm(kind, row.id, 0, referral, "inspector", referral.opened_by)
        period = row.answer_due_at - row.queued_at
        for step in range(1, steps(row.answered_at - period, row.answered_at, at) + 1):
            yield alarm(kind, row.id, step, referral, *rung(referral.control_id, registered, step))


def _refusals() -> Select[DeliveryRow, ReferralRow]:
    """Return the query of refusals that were not rerouted, of which not every rung was told."""
    rerouted = select(DeliveryRow.replaces).where(col(DeliveryRow.replaces).is_not(None))
    is_told = or_(*(told(kind, DeliveryRow.id, len(LADDER)) for kind in ("delivery_refused", "message_refused")))
    return (
        select(DeliveryRow, ReferralRow)
        .join(ReferralRow, col(ReferralRow.id) == col(DeliveryRow.referral_id))
        .where(col(DeliveryRow.state) == DeliveryState.REFUSED, col(DeliveryRow.id).not_in(rerouted))
        .where(col(DeliveryRow.ended_at).is_(None), ~is_told)
        .order_by(col(DeliveryRow.id))
        .options(WITHOUT_BUNDLE)
    )


def unanswered_notices(session: Session, at: datetime) -> Iterable[Alarm]:
    """Tell of a notice that nobody answered by its hour: who queued it at once, then the house's own ladder."""
    wanted = (
        select(NoticeRow, ControlRow)
        .join(ControlRow, col(ControlRow.id) == col(NoticeRow.control_id))
        .where(
            col(NoticeRow.state).in_((NoticeState.QUEUED, NoticeState.SENT)),
            delivery.is_past(col(NoticeRow.due_at), at),
        )
        .order_by(col(NoticeRow.id))
    )
    registered = registrars(session)
    for notice, control in session.exec(wanted):
        yield alarm("notice_waiting", notice.id, 0, control, "inspector", control.saved_by)
        for step in range(1, steps(notice.queued_at, notice.due_at or at, at) + 1):
            yield alarm("notice_waiting", notice.id, step, control, *rung(control.id, registered, step))


def stale_numbers(session: Session, app: AppContext, at: datetime) -> Iterable[Alarm]:
    """Find duty numbers that no test call reached for too long: told once, and again when that happens anew."""
    catalogue = app.catalogue(day_in_brussels(at))
    for turn in on_call_at(turns_of(session, app.settings.service), at, catalogue.on_call_rules):
        if needs_test_call(turn, at, catalogue.on_call_rules):
            place = next((o for o in catalogue.offices if _serves(o, turn)), catalogue.offices[0])
            step = turn.reached_at.toordinal() if turn.reached_at else 0
            yield Alarm(
                kind="duty_stale",
                subject=turn.id,
                step=step,
                district=place.arrondissement,
                service=app.settings.service,
                role="supervisor",
                rings=partial(Ring, recipient=turn.recipient, number=turn.number, turn_id=turn.id),
            )


def _serves(office: RoutingOffice, turn: OnCallTurn) -> bool:
    named = (office.labour_auditorate, office.public_prosecutor, office.police_directorate, office.reception_centre)
    return office.area in turn.line.areas or (not turn.line.areas and turn.recipient in named)
