"""Named queries on weeks: plans, their visits, what became of each choice, and what a replanned week changed."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from inspection.errors import StoreFault
from inspection.life_cycles import ControlOutcome, PlanState, VisitState
from inspection.reporting.week import week_text
from inspection.sealing import sha256_of
from inspection.store import views
from inspection.store.controls import ControlRow, FindingRow
from inspection.store.core import Store
from inspection.store.queries.asking import where_given
from inspection.store.weeks import ChosenRow, PlanDistrictRow, PlannedStopRow, PlannedVisitRow, PlanRow, SelectionRow


def plans(store: Store, week: str | None = None, service: str | None = None) -> list[views.PlanView]:
    """Return the plans that were not replaced, the latest week first."""
    wanted = (
        select(PlanRow)
        .where(col(PlanRow.state) != PlanState.REPLACED)
        .order_by(col(PlanRow.week).desc(), col(PlanRow.id))
    )
    with store.read() as session:
        rows = session.exec(where_given(wanted, (PlanRow.week, week), (PlanRow.service, service))).all()
        books = _books_of(session, [row.id for row in rows])
    return [_plan(row, books.get(row.id, {})) for row in rows]


# What a plan's own hash is of: each of its books by the hash that stands beside it.
_LIST: Any = (PlanRow.week, PlanRow.service, PlanRow.sha256, PlanDistrictRow.district, PlanDistrictRow.sha256)
_LISTED = (
    select(*_LIST)
    .join(PlanDistrictRow, col(PlanDistrictRow.plan_id) == col(PlanRow.id))
    .where(col(PlanRow.id) == bindparam("plan"))
    .order_by(col(PlanDistrictRow.district))
)
_SEALED = select(PlanDistrictRow.id, PlanDistrictRow.district, PlanDistrictRow.book).where(
    col(PlanDistrictRow.plan_id) == bindparam("plan"),
    col(PlanDistrictRow.district).in_(bindparam("districts", expanding=True)),
)


def book_hashes(store: Store, plan_id: str, districts: Collection[str] | None = None) -> dict[str, str]:
    """Return the hash of the book of each district of a plan, in the order of their names.

    They are those that the plan's own hash is of, which was proposed and approved.

    districts
        Those that are asked for, all by default; what is not in the plan is left out.

    Errors: `StoreFault` 045 where the plan's hash is another.
    """
    with store.read() as session:
        rows = session.exec(_LISTED, params={"plan": plan_id}).all()
    every = {district: sha256 for *_, district, sha256 in rows}
    if any(sha256_of(week_text(week, service, every)) != own for week, service, own, *_ in rows[:1]):
        raise StoreFault("STORE-045", plan=plan_id)
    return {name: sha256 for name, sha256 in every.items() if districts is None or name in districts}


def district_books(store: Store, plan_id: str, districts: Collection[str] | None = None) -> dict[str, str]:
    """Return the book of each district of a plan as canonical JSON, in the order of their names.

    A sealed book is bound to its row, and the row to nothing: so each is compared with the hash that stands beside it,
    and the list of them with the hash that was proposed and approved.

    Arguments: as for `book_hashes`.
    Errors: `StoreFault` 045 where one of these hashes is another.
    """
    hashes = book_hashes(store, plan_id, districts)
    with store.read() as session:
        rows = session.exec(_SEALED, params={"plan": plan_id, "districts": list(hashes)}).all() if hashes else ()
    found = {name: store.unseal("plan_district.book", id_, book) for id_, name, book in rows}
    if any(sha256_of(found.get(name, "")) != sha256 for name, sha256 in hashes.items()):
        raise StoreFault("STORE-045", plan=plan_id)
    return {name: found[name] for name in hashes}


def visits(
    store: Store, *, plan_id: str | None = None, team: str | None = None, with_arm: bool = False
) -> list[views.VisitView]:
    """Return planned visits in order of team, day and time; without a plan, those of approved ones.

    Arguments: `with_arm` shows the arm before the control is closed; teams must not see it, or the random arm would get
    the lighter visit.
    """
    wanted = (
        select(PlannedVisitRow, PlannedStopRow)
        .join(PlannedStopRow, col(PlannedStopRow.visit_id) == col(PlannedVisitRow.id))
        .join(PlanRow, col(PlanRow.id) == col(PlannedVisitRow.plan_id))
        .order_by(col(PlannedStopRow.team_id), col(PlannedStopRow.day), col(PlannedStopRow.start))
    )
    wanted = wanted.where(col(PlanRow.state) == PlanState.APPROVED if plan_id is None else col(PlanRow.id) == plan_id)
    wanted = where_given(wanted, (PlannedStopRow.team_id, team))
    with store.read() as session:
        return [_visit(visit, stop, with_arm) for visit, stop in session.exec(wanted)]


def draws(store: Store, service: str | None = None) -> list[views.DrawView]:
    """Return what became of everybody who was chosen in an approved week and had to be visited or was."""
    wanted = (
        select(SelectionRow, ChosenRow, PlannedVisitRow)
        .join(PlanRow, col(PlanRow.id) == col(SelectionRow.plan_id))
        .join(ChosenRow, col(ChosenRow.selection_id) == col(SelectionRow.id))
        .join(PlannedVisitRow, col(PlannedVisitRow.chosen_id) == col(ChosenRow.id), isouter=True)
        .where(col(PlanRow.state) == PlanState.APPROVED)
        .order_by(col(SelectionRow.week), col(SelectionRow.district), col(ChosenRow.rank))
    )
    wanted = where_given(wanted, (SelectionRow.service, service))
    closed = select(ControlRow.id).where(
        col(ControlRow.outcome) == ControlOutcome.DONE, col(ControlRow.left_at).is_not(None)
    )
    with store.read() as session:
        found = session.exec(wanted).all()
        done = set(session.exec(closed))
        with_finding = set(session.exec(select(FindingRow.control_id).distinct()))
    return [_draw(s, c, v, done, with_finding) for s, c, v in found if v is not None or c.arm != "risk"]


def frozen_rows(store: Store, workplace: str) -> list[tuple[str, str, str]]:
    """Return (week, hash, register rows as JSON) of each time that a workplace was chosen, the latest first."""
    wanted = (
        select(SelectionRow.week, ChosenRow)
        .join(ChosenRow, col(ChosenRow.selection_id) == col(SelectionRow.id))
        .where(col(ChosenRow.workplace) == workplace)
        .order_by(col(SelectionRow.week).desc(), col(ChosenRow.id))
    )
    with store.read() as session:
        return [
            (week, c.rows_sha256, store.unseal("chosen.rows", c.id, c.rows) if c.rows else "{}")
            for week, c in session.exec(wanted)
        ]


def latest_rows(store: Store, workplaces: Collection[str]) -> dict[str, str]:
    """Return the register rows as JSON of the last time that each of some workplaces was chosen, where it ever was."""
    wanted = (
        select(ChosenRow.workplace, ChosenRow.id)
        .join(SelectionRow, col(SelectionRow.id) == col(ChosenRow.selection_id))
        .where(col(ChosenRow.workplace).in_(workplaces))
        .order_by(col(SelectionRow.week), col(ChosenRow.id).desc())
    )
    with store.read() as session:
        last = dict(session.exec(wanted).all())
        sealed = select(ChosenRow.workplace, ChosenRow.id, ChosenRow.rows).where(col(ChosenRow.id).in_(last.values()))
        rows = session.exec(sealed).all()
    return {workplace: store.unseal("chosen.rows", id_, kept) if kept else "{}" for workplace, id_, kept in rows}


def plan_origin(store: Store, plan_id: str) -> str | None:
    """Return the id of the plan that this one replans, None for a week that was planned afresh or is unknown."""
    with store.read() as session:
        found = session.get(PlanRow, plan_id)
    return found.supersedes if found else None


def plan_changes(store: Store, plan_id: str) -> views.ReplanView | None:
    """Return what happened and changed, in the order of the week; None for a week planned afresh or unknown."""
    with store.read() as session:
        found = session.get(PlanRow, plan_id)
    if found is None or found.changes is None:
        return None
    return views.ReplanView(
        at=datetime.fromisoformat(found.changes["at"]),
        events=tuple(views.EventView(kind=e["kind"], values=e["values"]) for e in found.changes["events"]),
        changes=tuple(sorted((_change(one) for one in found.changes["differences"]), key=_by_time)),
    )


def _books_of(session: Session, plan_ids: Sequence[str]) -> dict[str, dict[str, str]]:
    """Return by plan the hash of each district's book, in the order of their names."""
    wanted = select(PlanDistrictRow.plan_id, PlanDistrictRow.district, PlanDistrictRow.sha256)
    found: dict[str, dict[str, str]] = {}
    for plan_id, district, sha256 in session.exec(
        wanted.where(col(PlanDistrictRow.plan_id).in_(plan_ids)).order_by(col(PlanDistrictRow.district))
    ):
        found.setdefault(plan_id, {})[district] = sha256
    return found


