"""Named queries on people, weeks and complaints: one question each, plain frozen values as answer."""

from collections.abc import Iterable
from datetime import date
from typing import cast

from sqlmodel import Session, col, select

from inspection.i18n import Lang
from inspection.store.controls import ControlRow, FindingRow
from inspection.store.core import Store
from inspection.store.people import Team, User
from inspection.store.views import ComplaintView, DrawView, PlanView, TeamView, UserView, VisitView
from inspection.store.weeks import Chosen, Complaint, Plan, PlanDistrict, PlannedStop, PlannedVisit, Selection


def user(store: Store, user_id: str) -> UserView | None:
    """Return who somebody is, or None."""
    with store.read() as session:
        found = session.get(User, user_id)
    return _user(found) if found else None


def users(store: Store) -> list[UserView]:
    """Return everybody who is active, in order of the ids."""
    with store.read() as session:
        return [_user(u) for u in session.exec(select(User).where(col(User.active)).order_by(col(User.id)))]


def teams(store: Store, district: str | None = None) -> list[TeamView]:
    """Return the active teams with the ids of their members."""
    wanted = select(Team).where(col(Team.active)).order_by(col(Team.id))
    if district is not None:
        wanted = wanted.where(col(Team.district) == district)
    with store.read() as session:
        found = session.exec(wanted).all()
        members = session.exec(select(User.team_id, User.id).where(col(User.active)).order_by(col(User.id))).all()
    return [
        TeamView(
            id=t.id,
            name=t.name,
            district=t.district,
            service=t.service,
            language=cast(Lang, t.language),
            office=(t.office_lon, t.office_lat),
            members=tuple(user_id for team_id, user_id in members if team_id == t.id),
        )
        for t in found
    ]


def person_name(store: Store, user_id: str) -> str:
    """Return the name of one of ours, unsealed, for a carry sheet; the id where no name is known."""
    with store.read() as session:
        found = session.get(User, user_id)
    return store.unseal("app_user.name", user_id, found.name) if found and found.name else user_id


def plans(store: Store, week: str | None = None, service: str | None = None) -> list[PlanView]:
    """Return the plans that were not replaced, the latest week first."""
    wanted = select(Plan).where(col(Plan.state) != "replaced").order_by(col(Plan.week).desc(), col(Plan.id))
    if week is not None:
        wanted = wanted.where(col(Plan.week) == week)
    if service is not None:
        wanted = wanted.where(col(Plan.service) == service)
    with store.read() as session:
        return [_plan(session, p) for p in session.exec(wanted)]


def plan_body(store: Store, plan_id: str) -> str:
    """Return a plan's canonical JSON, whose SHA-256 an approval is bound to; KeyError for an unknown id."""
    with store.read() as session:
        found = session.get(Plan, plan_id)
        if found is None:
            raise KeyError(plan_id)
        return store.unseal("plan.body", found.id, found.body)


def visits(
    store: Store,
    *,
    plan_id: str | None = None,
    team: str | None = None,
    day: date | None = None,
    with_arm: bool = False,
) -> list[VisitView]:
    """Return planned visits in order of team, day and time; without a plan, those of approved ones.

    Arguments: `with_arm` shows the arm before the control is closed; teams must not see it, or the random arm would get
    the lighter visit.
    """
    wanted = (
        select(PlannedVisit, PlannedStop)
        .join(PlannedStop, col(PlannedStop.visit_id) == col(PlannedVisit.id))
        .join(Plan, col(Plan.id) == col(PlannedVisit.plan_id))
        .order_by(col(PlannedStop.team_id), col(PlannedStop.day), col(PlannedStop.start))
    )
    wanted = wanted.where(col(Plan.state) == "approved" if plan_id is None else col(Plan.id) == plan_id)
    if team is not None:
        wanted = wanted.where(col(PlannedStop.team_id) == team)
    if day is not None:
        wanted = wanted.where(col(PlannedStop.day) == day)
    with store.read() as session:
        return [_visit(visit, stop, with_arm) for visit, stop in session.exec(wanted)]


def complaints(
    store: Store, district: str | None = None, state: str | None = None, service: str | None = None
) -> list[ComplaintView]:
    """Return complaints, the latest first, without text and source."""
    wanted = select(Complaint).order_by(col(Complaint.received_at).desc(), col(Complaint.id))
    if district is not None:
        wanted = wanted.where(col(Complaint.district) == district)
    if state is not None:
        wanted = wanted.where(col(Complaint.state) == state)
    if service is not None:
        wanted = wanted.where(col(Complaint.service) == service)
    with store.read() as session:
        return [_complaint(c) for c in session.exec(wanted)]


