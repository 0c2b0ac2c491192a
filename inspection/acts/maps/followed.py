"""What became of workplaces that the map shows: a visit that waits in an approved week, and the last control."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement
from sqlmodel import Session, and_, col, select

from inspection.life_cycles import ControlOutcome, PlanState, VisitState
from inspection.store import queries
from inspection.store.controls import ControlRow
from inspection.store.orders import hidden_controls
from inspection.store.views import UserView
from inspection.store.weeks import PlannedStopRow, PlannedVisitRow, PlanRow, WorkplaceRow
from inspection.time_of import day_in_brussels
from inspection.trust import Context, require_in_service
from sectors import Catalogue

_TOLD_BY_PEOPLE = "complaints"  # the register of what is never told
_AT_ONCE = 500  # workplaces asked for in one statement


@dataclass(frozen=True, kw_only=True)
class Waits:
    """A visit of an approved week that has not taken place, on a day that has not passed."""

    plan: str
    day: date
    team: str


@dataclass(frozen=True, kw_only=True)
class Came:
    """The last control of a workplace, and how it ended."""

    control: str
    at: datetime
    outcome: ControlOutcome


@dataclass(frozen=True, kw_only=True)
class Followed:
    """What became of one workplace; `waits` and `came` None where nothing is planned, and nobody was there.

    is_known
        Whether it has a page, since some week considered it.
    """

    is_known: bool = False
    waits: Waits | None = None
    came: Came | None = None


def untold_signals(catalogue: Catalogue) -> frozenset[str]:
    """Return the signals of what people told: no story and no map has a term of one."""
    return frozenset(key for key, one in catalogue.signals.items() if one.register_key == _TOLD_BY_PEOPLE)


def followed(context: Context, workplaces: Sequence[str]) -> dict[str, Followed]:
    """Return what became of each of some workplaces, as far as whoever asks may know of it.

    Errors: `AccessRefused`.
    """
    require_in_service(context, "map.see")
    reader, waits, came = queries.user(context.store, context.by), dict[str, Waits](), dict[str, Came]()
    known = set[str]()
    with context.store.read() as session:
        for first in range(0, len(workplaces), _AT_ONCE):
            some = workplaces[first : first + _AT_ONCE]
            waits |= _waiting(session, context, some)
            came |= _came(session, context, reader, some)
            named = select(WorkplaceRow.id).where(queries.openly_known(reader, context.settings.service))
            known |= set(session.exec(named.where(col(WorkplaceRow.id).in_(some))))
    return {
        one: Followed(is_known=one in known or one in came, waits=waits.get(one), came=came.get(one))
        for one in workplaces
    }


def seen_since(context: Context, since: datetime) -> frozenset[str]:
    """Return the workplaces at which somebody was since a moment, or that wait in an approved week.

    Errors: `AccessRefused`.
    """
    require_in_service(context, "map.see")
    reader = queries.user(context.store, context.by)
    with context.store.read() as session:
        wanted = select(ControlRow.workplace).where(_openly(context, reader), col(ControlRow.entered_at) >= since)
        return frozenset(session.exec(wanted.distinct())) | frozenset(_waiting(session, context))


def _openly(context: Context, reader: UserView | None) -> ColumnElement[bool]:
    return and_(
        col(ControlRow.service) == context.settings.service,
        col(ControlRow.continued_as).is_(None),
        col(ControlRow.id).not_in(hidden_controls(reader, "controls")),
    )


def _came(session: Session, context: Context, reader: UserView | None, some: Collection[str]) -> dict[str, Came]:
    wanted = select(ControlRow.workplace, ControlRow.id, ControlRow.entered_at, ControlRow.outcome).where(
        _openly(context, reader), col(ControlRow.workplace).in_(some)
    )
    ordered = wanted.order_by(col(ControlRow.entered_at), col(ControlRow.id))
    return {
        place: Came(control=id_, at=at, outcome=ControlOutcome(outcome))
        for place, id_, at, outcome in session.exec(ordered)
    }


def _waiting(session: Session, context: Context, some: Collection[str] | None = None) -> dict[str, Waits]:
    """Return the visits that wait, the nearest of each workplace."""
    wanted = (
        select(PlannedVisitRow, PlannedStopRow)
        .join(PlannedStopRow, col(PlannedStopRow.visit_id) == col(PlannedVisitRow.id))
        .join(PlanRow, col(PlanRow.id) == col(PlannedVisitRow.plan_id))
        .where(
            col(PlannedVisitRow.service) == context.settings.service,
            col(PlannedVisitRow.control_id).is_(None),
            col(PlannedVisitRow.state) == VisitState.PLANNED,
            col(PlanRow.state) == PlanState.APPROVED,
            col(PlannedStopRow.day) >= day_in_brussels(context.at),
        )
        .order_by(col(PlannedStopRow.day).desc())
    )
    if some is not None:
        wanted = wanted.where(col(PlannedVisitRow.workplace).in_(some))
    return {
        visit.workplace: Waits(plan=visit.plan_id, day=stop.day, team=stop.team_id)
        for visit, stop in session.exec(wanted)
    }
