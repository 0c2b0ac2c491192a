"""The calendar of joint actions: who looks at it, what a week's plan takes from it, and what it writes back."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from sqlmodel import Session, col, select

from inspection.acts import access
from inspection.acts.access import ListLook
from inspection.life_cycles import JointActionState
from inspection.store.controls import ControlRow
from inspection.store.queries import ActionView, actions
from inspection.store.weeks import JointActionRow, PlanDistrictRow, PlannedStopRow, PlannedVisitRow, PlanRow
from inspection.targeting.model import Mandate
from inspection.time_of import IsoWeek
from inspection.trust import AuditedTransaction, Context, require_in_service

LISTED_AHEAD = timedelta(weeks=8)


def actions_of(
    context: Context,
    *,
    reference: str | None = None,
    week: IsoWeek | None = None,
    since: date | None = None,
    until: date | None = None,
    district: str | None = None,
    again: ListLook | None = None,
) -> list[ActionView]:
    """Return joint actions in order of their days; a field role sees those that its district leads or sends teams to.

    The look is recorded before anything is read.

    Arguments: `reference` of the only one that is asked for, as people write it; `again` the look that is on record
    already, where a screen draws the same list once more.
    """
    place, service = access.look_at_list(context, "joint_actions", district, again=again)
    return actions(
        context.store,
        reference=reference.strip().upper() if reference else None,
        week=str(week) if week else None,
        since=since,
        until=until,
        district=place,
        service=service,
    )


def booked_actions(context: Context, week: IsoWeek) -> list[ActionView]:
    """Return the actions that a week's plan must take in: confirmed, and proposed, which stay marked so."""
    return [action for action in actions_in(context, week) if action.is_open]


def actions_in(context: Context, week: IsoWeek) -> list[ActionView]:
    """Return every action of a week, also what was called off or carried out, for whoever plans it."""
    require_in_service(context, "plan.prepare")
    return actions(context.store, week=str(week), service=context.settings.service)


def with_bookings(mandates: Iterable[Mandate], booked: Sequence[ActionView]) -> list[Mandate]:
    """Return what is owed in a week with its booked actions, each in the place of every other duty at its workplace.

    One visit answers them all: a complaint about the place is closed by whatever control is made there. An action that
    the week need not place takes no duty's place.
    """
    owed = list(mandates)
    due = {mandate.workplace for mandate in owed}
    taken = {action.workplace: action for action in booked if action.required or action.workplace not in due}
    owed = [mandate for mandate in owed if mandate.workplace not in taken]
    owed += [Mandate(workplace=w, origin="joint_action", origin_id=action.id) for w, action in taken.items()]
    return sorted(owed, key=lambda m: (m.workplace, m.origin_id))


def booked_elsewhere(context: Context, week: IsoWeek) -> frozenset[str]:
    """Return the workplaces that the risk arm leaves alone because an action is booked there within the cooling-off.

    Lots and duties do not ask: the random arm is drawn from everybody.
    """
    require_in_service(context, "plan.prepare")
    length = timedelta(days=context.app.catalogue(week.monday).selection.cooling_off_days)
    since, until = week.monday - length, week.days[-1] + length
    near = actions(context.store, since=since, until=until, service=context.settings.service)
    return frozenset(action.workplace for action in near if action.is_open and action.week != str(week))


def write_back(tx: AuditedTransaction, plan: PlanRow) -> None:
    """Note where a plan put the actions of its week, inside the act that proposes it, or approves a new version of it.

    Empty where an action found no place, or not for all of its teams. A week that is planned for one district alone
    speaks only of the actions that this district leads, and of its own teams.
    """
    stops = _stops(tx.session, plan)
    covered = tx.session.exec(select(PlanDistrictRow.district).where(col(PlanDistrictRow.plan_id) == plan.id)).all()
    mine = select(JointActionRow).where(
        col(JointActionRow.service) == plan.service,
        col(JointActionRow.week) == plan.week,
        col(JointActionRow.state).in_((JointActionState.PROPOSED, JointActionState.CONFIRMED)),
        col(JointActionRow.district).in_(covered),
    )
    for row in tx.session.exec(mine):
        placed, needed = stops.get(row.workplace, []), sum(row.shares.get(district, 0) for district in covered)
        is_whole = bool(placed) and len(placed) >= needed
        row.planned_day, row.planned_minute = (placed[0].day, placed[0].start) if is_whole else (None, None)


def close_actions(session: Session, control: ControlRow) -> None:
    """Mark the action that a control carried out, inside the act that saves it."""
    mine = select(JointActionRow).where(
        col(JointActionRow.service) == control.service,
        col(JointActionRow.workplace) == control.workplace,
        col(JointActionRow.week) == str(IsoWeek.of(control.facts_on)),
        col(JointActionRow.state).in_((JointActionState.PROPOSED, JointActionState.CONFIRMED)),
    )
    for row in session.exec(mine):
        row.state, row.carried_out_by = JointActionState.CARRIED_OUT, control.id


def _stops(session: Session, plan: PlanRow) -> Mapping[str, list[PlannedStopRow]]:
    """Return the stops of a plan by workplace, one for each of its teams."""
    placed = (
        select(PlannedVisitRow, PlannedStopRow)
        .join(PlannedStopRow, col(PlannedStopRow.visit_id) == col(PlannedVisitRow.id))
        .where(col(PlannedVisitRow.plan_id) == plan.id)
    )
    found: dict[str, list[PlannedStopRow]] = {}
    for visit, stop in session.exec(placed):
        found.setdefault(visit.workplace, []).append(stop)
    return found