def _plan(row: PlanRow, books: Mapping[str, str]) -> views.PlanView:
    changes = row.changes or {}
    told = {"made_by": tuple(changes.get("made_by", ())), "changed_at": str(changes.get("at", ""))}
    return views.view_of(views.PlanView, row, districts=tuple(books), books=books, is_own=False, **told)


def _visit(visit: PlannedVisitRow, stop: PlannedStopRow, with_arm: bool) -> views.VisitView:
    arm = visit.arm if with_arm or visit.state != VisitState.PLANNED else None
    place = {name: getattr(stop, name) for name in ("day", "arrive", "start", "leave")}
    return views.view_of(views.VisitView, visit, team=stop.team_id, arm=arm, **place)


def _draw(
    selection: SelectionRow, chosen: ChosenRow, visit: PlannedVisitRow | None, done: set[str], with_finding: set[str]
) -> views.DrawView:
    control = visit.control_id if visit else None
    return views.view_of(
        views.DrawView,
        chosen,
        week=selection.week,
        probability=chosen.calibrated_probability,
        state=visit.state if visit else "unplaced",
        has_finding=control in with_finding if control in done else None,
    )


def _by_time(change: views.ChangeView) -> tuple[date, float, str]:
    slot = (*change.before, *change.after)[0]
    return slot.day, slot.start, change.code


def _change(raw: Mapping[str, Any]) -> views.ChangeView:
    return views.ChangeView(**{**raw, "before": _slots(raw["before"]), "after": _slots(raw["after"])})


def _slots(raw: Sequence[Mapping[str, Any]]) -> tuple[views.SlotView, ...]:
    return tuple(views.SlotView(team=s["team"], day=date.fromisoformat(s["day"]), start=s["start"]) for s in raw)
