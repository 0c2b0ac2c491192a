"""When a booking is refused: each rule with a code of its own, so that whoever books knows what to change."""

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlmodel import Session, col, select

from inspection.acts import staff
from inspection.acts.joint_actions.values import FixedMoment, Moment, NewAction, NewPartner
from inspection.errors import PlanningFault
from inspection.life_cycles import ControlOutcome, JointActionState, PlanState, VisitState
from inspection.planning.bookings import QUARTER, JointAction, clash, quarters, rule_against
from inspection.store.controls import ControlRow
from inspection.store.orders import hidden_controls
from inspection.store.people import TeamRow
from inspection.store.queries import ActionView, action_view
from inspection.store.weeks import (
    JointActionRow,
    PlanDistrictRow,
    PlannedStopRow,
    PlannedVisitRow,
    PlanRow,
    WorkplaceRow,
)
from inspection.territory import names_a_workplace
from inspection.time_of import IsoWeek, clock_text, day_in_brussels, moment_of
from inspection.trust import AppContext

_OFFICE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*|\+?[0-9][0-9 /.]{5,20}|[a-z0-9][a-z0-9._+-]*@[a-z0-9.-]+\.[a-z]{2,}")
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_LATEST = 2880  # a shift that begins at night ends on the next day
_CODES = {
    "outside_every_shift": "PLAN-245",
    "team_size": "PLAN-246",
    "language": "PLAN-247",
    "skill": "PLAN-248",
    "too_few_teams": "PLAN-249",
}


def check_said(app: AppContext, action: NewAction, at: datetime) -> None:
    """Refuse a booking that cannot be meant: nothing of the store is looked at."""
    first = check_moment(action.workplace, action.moment, at, len(action.shares))
    if min(action.shares.values(), default=0) < 1 or sum(action.shares.values()) < 2:
        raise PlanningFault("PLAN-244", workplace=action.workplace)
    if not names_a_workplace(action.workplace):
        raise PlanningFault("PLAN-263", workplace=action.workplace or "workplace")
    if action.district not in action.shares:
        raise PlanningFault("PLAN-272", district=action.district)
    if action.sector not in {sector.key for sector in app.catalogue(first).enabled_sectors()}:
        raise PlanningFault("PLAN-255", sector=action.sector, workplace=action.workplace)
    given = (action.minutes, action.team_size)
    if any(value is not None and not 0 < value <= _LATEST / 2 for value in given):
        raise PlanningFault("PLAN-262", workplace=action.workplace)
    for partner in action.partners:
        _check_partner(partner)


def check_moment(where: str, moment: Moment, at: datetime, districts: int) -> date:
    """Refuse a moment that is past, no quarter of an hour, of several weeks, or free for several districts.

    Returns its first day.
    """
    days, windows = moment.days, moment.windows
    is_fixed = isinstance(moment, FixedMoment)
    if not days or not windows or any(not 0 <= a <= b <= _LATEST for a, b in windows):
        raise PlanningFault("PLAN-253", where=where)
    if len({IsoWeek.of(day) for day in days}) > 1:
        raise PlanningFault("PLAN-265", where=where)
    if any(minute % QUARTER for window in windows for minute in window):
        raise PlanningFault("PLAN-252", where=where)
    is_past = moment_of(days[0], windows[0][0]) <= at if is_fixed else min(days) < day_in_brussels(at)
    if is_past:
        raise PlanningFault("PLAN-240", day=min(days), where=where)
    if not is_fixed and districts > 1:
        raise PlanningFault("PLAN-254", where=where)
    return min(days)


def check_place(session: Session, app: AppContext, action: NewAction) -> None:
    """Refuse a workplace that is known in another district, and districts without teams of this service."""
    known = session.get(WorkplaceRow, action.workplace)
    if known is not None and known.district != action.district:
        raise PlanningFault("PLAN-256", district=known.district, workplace=action.workplace)
    mine = select(TeamRow.district).where(col(TeamRow.active), col(TeamRow.service) == app.settings.service).distinct()
    staffed = set(session.exec(mine).all())
    without = sorted(district for district in action.shares if district not in staffed)
    if without:
        raise PlanningFault("PLAN-270", district=without[0], workplace=action.workplace)


def check_week(session: Session, row: JointActionRow) -> None:
    """Refuse a week that is approved for one of the districts; the advice names what stands there already."""
    wanted = (
        select(PlanRow.id)
        .join(PlanDistrictRow, col(PlanDistrictRow.plan_id) == col(PlanRow.id))
        .where(
            col(PlanRow.service) == row.service,
            col(PlanRow.week) == row.week,
            col(PlanRow.state) == PlanState.APPROVED,
            col(PlanDistrictRow.district).in_(sorted(row.shares)),
        )
    )
    plan_id = session.exec(wanted).first()
    if plan_id is None:
        return
    visit = session.exec(
        select(PlannedVisitRow, PlannedStopRow)
        .join(PlannedStopRow, col(PlannedStopRow.visit_id) == col(PlannedVisitRow.id))
        .where(col(PlannedVisitRow.plan_id) == plan_id, col(PlannedVisitRow.workplace) == row.workplace)
    ).first()
    if visit is None:
        raise PlanningFault("PLAN-241", week=row.week, workplace=row.workplace)
    known, stop = visit
    raise PlanningFault(
        "PLAN-275",
        week=row.week,
        visit=known.code,
        team=stop.team_id,
        day=stop.day,
        at=clock_text(stop.start),
        workplace=row.workplace,
    )


