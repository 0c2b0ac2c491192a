"""Why a week's list differs from the one before it, from what both selections kept; the look is recorded."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from inspection.errors import PlanningFault
from inspection.store.weeks import ChosenRow, PlannedVisitRow, PlanRow, SelectionRow
from inspection.targeting.choosing import ListChange, ListedChoice, compare
from inspection.targeting.model import Reason
from inspection.time_of import IsoWeek
from inspection.trust import AppContext, Context, audited_transaction
from sectors import Catalogue

TOLD_BY_PEOPLE = "complaints"  # the register of what is never told in a difference


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
        old = {n: p for n, p in _standing(tx.session, app, earlier).items() if p.state == "approved"}
        if not old:
            raise PlanningFault("PLAN-341", week=earlier or f"before {week}")
        shared = tuple(sorted(name for name in new.keys() & old.keys() if district in (None, name)))
        if not shared:
            raise PlanningFault("PLAN-342", week=week, before=earlier)
        facts = {"week": str(week), "before": earlier, "districts": list(shared)}
        for plan in {one.id: one for one in (*new.values(), *old.values())}.values():
            tx.record("plan.compare", plan.id, stream="reading", purpose="planning", facts=facts)
        listed = [[c for name in shared for c in _listed(tx.session, plans[name].id, name)] for plans in (old, new)]
    untold = _untold(app.catalogue(week.monday))
    return ListDifference(
        before=earlier, week=str(week), districts=shared, changes=compare(listed[0], listed[1], untold)
    )


def _standing(session: Session, app: AppContext, week: str) -> dict[str, PlanRow]:
    """Return the plan of each district of a week: the approved one, else the one that is proposed."""
    wanted = (
        select(SelectionRow.district, PlanRow)
        .join(PlanRow, col(PlanRow.id) == col(SelectionRow.plan_id))
        .where(
            col(PlanRow.service) == app.settings.service, col(PlanRow.week) == week, col(PlanRow.state) != "replaced"
        )
    )
    found = sorted(session.exec(wanted), key=lambda row: (row[1].state == "approved", row[1].id))
    return dict(found)


def _latest_before(session: Session, app: AppContext, week: IsoWeek) -> str:
    wanted = select(PlanRow.week).where(
        col(PlanRow.service) == app.settings.service,
        col(PlanRow.state) == "approved",
        col(PlanRow.week) < str(week),
    )
    return session.exec(wanted.order_by(col(PlanRow.week).desc()).limit(1)).first() or ""


def _listed(session: Session, plan_id: str, district: str) -> Sequence[ListedChoice]:
    selection = session.exec(
        select(SelectionRow).where(col(SelectionRow.plan_id) == plan_id, col(SelectionRow.district) == district)
    ).one()
    wanted = (
        select(ChosenRow, PlannedVisitRow.state)
        .join(PlannedVisitRow, col(PlannedVisitRow.chosen_id) == col(ChosenRow.id), isouter=True)
        .where(col(ChosenRow.selection_id) == selection.id)
        .order_by(col(ChosenRow.rank))
    )
    cards = {room["sector"]: room["card"] for room in selection.rooms or ()}
    return [
        ListedChoice(
            workplace=row.workplace,
            district=row.district,
            sector=row.sector,
            arm=row.arm,
            reasons=tuple(Reason(**reason) for reason in row.reasons),
            card=cards.get(row.sector),
            state=state,
        )
        for row, state in session.exec(wanted)
    ]


def _untold(catalogue: Catalogue) -> frozenset[str]:
    return frozenset(key for key, signal in catalogue.signals.items() if signal.register_key == TOLD_BY_PEOPLE)
