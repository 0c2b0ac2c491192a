"""What waits for one of ours or for a partner: undecided suspicions, legal clocks, partners of joint actions."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple, cast

from sqlalchemy.orm import load_only
from sqlmodel import Session, col, select

from inspection.acts import workplaces
from inspection.acts.alerts import LADDER, Alarm, alarm, registrars, rung, told
from inspection.life_cycles import ClockState, Decision, JointActionState, PartnerState
from inspection.store.controls import ClockRow, ControlRow
from inspection.store.referrals import ReferralRow
from inspection.store.weeks import JointActionRow, JointPartnerRow
from inspection.time_of import day_in_brussels
from inspection.trust import AppContext

# All that an alarm needs of a control; what its inspectors wrote stays sealed where it is.
_WHOSE_CONTROL = load_only(
    *(cast(Any, column) for column in (ControlRow.saved_by, ControlRow.district, ControlRow.service))
)
_BATCH = 200


class _Running(NamedTuple):
    """A clock that runs, as far as alarms need it."""

    id: str
    control_id: str
    starts_on: date
    due_on: date


def undecided(session: Session, app: AppContext, at: datetime) -> Iterable[Alarm]:
    """Find positive proposals on which the inspector has not decided: told at once; after an hour the team head is.

    The hour runs from the first save with a positive proposal: saving again, or "undecided" in other words, puts
    nothing off. Once a referral has left (a team head's yes), there is nothing more to ask for.
    """
    minutes = app.catalogue(day_in_brussels(at)).deadlines.undecided_alert_minutes
    before = at - timedelta(minutes=minutes)
    open_ones = select(ControlRow).where(
        col(ControlRow.positive),
        col(ControlRow.positive_since) <= before,
        (col(ControlRow.decision).is_(None)) | (col(ControlRow.decision) == Decision.UNDECIDED),
        col(ControlRow.id).not_in(select(ReferralRow.control_id)),
    )
    registered = registrars(session)
    for control in session.exec(open_ones.order_by(col(ControlRow.id)).options(_WHOSE_CONTROL)):
        yield alarm("undecided", control.id, 0, control, "inspector", control.saved_by)
        yield alarm("undecided", control.id, 1, control, *rung(control.id, registered))


def clocks(session: Session, at: datetime) -> Iterable[Alarm]:
    """Tell of a running clock when half of it is gone, on its last day, and once it is missed.

    One that was told of as missed has nothing left to tell, and is not looked at again.
    """
    today = day_in_brussels(at)
    running = [clock for clock in _running(session, today) if today >= _half(clock)]
    controls = _controls(session, sorted({clock.control_id for clock in running}))
    registered = registrars(session)
    for clock in running:
        control = controls[clock.control_id]
        passed = (True, today >= clock.due_on, today > clock.due_on)
        roles = (*(("inspector", control.saved_by),) * 2, rung(control.id, registered))
        for step, ((role, user), is_passed) in enumerate(zip(roles, passed, strict=True), 1):
            if is_passed:
                yield alarm("clock", clock.id, step, control, role, user)


def _running(session: Session, today: date) -> Iterable[_Running]:
    """Yield the clocks that run and may have something left to tell; many run for years: only their days are read."""
    wanted = (
        select(ClockRow.id, ClockRow.control_id, col(ClockRow.starts_on), col(ClockRow.due_on))
        .where(
            col(ClockRow.state) == ClockState.RUNNING, col(ClockRow.asks) == "alert", col(ClockRow.starts_on) <= today
        )
        .where(~told("clock", ClockRow.id, 3))
        .order_by(col(ClockRow.id))
    )
    return (_Running(*row) for row in session.exec(wanted))


def _half(clock: _Running) -> date:
    return clock.starts_on + (clock.due_on - clock.starts_on) / 2


def _controls(session: Session, ids: Sequence[str]) -> dict[str, ControlRow]:
    found: dict[str, ControlRow] = {}
    for start in range(0, len(ids), _BATCH):
        some = select(ControlRow).where(col(ControlRow.id).in_(ids[start : start + _BATCH])).options(_WHOSE_CONTROL)
        found |= {control.id: control for control in session.exec(some)}
    return found


def unconfirmed_partners(session: Session, app: AppContext, at: datetime) -> Iterable[Alarm]:
    """Tell of partners that have not confirmed, one rung higher the nearer the action is.

    Nobody is sent after a partner of an action whose place is unavailable on each of its days.
    """
    today = day_in_brussels(at)
    waiting = (
        select(JointPartnerRow, JointActionRow)
        .join(JointActionRow, col(JointActionRow.id) == col(JointPartnerRow.action_id))
        .where(
            col(JointPartnerRow.state) == PartnerState.ASKED,
            col(JointActionRow.state) == JointActionState.PROPOSED,
            col(JointActionRow.first_day) >= today,
        )
        .order_by(col(JointPartnerRow.id))
    )
    days = sorted(app.catalogue(today).planning.partner_reminder_days, reverse=True)
    for partner, action in session.exec(waiting).all():
        booked = [date.fromisoformat(day) for day in action.days]
        if len(workplaces.unavailable(session, app, [action.workplace], booked)) == len(booked):
            continue
        for step, (before, role) in enumerate(zip(days, LADDER, strict=False), 1):
            if today >= action.first_day - timedelta(days=before):
                yield alarm("partner_unconfirmed", partner.id, step, action, role)
