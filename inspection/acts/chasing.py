"""Listens for silence: what is overdue is asked, not waited for; each reminder and escalation is made once."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any, cast

from sqlalchemy import ColumnElement
from sqlalchemy.orm import load_only
from sqlmodel import Session, col, exists, select
from sqlmodel.sql.expression import Select

from inspection.acts.alerting import raise_alert
from inspection.acts.offices import Office
from inspection.acts.offices import office as this_office
from inspection.acts.on_duty import Ring, ring_magistrate, ring_office, turns_of
from inspection.acts.unavailable import unavailable
from inspection.control import Turn, answering, is_stale
from inspection.referral import is_open, is_overdue, is_reminder_due
from inspection.store import (
    WITHOUT_BUNDLE,
    Alert,
    ClockRow,
    ControlRow,
    DeliveryRow,
    JointActionRow,
    JointPartnerRow,
    JudicialControl,
    JudicialOrder,
    NoticeRow,
    ReferralRow,
)
from inspection.time_of import day_in_brussels, now
from inspection.trust import Trail, ask, recorded
from sectors import Office as RoutingOffice

_BATCH = 200
# Who is told at each further period without an answer; the last one is told once, and stays told.
_LADDER = ("team_head", "supervisor", "direction")
# All that an alarm needs of a control; what its inspectors wrote stays sealed where it is.
_WHOSE_CONTROL = load_only(
    *(cast(Any, column) for column in (ControlRow.saved_by, ControlRow.district, ControlRow.service))
)


@dataclass(frozen=True, kw_only=True)
class Overdue:
    """A delivery whose answer is missing after its deadline."""

    delivery_id: str
    reference: str
    recipient: str
    district: str
    service: str
    due_at: datetime
    state: str


@dataclass(frozen=True, kw_only=True)
class Alarm:
    """Something to tell somebody of the house, once for each kind, subject and step.

    rings
        Looks up whom to ring; asked only when the alarm is new, since rosters are long and most alarms are old.
    """

    kind: str
    subject: str
    step: int
    district: str
    service: str
    role: str
    user: str | None = None
    rings: Callable[[], Ring] | None = None

    @property
    def key(self) -> tuple[str, str, int]:
        return self.kind, self.subject, self.step


@dataclass(frozen=True)
class _New:
    """An alarm that nobody raised before, with whom to ring."""

    alarm: Alarm
    rings: Ring | None


@dataclass(frozen=True)
class Chased:
    """What one run raised anew; nothing when everything was said before."""

    raised: int
    overdue: int


def overdue(at: datetime | None = None, *, office: Office | None = None) -> list[Overdue]:
    """Return the deliveries whose answer is missing at a moment, the longest overdue first."""
    here, at = office or this_office(), at or now()
    with here.store.read() as session:
        late = [(d, r) for d, r in session.exec(_awaited()) if is_overdue(d, at)]
    found = [
        Overdue(
            delivery_id=d.id,
            reference=r.reference,
            recipient=d.recipient,
            district=r.district,
            service=r.service,
            due_at=d.answer_due_at or at,
            state=d.state,
        )
        for d, r in late
    ]
    return sorted(found, key=lambda o: (o.due_at, o.delivery_id))


def chase(at: datetime | None = None, by: str = "system", *, office: Office | None = None) -> Chased:
    """Raise what is due at a moment: reminders, escalations, refusals that nobody rerouted, undecided suspicions, legal
    clocks, partners of joint actions that have not confirmed.

    Escalation is a dated act on our side and no end: the addressee's deadline has passed, so the house climbs its own
    ladder, one rung for each further period without an answer.
    """
    here, at = office or this_office(), at or now()
    with here.store.read() as session:
        alarms = [
            *_deliveries(session, here, at),
            *_refused(session, at),
            *_stale_numbers(session, here, at),
            *_undecided(session, here, at),
            *_clocks(session, at),
            *_partners(session, here, at),
            *_notices(session, at),
        ]
        new = _new(session, alarms)
    raised = 0
    for start in range(0, len(new), _BATCH):
        raised += _raise(here, new[start : start + _BATCH], by, at)
    return Chased(raised, len(overdue(at, office=here)))


def _new(session: Session, alarms: Sequence[Alarm]) -> list[_New]:
    """Leave out what was raised before, so that what everybody was told long ago holds up no writer."""
    subjects = sorted({alarm.subject for alarm in alarms})
    told: set[tuple[str, str, int]] = set()
    for start in range(0, len(subjects), _BATCH):
        some = col(Alert.subject).in_(subjects[start : start + _BATCH])
        told |= set(session.exec(select(Alert.kind, Alert.subject, Alert.step).where(some)))
    return [_New(alarm, alarm.rings() if alarm.rings else None) for alarm in alarms if alarm.key not in told]


def _raise(here: Office, new: Sequence[_New], by: str, at: datetime) -> int:
    with recorded(here.store, by=by, at=at) as trail:
        ask(trail.session, by, "deadlines.chase")
        raised = sum(_one(trail, one.alarm, one.rings) for one in new)
        if not raised:
            trail.idle()
    return raised


def _one(trail: Trail, a: Alarm, rings: Ring | None) -> bool:
    return raise_alert(trail, *a.key, a.district, a.service, role=a.role, user=a.user, rings=rings)


def _awaited() -> Select[DeliveryRow, ReferralRow]:
    """Return the query of what still waits for an answer."""
    return (
        select(DeliveryRow, ReferralRow)
        .join(ReferralRow, col(ReferralRow.id) == col(DeliveryRow.referral_id))
        .where(col(DeliveryRow.answer_due_at).is_not(None), col(DeliveryRow.answered_at).is_(None))
        .where(col(DeliveryRow.ended_at).is_(None))
        .order_by(col(DeliveryRow.id))
        .options(WITHOUT_BUNDLE)
    )


def _deliveries(session: Session, here: Office, at: datetime) -> Iterable[Alarm]:
    """Find deliveries without an answer: the house climbs its own ladder, and each rung says whom to ring.

    First the office itself, then its deputy, then the magistrate on duty at the place: software never writes to
    anybody's superiors, and nobody of ours is asked to. A delivery whose last rung was told has none left to climb.
    """
    registrars = _registrars(session)
    for row, referral in session.exec(_awaited().where(~_told("delivery_overdue", DeliveryRow.id, len(_LADDER)))):
        if not is_open(row) or row.answer_due_at is None:
            continue
        if is_reminder_due(row, at):
            alarm = _alarm("delivery_reminder", row.id, 1, referral, "inspector", referral.opened_by)
            yield replace(alarm, rings=partial(ring_office, session, here, row.recipient, at))
        for step in range(1, _steps(row.queued_at, row.answer_due_at, at) + 1):
            alarm = _alarm("delivery_overdue", row.id, step, referral, *_rung(referral.control_id, registrars, step))
            yield replace(alarm, rings=partial(_to_ring, session, here, row, referral, step, at))


def _told(kind: str, subject: Any, step: int) -> ColumnElement[bool]:
    """Return whether an alarm was raised, as a condition of a query."""
    return exists().where(col(Alert.kind) == kind, col(Alert.subject) == col(subject), col(Alert.step) == step)


def _to_ring(session: Session, here: Office, row: DeliveryRow, referral: ReferralRow, step: int, at: datetime) -> Ring:
    if step == 1:
        return ring_office(session, here, row.recipient, at, deputy=True)
    return ring_magistrate(session, here, referral.area, at)


def _stale_numbers(session: Session, here: Office, at: datetime) -> Iterable[Alarm]:
    """Find duty numbers that no test call reached for too long: told once, and again when that happens anew."""
    catalogue = here.catalogue(day_in_brussels(at))
    for turn in answering(turns_of(session, here.settings.service), at, catalogue.duty_rules):
        if is_stale(turn, at, catalogue.duty_rules):
            place = next((o for o in catalogue.offices if _serves(o, turn)), catalogue.offices[0])
            step = turn.reached_at.toordinal() if turn.reached_at else 0
            yield Alarm(
                kind="duty_stale",
                subject=turn.id,
                step=step,
                district=place.arrondissement,
                service=here.settings.service,
                role="supervisor",
                rings=partial(Ring, recipient=turn.recipient, number=turn.number, turn_id=turn.id),
            )


def _serves(office: RoutingOffice, turn: Turn) -> bool:
    named = (office.labour_auditorate, office.public_prosecutor, office.police_directorate, office.reception_centre)
    return office.area in turn.line.areas or (not turn.line.areas and turn.recipient in named)


def _refused(session: Session, at: datetime) -> Iterable[Alarm]:
    """Tell of refusals that nobody has rerouted: inspector and team head at once, then one rung more for each period.

    A refusal ends nothing: whoever is concerned has nobody who took them on.
    """
    rerouted = select(DeliveryRow.replaces).where(col(DeliveryRow.replaces).is_not(None))
    wanted = (
        select(DeliveryRow, ReferralRow)
        .join(ReferralRow, col(ReferralRow.id) == col(DeliveryRow.referral_id))
        .where(
            col(ReferralRow.state) == "open", col(DeliveryRow.state) == "refused", col(DeliveryRow.id).not_in(rerouted)
        )
        .where(~_told("delivery_refused", DeliveryRow.id, len(_LADDER)))
        .order_by(col(DeliveryRow.id))
        .options(WITHOUT_BUNDLE)
    )
    registrars = _registrars(session)
    for row, referral in session.exec(wanted):
        if row.answered_at is None or row.answer_due_at is None:
            continue
        yield _alarm("delivery_refused", row.id, 0, referral, "inspector", referral.opened_by)
        period = row.answer_due_at - row.queued_at
        for step in range(1, _steps(row.answered_at - period, row.answered_at, at) + 1):
            yield _alarm("delivery_refused", row.id, step, referral, *_rung(referral.control_id, registrars, step))


def _rung(control_id: str, registrars: Mapping[str, str], step: int) -> tuple[str, str | None]:
    """Return for which role and whom a rung is: ordered work stays with one of ours on every rung."""
    return ("supervisor", registrars[control_id]) if control_id in registrars else (_LADDER[step - 1], None)


def _steps(queued_at: datetime, due_at: datetime, at: datetime) -> int:
    """Return how many rungs were passed: one at the deadline, one more for each further period of the same length."""
    if at <= due_at:
        return 0
    period = max(due_at - queued_at, timedelta(minutes=1))
    return min(1 + int((at - due_at) / period), len(_LADDER))


def _undecided(session: Session, here: Office, at: datetime) -> Iterable[Alarm]:
    """Find positive proposals on which the inspector has not decided: told at once; after an hour the team head is.

    The hour runs from the first save with a positive proposal: saving again, or "undecided" in other words, puts
    nothing off. Once a referral has left (a team head's yes), there is nothing more to ask for.
    """
    minutes = here.catalogue(day_in_brussels(at)).deadlines.undecided_alert_minutes
    before = at - timedelta(minutes=minutes)
    open_ones = select(ControlRow).where(
        col(ControlRow.positive),
        col(ControlRow.positive_since) <= before,
        (col(ControlRow.decision).is_(None)) | (col(ControlRow.decision) == "undecided"),
        col(ControlRow.id).not_in(select(ReferralRow.control_id)),
    )
    registrars = _registrars(session)
    for control in session.exec(open_ones.order_by(col(ControlRow.id)).options(_WHOSE_CONTROL)):
        yield _alarm("undecided", control.id, 0, control, "inspector", control.saved_by)
        yield _alarm("undecided", control.id, 1, control, *_head(control, registrars))


def _clocks(session: Session, at: datetime) -> Iterable[Alarm]:
    """Tell of a running clock when half of it is gone, on its last day, and once it is missed.

    One that was told of as missed has nothing left to tell, and is not looked at again.
    """
    today = day_in_brussels(at)
    told = _told("clock", ClockRow.id, 3)
    running = (
        select(ClockRow, ControlRow)
        .join(ControlRow, col(ControlRow.id) == col(ClockRow.control_id))
        .where(col(ClockRow.state) == "running", col(ClockRow.asks) == "alert", col(ClockRow.starts_on) <= today, ~told)
        .order_by(col(ClockRow.id))
        .options(_WHOSE_CONTROL)
    )
    registrars = _registrars(session)
    for clock, control in session.exec(running):
        half = clock.starts_on + (clock.due_on - clock.starts_on) / 2
        passed = (today >= half, today >= clock.due_on, today > clock.due_on)
        roles = (*(("inspector", control.saved_by),) * 2, _head(control, registrars))
        for step, ((role, user), is_passed) in enumerate(zip(roles, passed, strict=True), 1):
            if is_passed:
                yield _alarm("clock", clock.id, step, control, role, user)


def _partners(session: Session, here: Office, at: datetime) -> Iterable[Alarm]:
    """Tell of partners that have not confirmed, one rung higher the nearer the action is.

    Nobody is sent after a partner of an action whose place is unavailable on each of its days.
    """
    today = day_in_brussels(at)
    waiting = (
        select(JointPartnerRow, JointActionRow)
        .join(JointActionRow, col(JointActionRow.id) == col(JointPartnerRow.action_id))
        .where(
            col(JointPartnerRow.state) == "asked",
            col(JointActionRow.state) == "proposed",
            col(JointActionRow.first_day) >= today,
        )
        .order_by(col(JointPartnerRow.id))
    )
    days = sorted(here.catalogue(today).planning.partner_reminder_days, reverse=True)
    for partner, action in session.exec(waiting).all():
        booked = [date.fromisoformat(day) for day in action.days]
        if len(unavailable(session, here, [action.workplace], booked)) == len(booked):
            continue
        for step, (before, role) in enumerate(zip(days, _LADDER, strict=False), 1):
            if today >= action.first_day - timedelta(days=before):
                yield _alarm("partner_unconfirmed", partner.id, step, action, role)


def _notices(session: Session, at: datetime) -> Iterable[Alarm]:
    """Tell of a notice that nobody answered by its hour: who queued it at once, then the house's own ladder."""
    wanted = (
        select(NoticeRow, ControlRow)
        .join(ControlRow, col(ControlRow.id) == col(NoticeRow.control_id))
        .where(col(NoticeRow.state).in_(("queued", "sent")), col(NoticeRow.due_at) < at)
        .order_by(col(NoticeRow.id))
    )
    registrars = _registrars(session)
    for notice, control in session.exec(wanted):
        yield _alarm("notice_waiting", notice.id, 0, control, "inspector", control.saved_by)
        for step in range(1, _steps(notice.queued_at, notice.due_at or at, at) + 1):
            yield _alarm("notice_waiting", notice.id, step, control, *_rung(control.id, registrars, step))


def _registrars(session: Session) -> dict[str, str]:
    """Return by control who registered the order that it answers."""
    wanted = select(JudicialControl.control_id, JudicialOrder.ordered_by).join(
        JudicialOrder, col(JudicialOrder.id) == col(JudicialControl.order_id)
    )
    return dict(session.exec(wanted).all())


def _head(control: ControlRow, registrars: Mapping[str, str]) -> tuple[str, str | None]:
    """Return for which role and whom the next rung is: of an ordered control, only for who registered the order."""
    return ("supervisor", registrars[control.id]) if control.id in registrars else ("team_head", None)


def _alarm(
    kind: str,
    subject: str,
    step: int,
    of: ReferralRow | ControlRow | JointActionRow,
    role: str,
    user: str | None = None,
) -> Alarm:
    return Alarm(kind=kind, subject=subject, step=step, district=of.district, service=of.service, role=role, user=user)