def check_cooling(session: Session, app: AppContext, row: JointActionRow, at: datetime) -> None:
    """Refuse a second visit of a workplace within its cooling-off period: controlled, planned, or booked otherwise."""
    length = timedelta(days=app.catalogue(row.first_day).selection.cooling_off_days)
    earliest, latest = row.first_day - length, row.last_day + length
    others = select(JointActionRow.reference).where(
        col(JointActionRow.service) == row.service,
        col(JointActionRow.workplace) == row.workplace,
        col(JointActionRow.id) != row.id,
        col(JointActionRow.state).in_((JointActionState.PROPOSED, JointActionState.CONFIRMED)),
        col(JointActionRow.last_day) > earliest,
        col(JointActionRow.first_day) < latest,
    )
    other = session.exec(others).first()
    if other is not None:
        raise PlanningFault("PLAN-243", other=other, workplace=row.workplace)
    done = select(ControlRow.id).where(
        col(ControlRow.service) == row.service,
        col(ControlRow.workplace) == row.workplace,
        col(ControlRow.outcome) == ControlOutcome.DONE,
        col(ControlRow.facts_on) > earliest,
        col(ControlRow.id).not_in(hidden_controls()),  # a refusal tells of no control that was ordered
    )
    planned = (
        select(PlannedVisitRow.id)
        .join(PlannedStopRow, col(PlannedStopRow.visit_id) == col(PlannedVisitRow.id))
        .join(PlanRow, col(PlanRow.id) == col(PlannedVisitRow.plan_id))
        .where(
            col(PlannedVisitRow.service) == row.service,
            col(PlannedVisitRow.workplace) == row.workplace,
            col(PlannedVisitRow.state) == VisitState.PLANNED,
            col(PlanRow.state) == PlanState.APPROVED,
            col(PlanRow.week) != row.week,
            col(PlannedStopRow.day) >= day_in_brussels(at),
            col(PlannedStopRow.day) > earliest,
            col(PlannedStopRow.day) < latest,
        )
    )
    if session.exec(done).first() is not None or session.exec(planned).first() is not None:
        raise PlanningFault("PLAN-242", days=length.days, workplace=row.workplace)


def check_teams(session: Session, app: AppContext, row: JointActionRow) -> None:
    """Refuse what the teams of a roster cannot carry out, or not beside the actions that are booked already."""
    week, mine = (
        IsoWeek.parse(row.week),
        col(JointActionRow.state).in_((JointActionState.PROPOSED, JointActionState.CONFIRMED)),
    )
    beside: Sequence[JointActionRow] = session.exec(
        select(JointActionRow).where(
            col(JointActionRow.service) == row.service,
            col(JointActionRow.week) == row.week,
            col(JointActionRow.id) != row.id,
            mine,
        )
    ).all()
    for district in sorted(row.shares):
        roster = staff.team_days(app, week, district)
        asked = _part(row, district)
        rule = rule_against(asked, roster)
        if rule is not None:
            raise PlanningFault(_CODES[rule], district=district, workplace=row.workplace)
        taken = clash(asked, [_part(one, district) for one in beside if district in one.shares], roster)
        if taken is not None:
            raise PlanningFault("PLAN-250", reference=taken.reference, district=district, workplace=row.workplace)


def planned_action(action: ActionView, district: str) -> JointAction:
    """Return one district's part of an action as the planner takes it; a free moment is a quarter of an hour."""
    return JointAction(
        reference=action.reference,
        workplace=action.workplace,
        minutes=action.minutes,
        teams=action.shares[district],
        windows=action.windows if action.day is not None else quarters(action.windows),
        days=frozenset(action.days),
        languages=frozenset(action.languages),
        skills=frozenset(action.skills),
        team_size=action.team_size,
        required=action.required,
    )


def _part(row: JointActionRow, district: str) -> JointAction:
    return planned_action(action_view(row, ()), district)


def _check_partner(partner: NewPartner) -> None:
    if not _OFFICE.fullmatch(partner.contact):
        raise PlanningFault("PLAN-257", kind=partner.kind)
    if partner.kind == "interpreter" and not partner.language:
        raise PlanningFault("PLAN-251", kind=partner.kind)
    if partner.language is not None and not _LANGUAGE.fullmatch(partner.language):
        raise PlanningFault("PLAN-264", kind=partner.kind)
