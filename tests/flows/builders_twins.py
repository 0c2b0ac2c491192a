"""Two weeks of which one has a hold: all that a home keeps of a plan, and by what the two differ beyond the visit."""

import json
from dataclasses import dataclass
from typing import Any

import pytest
from builders_books import plan_values
from sqlmodel import col
from sqlmodel import select as rows_of

from inspection import acts
from inspection.planning.problem import Visit
from inspection.store.weeks import (
    ChosenRow,
    PlanDistrictRow,
    PlannedStopRow,
    PlannedVisitRow,
    SelectionRow,
    UnplacedRow,
    WorkplaceRow,
)

OWN = {"id", "plan_id", "selection_id", "chosen_id", "visit_id", "origin_id", "rows", "book", "name", "address"}
OWN |= {"proposed_at", "sha256"}


@dataclass(frozen=True)
class Made:
    """What one home shows of a week."""

    book: dict[str, Any]
    rows: dict[str, list[str]]


def made(plan_id: str) -> Made:
    """Read everything that a home keeps of a plan in clear."""
    store = acts.app().store
    stops = (
        rows_of(PlannedStopRow, PlannedVisitRow.code)
        .join(PlannedVisitRow, col(PlannedVisitRow.id) == col(PlannedStopRow.visit_id))
        .where(col(PlannedVisitRow.plan_id) == plan_id)
    )
    chosen = (
        rows_of(ChosenRow)
        .join(SelectionRow, col(SelectionRow.id) == col(ChosenRow.selection_id))
        .where(col(SelectionRow.plan_id) == plan_id)
    )
    with store.read() as session:
        tables: dict[str, list[dict[str, Any]]] = {
            table.__tablename__: [_clear(row) for row in session.exec(rows_of(table).where(table.plan_id == plan_id))]
            for table in (PlanDistrictRow, PlannedVisitRow, UnplacedRow, SelectionRow)
        }
        tables["planned_stop"] = [{**_clear(stop), "code": code} for stop, code in session.exec(stops)]
        tables["chosen"] = [_clear(row) for row in session.exec(chosen)]
        tables["workplace"] = [_clear(row) for row in session.exec(rows_of(WorkplaceRow))]
    shown = {
        name: sorted(json.dumps(row, sort_keys=True, default=str) for row in rows) for name, rows in tables.items()
    }
    told = {name: value for name, value in plan_values(store, plan_id).items() if name not in ("sha256", "books")}
    return Made(told, shown)


def _clear(row: Any) -> dict[str, Any]:
    """Return a row without ids of its own and sealed bytes."""
    return {name: value for name, value in row.model_dump().items() if name not in OWN}


def without_the_visit(book: dict[str, Any], held: Visit, required: bool) -> dict[str, Any]:
    """Return the twin's book as it should be with the hold, worked out here and not by the product."""
    rounds = [{**r, "stops": [s for s in r["stops"] if s["workplace"] != held.workplace]} for r in book["rounds"]]
    stops = [s for r in book["rounds"] for s in r["stops"] if s["workplace"] == held.workplace]
    one, arm = stops[0], stops[0]["arm"]
    (district,) = {r["district"] for r in book["rounds"] if one in r["stops"]}
    counted = [
        d
        if d["district"] != district
        else {
            **d,
            "placed": d["placed"] - 1,
            "placed_by_arm": {**d["placed_by_arm"], arm: d["placed_by_arm"][arm] - 1},
            "value": pytest.approx(d["value"] - held.value, abs=2e-6),
        }
        for d in book["districts"]
    ]
    missing = {
        "district": district,
        "workplace": held.workplace,
        "arm": arm,
        "rule": "workplace_unavailable",
        "team": None,
        "day": None,
        "detail": {},
        "name": one["name"],
        "municipality": f"{one['postcode']} {one['municipality']}".strip(),
        "sector": one["sector"],
        "points": one["points"],
        "helps": [],
    }
    unplaced = sorted([*book["unplaced"], *([missing] if required else [])], key=lambda u: str(u["workplace"]))
    return {**book, "districts": counted, "rounds": [r for r in rounds if r["stops"]], "unplaced": unplaced}


def differences(plain: Made, held: Made, visit: Visit) -> list[str]:
    """Name everything by which a week with a hold differs from its twin beyond the missing visit."""
    expected = without_the_visit(plain.book, visit, visit.required)
    found = [f"book.{key}" for key in expected if expected[key] != _in_order(held.book)[key]]
    found += [f"book.{key}" for key in held.book if key not in expected]
    mine = [json.loads(row) for row in plain.rows["planned_visit"]]
    codes = {row["code"] for row in mine if row["workplace"] == visit.workplace}
    for table in ("selection", "chosen", "workplace"):
        if plain.rows[table] != held.rows[table]:
            found.append(table)
    for table in ("planned_visit", "planned_stop"):
        if [row for row in plain.rows[table] if json.loads(row)["code"] not in codes] != held.rows[table]:
            found.append(table)
    more = [json.loads(row) for row in held.rows["unplaced"] if row not in plain.rows["unplaced"]]
    if [(u["workplace"], u["rule"]) for u in more] != [(visit.workplace, "workplace_unavailable")] * visit.required:
        found.append("unplaced")
    return found


def _in_order(book: dict[str, Any]) -> dict[str, Any]:
    return {**book, "unplaced": sorted(book["unplaced"], key=lambda u: str(u["workplace"]))}
