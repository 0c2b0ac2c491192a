"""Why a week's list differs from the one before it, from what both selections kept; the look is recorded."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, select

from inspection.errors import PlanningFault
from inspection.life_cycles import PlanState, VisitState
from inspection.sealing import sha256_of
from inspection.store.core import Lately
from inspection.store.weeks import ChosenRow, PlannedVisitRow, PlanRow, SelectionRow
from inspection.targeting.choosing import ListChange, ListedChoice, compare
from inspection.targeting.model import Reason
from inspection.time_of import IsoWeek
from inspection.trust import AppContext, Context, audited_transaction
from sectors import Catalogue

TOLD_BY_PEOPLE = "complaints"  # the register of what is never told in a difference
_List = tuple[str, str]  # a plan, and the district whose list of it is meant
_Key = tuple[frozenset[_List], frozenset[_List], frozenset[str], str]
# By both lists, what is never told, and what became of the visits: a list is kept with its plan, and never changed.
_COMPARED = Lately[_Key, tuple[ListChange, ...]](4)


@dataclass(frozen=True, kw_only=True)
class ListDifference:
    """The changes from the list of one week to that of another, and the districts that are compared."""

    before: str
    week: str
    districts: tuple[str, ...]
    changes: tuple[ListChange, ...]


def list_difference(
    context: Context, week: IsoWeek, *, before: IsoWeek | None = None, district: str | None = None
) -> ListDifference:
    """Compare the list of a week with that of an earlier one, in the districts that both have.

    Arguments: `before` by default the latest earlier week that was approved.
    Errors: `PlanningFault` PLAN-341 where one of the weeks has no plan, PLAN-342 where they share no district;
    `AccessRefused`.
    """
    app = context.app
    with audited_transaction(context) as tx:
        tx.require("plan.see_ahead", service=app.settings.service)
        new = _standing(tx.session, app, str(week))
        if not new:
            raise PlanningFault("PLAN-341", week=week)
        earlier = str(before) if before else _latest_before(tx.session, app, week)
        old = {n: p for n, p in _standing(tx.session, app, earlier).items() if p.state == PlanState.APPROVED}
        if not old:
            raise PlanningFault("PLAN-341", week=earlier or f"before {week}")
        shared = tuple(sorted(name for name in new.keys() & old.keys() if district in (None, name)))
        if not shared:
            raise PlanningFault("PLAN-342", week=week, before=earlier)
        facts = {"week": str(week), "before": earlier, "districts": list(shared)}
        for plan in {one.id: one for one in (*new.values(), *old.values())}.values():
            tx.record("plan.compare", plan.id, stream="reading", purpose="planning", facts=facts)
        lists = [frozenset((plans[name].id, name) for name in shared) for plans in (old, new)]
        states = _states(tx.session, {plan for one in lists for plan, _ in one})
        untold = _untold(app.catalogue(week.monday))
        key = (lists[0], lists[1], untold, sha256_of(states))
        found = _COMPARED.known([key])
        if not found:
            listed = [_listed(tx.session, one, states) for one in lists]
            found[key] = compare(listed[0], listed[1], untold)
            _COMPARED.keep(found)
    return ListDifference(before=earlier, week=str(week), districts=shared, changes=found[key])


def _standing(session: Session, app: AppContext, week: str) -> dict[str, PlanRow]:
    """Return the plan of each district of a week: the approved one, else the one that is proposed."""
    wanted = (
        select(SelectionRow.district, PlanRow)
        .join(PlanRow, col(PlanRow.id) == col(SelectionRow.plan_id))
        .where(
            col(PlanRow.service) == app.settings.service,
            col(PlanRow.week) == week,
            col(PlanRow.state) != PlanState.REPLACED,
        )
    )
    found = sorted(session.exec(wanted), key=lambda row: (row[1].state == PlanState.APPROVED, row[1].id))
    return dict(found)


def _latest_before(session: Session, app: AppContext, week: IsoWeek) -> str:
    wanted = select(PlanRow.week).where(
        col(PlanRow.service) == app.settings.service,
        col(PlanRow.state) == PlanState.APPROVED,
        col(PlanRow.week) < str(week),
    )
    return session.exec(wanted.order_by(col(PlanRow.week).desc()).limit(1)).first() or ""


def _states(session: Session, plan_ids: Collection[str]) -> dict[str, VisitState]:
    """Return what became of each choice that has a visit in some plans: nothing else of a list ever changes."""
    wanted = select(PlannedVisitRow.chosen_id, PlannedVisitRow.state).where(
        col(PlannedVisitRow.plan_id).in_(sorted(plan_ids)), col(PlannedVisitRow.chosen_id).is_not(None)
    )
    return {chosen: VisitState(state) for chosen, state in session.exec(wanted) if chosen is not None}


def _listed(session: Session, lists: Collection[_List], states: Mapping[str, VisitState]) -> list[ListedChoice]:
    """Return the choices of some districts' plans."""
    rooms = {
        id_: {room["sector"]: room["card"] for room in kept or ()}
        for id_, plan, district, kept in session.exec(
            select(SelectionRow.id, SelectionRow.plan_id, SelectionRow.district, SelectionRow.rooms).where(
                col(SelectionRow.plan_id).in_(sorted({plan for plan, _ in lists}))
            )
        )
        if (plan, district) in lists
    }
    columns: Any = (
        *(ChosenRow.id, ChosenRow.selection_id, ChosenRow.workplace, ChosenRow.district, ChosenRow.sector),
        *(ChosenRow.arm, ChosenRow.reasons),
    )
    wanted = select(*columns).where(col(ChosenRow.selection_id).in_(sorted(rooms)))
    return [
        ListedChoice(
            workplace=workplace,
            district=district,
            sector=sector,
            arm=arm,
            reasons=tuple(Reason(**reason) for reason in reasons),
            card=rooms[selection].get(sector),
            state=states.get(id_),
        )
        for id_, selection, workplace, district, sector, arm, reasons in session.exec(wanted)
    ]


def _untold(catalogue: Catalogue) -> frozenset[str]:
    return frozenset(key for key, signal in catalogue.signals.items() if signal.register_key == TOLD_BY_PEOPLE)
