"""Who works when in a week, with the rest that the weeks on either side of it leave."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date, timedelta

from sqlmodel import Session, col, select

from inspection.acts import orders, staff
from inspection.acts.weeks.books import opened
from inspection.planning.problem import Key, TeamDay, Worked, rested
from inspection.reporting.week import BookRound
from inspection.store.core import Store
from inspection.store.weeks import PlanRow
from inspection.time_of import IsoWeek
from inspection.trust import AppContext, Context, require_in_service

STATES = ("approved", "proposed")


def rounds_around(context: Context, week: IsoWeek) -> tuple[Worked, ...]:
    """Return the rounds of the days just before and just after a week, those of every district.

    Each neighbouring week's books are opened once for all districts, so ask once a week. The approved plan of a
    neighbouring week counts, or its proposal where none is approved yet.
    """
    around = (week.days[0] - timedelta(days=1), week.days[-1] + timedelta(days=1))
    require_in_service(context, "plan.prepare")
    with context.store.read() as session:
        return tuple(one for day in around for one in _worked(session, context.app, day))


def work_days(
    context: Context, week: IsoWeek, around: Collection[Worked], district: str | None = None
) -> list[TeamDay]:
    """Return the team-days of a week, shortened where rest after Sunday's round or before Monday's asks for it.

    around
        What `rounds_around` the week gives.
    """
    require_in_service(context, "plan.prepare")
    rest = context.app.catalogue(week.monday).planning.rest_minutes
    return rested(staff.team_days(context.app, week, district), around, rest)


def calendar_week(
    context: Context, week: IsoWeek, district: str | None = None
) -> tuple[list[TeamDay], Mapping[Key, tuple[str, ...]]]:
    """Return who works when in a week, whatever lies beside it, and the cars that teams take; none where one lacks."""
    require_in_service(context, "plan.prepare")
    return staff.teams_and_cars(context.app, week, district)


def _worked(session: Session, app: AppContext, day: date) -> Iterator[Worked]:
    wanted = select(PlanRow).where(
        col(PlanRow.service) == app.settings.service, col(PlanRow.week) == str(IsoWeek.of(day))
    )
    found = session.exec(wanted.where(col(PlanRow.state).in_(STATES)).order_by(col(PlanRow.id))).all()
    state = next((state for state in STATES if any(plan.state == state for plan in found)), None)
    for plan in found:
        if plan.state == state:
            yield from _rounds(session, app.store, plan, day)


def _rounds(session: Session, store: Store, plan: PlanRow, day: date) -> Iterator[Worked]:
    rounds = (each for book in opened(store, plan.id) for each in book.rounds)
    for each in (*rounds, *orders.ordered_rounds(session, store, plan.id)):
        if each.day == day and each.stops:
            yield _span(each)


def _span(each: BookRound) -> Worked:
    leaves = each.stops[0].arrive if each.leaves is None else each.leaves
    back = each.stops[-1].leave if each.back is None else each.back
    return Worked(team=each.team, day=each.day, leaves=leaves, back=back)