def draws(store: Store, service: str | None = None) -> list[DrawView]:
    """Return what became of everybody who was chosen in an approved week and had to be visited or was."""
    wanted = (
        select(Selection, Chosen, PlannedVisit)
        .join(Plan, col(Plan.id) == col(Selection.plan_id))
        .join(Chosen, col(Chosen.selection_id) == col(Selection.id))
        .join(PlannedVisit, col(PlannedVisit.chosen_id) == col(Chosen.id), isouter=True)
        .where(col(Plan.state) == "approved")
        .order_by(col(Selection.week), col(Selection.district), col(Chosen.rank))
    )
    if service is not None:
        wanted = wanted.where(col(Selection.service) == service)
    closed = select(ControlRow.id).where(col(ControlRow.outcome) == "done", col(ControlRow.left_at).is_not(None))
    with store.read() as session:
        found = session.exec(wanted).all()
        done = set(session.exec(closed))
        with_finding = set(session.exec(select(FindingRow.control_id).distinct()))
    return [_draw(s, c, v, done, with_finding) for s, c, v in found if v is not None or c.arm != "risk"]


def frozen_rows(store: Store, workplace: str) -> list[tuple[str, str, str]]:
    """Return (week, hash, register rows as JSON) of each time that a workplace was chosen, the latest first."""
    wanted = (
        select(Selection.week, Chosen)
        .join(Chosen, col(Chosen.selection_id) == col(Selection.id))
        .where(col(Chosen.workplace) == workplace)
        .order_by(col(Selection.week).desc(), col(Chosen.id))
    )
    with store.read() as session:
        return [
            (week, c.rows_sha256, store.unseal("chosen.rows", c.id, c.rows) if c.rows else "{}")
            for week, c in session.exec(wanted)
        ]


def _user(row: User) -> UserView:
    return UserView(
        id=row.id,
        role=row.role,
        service=row.service,
        district=row.district,
        team=row.team_id,
        language=row.language,
        is_active=row.active,
    )


def _plan(session: Session, row: Plan) -> PlanView:
    mine = select(PlanDistrict.district).where(col(PlanDistrict.plan_id) == row.id)
    districts: Iterable[str] = session.exec(mine.order_by(col(PlanDistrict.district)))
    return PlanView(
        id=row.id,
        week=row.week,
        service=row.service,
        state=row.state,
        sha256=row.sha256,
        districts=tuple(districts),
        proposed_by=row.proposed_by,
        proposed_at=row.proposed_at,
        approved_by=row.approved_by,
        approved_at=row.approved_at,
        asked_by=row.asked_by,
        seed_by_hand=row.seed_by_hand,
        supersedes=row.supersedes,
    )


def _visit(visit: PlannedVisit, stop: PlannedStop, with_arm: bool) -> VisitView:
    return VisitView(
        code=visit.code,
        plan_id=visit.plan_id,
        workplace=visit.workplace,
        district=visit.district,
        sector=visit.sector,
        team=stop.team_id,
        day=stop.day,
        arrive=stop.arrive,
        start=stop.start,
        leave=stop.leave,
        state=visit.state,
        control_id=visit.control_id,
        arm=visit.arm if with_arm or visit.state != "planned" else None,
    )


def _complaint(row: Complaint) -> ComplaintView:
    return ComplaintView(
        id=row.id,
        reference=row.reference,
        workplace=row.workplace,
        district=row.district,
        state=row.state,
        received_at=row.received_at,
        kept_at=row.decided_at if row.state == "kept" else None,
        not_after=row.not_after,
        visited_by=row.visited_by,
    )


def _draw(
    selection: Selection, chosen: Chosen, visit: PlannedVisit | None, done: set[str], with_finding: set[str]
) -> DrawView:
    control = visit.control_id if visit else None
    return DrawView(
        week=selection.week,
        district=chosen.district,
        sector=chosen.sector,
        workplace=chosen.workplace,
        arm=chosen.arm,
        points=chosen.points,
        probability=chosen.calibrated_probability,
        stratum=chosen.stratum,
        drawn=chosen.drawn,
        frame_size=chosen.frame_size,
        inclusion_probability=chosen.inclusion_probability,
        state=visit.state if visit else "unplaced",
        has_finding=control in with_finding if control in done else None,
    )
