"""The rows of a proposed week: its districts' books, who was chosen, visits, stops, and what found no place."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from sqlmodel import insert

from inspection.acts.weeks.parts import DistrictPart
from inspection.planning.problem import Why
from inspection.sealing import canonical_json, sha256_of
from inspection.store.core import Store, new_id
from inspection.store.weeks import (
    ChosenRow,
    PlanDistrictRow,
    PlannedStopRow,
    PlannedVisitRow,
    PlanRow,
    SelectionRow,
    UnplacedRow,
)
from inspection.targeting.model import Chosen as ChosenValue
from inspection.trust import AuditedTransaction


def store_parts(tx: AuditedTransaction, plan: PlanRow, parts: Sequence[DistrictPart], codes: Mapping[str, str]) -> None:
    """Write the districts of a plan: who was chosen first, since a visit may be made by teams of several districts."""
    chosen_ids: dict[str, str] = {}
    for part in parts:
        chosen_ids |= _store_selection(tx, plan, part)
    visits: dict[str, dict[str, Any]] = {}
    for part in parts:
        fresh = _visits(plan, part, codes, chosen_ids)
        _insert(tx, PlannedVisitRow, [row for workplace, row in fresh.items() if workplace not in visits])
        visits = fresh | visits
        _insert(tx, PlannedStopRow, _stops(part, visits))
        _insert(
            tx, UnplacedRow, [_unplaced(plan, part, visit, why) for visit, why in sorted(part.plan.unplaced.items())]
        )


def _store_selection(tx: AuditedTransaction, plan: PlanRow, part: DistrictPart) -> dict[str, str]:
    """Write whom one district chose; returns the row of each workplace."""
    session, chosen_ids = tx.session, {c.workplace: new_id() for c in part.selection.chosen}
    session.add(_district(tx.store, plan, part))
    selection = _selection(plan, part)
    session.add(selection)
    session.flush()
    _insert(tx, ChosenRow, [_chosen(tx.store, selection, part, n, chosen_ids) for n in range(len(chosen_ids))])
    return chosen_ids


def _insert(tx: AuditedTransaction, table: type[Any], rows: list[dict[str, Any]]) -> None:
    if rows:
        tx.session.execute(insert(table), rows)


def _district(store: Store, plan: PlanRow, part: DistrictPart) -> PlanDistrictRow:
    row_id = new_id()
    return PlanDistrictRow(
        id=row_id,
        plan_id=plan.id,
        district=part.district,
        sha256=part.book.sha256,
        book=store.seal("plan_district.book", row_id, part.book.canonical()),
        value=part.plan.value,
        stopped_by=part.plan.stopped_by,
        travel=part.plan.travel,
    )


def _selection(plan: PlanRow, part: DistrictPart) -> SelectionRow:
    return SelectionRow(
        id=new_id(),
        plan_id=plan.id,
        service=plan.service,
        district=part.district,
        week=plan.week,
        seed=part.selection.seed,
        frame_sha256=part.selection.frame_sha256,
        frame_size=part.selection.frame_size,
        strata={name: list(numbers) for name, numbers in part.selection.strata.items()},
        objective=part.selection.objective,
        rooms=[asdict(room) for room in part.selection.rooms] or None,
    )


def _chosen(
    store: Store, selection: SelectionRow, part: DistrictPart, rank: int, ids: Mapping[str, str]
) -> dict[str, Any]:
    value = part.selection.chosen[rank]
    rows = canonical_json(part.selection.frozen.get(value.workplace, {}))
    row_id = ids[value.workplace]
    return {
        "id": row_id,
        "selection_id": selection.id,
        "rank": rank,
        "workplace": value.workplace,
        "district": value.district,
        "sector": value.sector,
        "arm": value.arm,
        "points": value.points,
        "worth": value.worth,
        "calibrated_probability": value.probability,
        "place": value.place,
        "place_of": value.place_of,
        **_draw(value),
        "reasons": [reason.__dict__ for reason in value.reasons],
        "rows_sha256": sha256_of(rows),
        "rows": store.seal("chosen.rows", row_id, rows),
    }


def _draw(value: ChosenValue) -> dict[str, Any]:
    return {
        "stratum": value.stratum,
        "drawn": value.drawn,
        "frame_size": value.frame_size,
        "inclusion_probability": value.inclusion_probability,
        "day": value.day,
        "origin": value.mandate.origin if value.mandate else None,
        "origin_id": value.mandate.origin_id if value.mandate else None,
    }


def _visits(
    plan: PlanRow, part: DistrictPart, codes: Mapping[str, str], chosen_ids: Mapping[str, str]
) -> dict[str, dict[str, Any]]:
    """Return a row for each workplace that has a stop."""
    offered, chosen = part.visit(), part.chosen()
    placed = sorted({offered[stop.visit].workplace for r in part.plan.rounds for stop in r.stops})
    required = {visit.workplace for visit in part.visits if visit.required}
    return {
        workplace: {
            "id": new_id(),
            "plan_id": plan.id,
            "service": plan.service,
            "district": chosen[workplace].district,
            "code": codes[workplace],
            "workplace": workplace,
            "sector": chosen[workplace].sector,
            "arm": chosen[workplace].arm,
            "required": workplace in required,
            "chosen_id": chosen_ids.get(workplace),
            "state": "planned",
        }
        for workplace in placed
    }


def _stops(part: DistrictPart, visits: Mapping[str, Mapping[str, Any]]) -> list[dict[str, Any]]:
    offered = part.visit()
    return [
        {
            "visit_id": visits[offered[stop.visit].workplace]["id"],
            "team_id": round_.team,
            "day": round_.day,
            "arrive": stop.arrive,
            "start": stop.start,
            "leave": stop.leave,
        }
        for round_ in part.plan.rounds
        for stop in round_.stops
    ]


def _unplaced(plan: PlanRow, part: DistrictPart, visit: str, why: Why) -> dict[str, Any]:
    workplace = part.visit()[visit].workplace
    chosen = part.chosen().get(workplace)
    return {
        "id": new_id(),
        "plan_id": plan.id,
        "district": part.district,
        "workplace": workplace,
        "arm": chosen.arm if chosen else None,
        "rule": why.rule,
        "team": why.team,
        "day": why.day,
        "detail": dict(why.detail),
    }
