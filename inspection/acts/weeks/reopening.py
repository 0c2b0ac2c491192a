"""An approved week taken out again to be replanned: who was chosen, what defends it, and where each visit is."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, select

from inspection.acts import joint_actions, orders
from inspection.acts.weeks.books import opened
from inspection.errors import AccessRefused, PlanningFault
from inspection.life_cycles import ControlOutcome, PlanState, VisitState
from inspection.planning.problem import Stop, Why
from inspection.reporting.week import BookRound, DistrictBook
from inspection.store.controls import ControlRow
from inspection.store.core import Store
from inspection.store.people import TeamRow
from inspection.store.weeks import (
    ChosenRow,
    ComplaintRow,
    PlanDistrictRow,
    PlannedStopRow,
    PlannedVisitRow,
    PlanRow,
    SecondVisitRow,
    SelectionRow,
    UnplacedRow,
    WorkplaceRow,
)
from inspection.targeting.model import Chosen as ChosenValue
from inspection.targeting.model import Mandate, Reason, SectorRoom
from inspection.targeting.model import Selection as SelectionValue
from inspection.time_of import IsoWeek, day_in_brussels
from inspection.trust import AuditedTransaction, Context, audited_transaction


@dataclass(frozen=True, kw_only=True)
class OpenDistrict:
    """One district of an approved week.

    stops
        (team, day) to the workplaces of its round in their order; `visit` of each stop is the workplace.
    unplaced
        Workplace to the reason why its required visit had no place.
    answered
        Workplaces that nobody need go to again this week: a control answered their visit, or was made there.
    names
        What is known of the places by name, for sheets.
    """

    district: str
    selection: SelectionValue
    stops: Mapping[tuple[str, date], tuple[Stop, ...]]
    unplaced: Mapping[str, Why]
    codes: Mapping[str, str]
    answered: frozenset[str]
    names: Mapping[str, str]
    value: float
    stopped_by: str
    travel: str
    book: DistrictBook


@dataclass(frozen=True, kw_only=True)
class OpenWeek:
    """An approved week and its districts.

    ordered
        Rounds of what magistrates ordered, for the planner: it must keep these hours free, and show them to nobody.
    pins
        Workplaces that somebody held to a team and day by hand.
    """

    plan_id: str
    week: str
    service: str
    sha256: str
    districts: Mapping[str, OpenDistrict]
    ordered: tuple[BookRound, ...] = field(default=(), repr=False)
    state: PlanState = PlanState.APPROVED
    pins: Mapping[str, tuple[str, date]] = field(default_factory=dict)


def reopen_week(context: Context, week: IsoWeek, *, district: str | None = None) -> OpenWeek:
    """Return the approved plan of a week as it is carried out, for whoever may replan some of it; the look is recorded.

    All districts come, since a new version is of all of them; `replan_week` asks whether those that change may be.

    Arguments: `district` where several plans of the week stand beside each other.
    Errors: `PlanningFault` PLAN-321 when no approved plan is there, PLAN-322 when a district must be named;
    `AccessRefused`.
    """
    with audited_transaction(context) as tx:
        tx.require("plan.replan", district=district, service=context.settings.service)
        plan = _approved(tx.session, context.settings.service, str(week), district)
        names = _districts(tx.session, plan.id)
        tx.record("plan.reopen", plan.id, stream="reading", purpose="planning", facts={"week": plan.week})
    return _opened(context, plan, names)


def reopen_plan(context: Context, plan_id: str, district: str, *, alone: bool = False) -> OpenWeek:
    """Return a plan that stands, proposed or approved, for whoever may change a district of it; the look is recorded.

    Arguments: `alone` that district only, to try edits on: the others are opened for whoever keeps one. In a week with
    joint actions all come, since a district's teams may be guests in another.
    Errors: `PlanningFault` PLAN-354 for a plan that was replaced meanwhile; `AccessRefused`, also where there is none.
    """
    with audited_transaction(context) as tx:
        plan = standing_plan(tx, plan_id, district)
        names = _districts(tx.session, plan.id)
        tx.record("plan.reopen", plan.id, stream="reading", purpose="planning", facts={"week": plan.week})
    is_apart = alone and not joint_actions.actions_in(context, IsoWeek.parse(plan.week))
    return _opened(context, plan, [name for name in names if name == district] if is_apart else names)


def standing_plan(tx: AuditedTransaction, plan_id: str, district: str) -> PlanRow:
    """Return a plan that stands, for whoever may change a district of it; errors are those of `reopen_plan`."""
    for one in (None, district):
        tx.require("plan.replan", district=one, service=tx.app.settings.service)
    plan = tx.session.get(PlanRow, plan_id)
    if plan is None or plan.service != tx.app.settings.service:
        raise AccessRefused("ACCESS-060")
    if plan.state == PlanState.REPLACED:
        raise PlanningFault("PLAN-354", plan=plan.week)
    return plan


def _opened(context: Context, plan: PlanRow, names: Sequence[str]) -> OpenWeek:
    week = IsoWeek.parse(plan.week)
    books = {book.district: book for book in opened(context.store, plan.id, names)}
    with context.store.read() as session:
        districts = {name: _open(session, context, plan, books[name], week) for name in names}
        places = {code: place for one in districts.values() for place, code in one.codes.items()}
        pins = {code: pin for code, pin in (plan.changes or {}).get("pins", {}).items() if code in places}
        return OpenWeek(
            plan_id=plan.id,
            week=plan.week,
            service=plan.service,
            sha256=plan.sha256,
            districts=districts,
            ordered=orders.ordered_rounds(session, context.store, plan.id),
            state=plan.state,
            pins={places[code]: (team, date.fromisoformat(day)) for code, (team, day) in pins.items()},
        )


def _approved(session: Session, service: str, week: str, district: str | None) -> PlanRow:
    wanted = select(PlanRow).where(
        col(PlanRow.service) == service, col(PlanRow.week) == week, col(PlanRow.state) == PlanState.APPROVED
    )
    found = [
        plan
        for plan in session.exec(wanted.order_by(col(PlanRow.id)))
        if district is None or district in _districts(session, plan.id)
    ]
    if not found:
        raise PlanningFault("PLAN-321", week=week)
    if len(found) > 1:
        raise PlanningFault("PLAN-322", week=week)
    return found[0]


def _districts(session: Session, plan_id: str) -> list[str]:
    mine = select(PlanDistrictRow.district).where(col(PlanDistrictRow.plan_id) == plan_id)
    return list(session.exec(mine.order_by(col(PlanDistrictRow.district))))


def _open(session: Session, context: Context, plan: PlanRow, book: DistrictBook, week: IsoWeek) -> OpenDistrict:
    store, district = context.store, book.district
    part = session.exec(
        select(PlanDistrictRow).where(
            col(PlanDistrictRow.plan_id) == plan.id, col(PlanDistrictRow.district) == district
        )
    ).one()
    every = session.exec(select(PlannedVisitRow).where(col(PlannedVisitRow.plan_id) == plan.id)).all()
    stops = _stops(session, plan.id, district)
    selection = _selection(session, store, plan.id, district)
    visited = {stop.visit for round_ in stops.values() for stop in round_}
    places = sorted({chosen.workplace for chosen in selection.chosen} | visited)
    visits = [visit for visit in every if visit.workplace in places]
    return OpenDistrict(
        district=district,
        selection=selection,
        stops=stops,
        unplaced=_unplaced(session, plan.id, district),
        codes={visit.workplace: visit.code for visit in visits},
        answered=_answered(session, visits, plan.service, week, context.at) & frozenset(places),
        names=_names(session, store, frozenset(places)),
        value=part.value,
        stopped_by=part.stopped_by,
        travel=part.travel,
        book=book,
    )


def _selection(session: Session, store: Store, plan_id: str, district: str) -> SelectionValue:
    mine = select(SelectionRow).where(col(SelectionRow.plan_id) == plan_id, col(SelectionRow.district) == district)
    row = session.exec(mine).one()
    chosen = session.exec(
        select(ChosenRow).where(col(ChosenRow.selection_id) == row.id).order_by(col(ChosenRow.rank))
    ).all()
    latest = {
        complaint.id: complaint.not_after
        for complaint in session.exec(
            select(ComplaintRow).where(
                col(ComplaintRow.id).in_([c.origin_id for c in chosen if c.origin == "complaint"])
            )
        )
    }
    seconds = [c.origin_id for c in chosen if c.origin == "second_visit"]
    owed_until = select(col(SecondVisitRow.id), col(SecondVisitRow.owed_until))
    latest |= dict(session.exec(owed_until.where(col(SecondVisitRow.id).in_(seconds))).all())
    return SelectionValue(
        seed=row.seed,
        frame_sha256=row.frame_sha256,
        frame_size=row.frame_size,
        chosen=tuple(_chosen(one, latest) for one in chosen),
        strata={name: (drawn, size) for name, (drawn, size) in row.strata.items()},
        frozen={one.workplace: _rows(store, one) for one in chosen},
        objective=row.objective,  # type: ignore[arg-type]
        rooms=tuple(SectorRoom(**room) for room in row.rooms or ()),
    )


def _chosen(row: ChosenRow, latest: Mapping[str, date | None]) -> ChosenValue:
    origin, origin_id = row.origin, row.origin_id
    mandate = None
    if origin is not None and origin_id is not None:
        mandate = Mandate(
            workplace=row.workplace,
            origin=origin,  # type: ignore[arg-type]
            origin_id=origin_id,
            not_after=latest.get(origin_id),
        )
    return ChosenValue(
        workplace=row.workplace,
        arm=row.arm,  # type: ignore[arg-type]
        sector=row.sector,
        district=row.district,
        points=row.points,
        worth=row.worth,
        probability=row.calibrated_probability,
        place=row.place,
        place_of=row.place_of,
        reasons=tuple(Reason(**reason) for reason in row.reasons),
        stratum=row.stratum,
        drawn=row.drawn,
        frame_size=row.frame_size,
        inclusion_probability=row.inclusion_probability,
        day=row.day,
        mandate=mandate,
    )


def _rows(store: Store, row: ChosenRow) -> dict[str, Any]:
    kept: dict[str, Any] = json.loads(store.unseal("chosen.rows", row.id, row.rows)) if row.rows else {}
    return kept


def _stops(session: Session, plan_id: str, district: str) -> dict[tuple[str, date], tuple[Stop, ...]]:
    """Return the rounds of a district's teams, with what they do in another district's joint action."""
    mine = (
        select(PlannedStopRow, PlannedVisitRow.workplace)
        .join(TeamRow, col(TeamRow.id) == col(PlannedStopRow.team_id))
        .join(PlannedVisitRow, col(PlannedVisitRow.id) == col(PlannedStopRow.visit_id))
        .where(col(PlannedVisitRow.plan_id) == plan_id, col(TeamRow.district) == district)
    )
    found: dict[tuple[str, date], list[Stop]] = {}
    for row, workplace in session.exec(mine.order_by(col(PlannedStopRow.start), col(PlannedStopRow.arrive))):
        stop = Stop(visit=workplace, arrive=row.arrive, start=row.start, leave=row.leave)
        found.setdefault((row.team_id, row.day), []).append(stop)
    return {key: tuple(stops) for key, stops in found.items()}


def _unplaced(session: Session, plan_id: str, district: str) -> dict[str, Why]:
    mine = select(UnplacedRow).where(col(UnplacedRow.plan_id) == plan_id, col(UnplacedRow.district) == district)
    return {
        row.workplace: Why(rule=row.rule, team=row.team, day=row.day, detail=row.detail) for row in session.exec(mine)
    }


def _answered(
    session: Session, visits: Sequence[PlannedVisitRow], service: str, week: IsoWeek, at: datetime
) -> frozenset[str]:
    """Return where a control answered the visit, also one under way, or was made this week without being planned."""
    by_visit = {
        visit.workplace for visit in visits if visit.state != VisitState.PLANNED or visit.control_id is not None
    }
    made = select(ControlRow.workplace).where(
        col(ControlRow.service) == service,
        col(ControlRow.outcome) == ControlOutcome.DONE,
        col(ControlRow.facts_on) >= week.monday,
        col(ControlRow.facts_on) <= day_in_brussels(at),
    )
    return frozenset(by_visit | set(session.exec(made)))


def _names(session: Session, store: Store, places: frozenset[str]) -> dict[str, str]:
    wanted = select(WorkplaceRow.id, WorkplaceRow.name).where(col(WorkplaceRow.id).in_(sorted(places)))
    known = session.exec(wanted).all()
    return {id_: store.unseal("workplace.name", id_, name) for id_, name in known if name is not None}
