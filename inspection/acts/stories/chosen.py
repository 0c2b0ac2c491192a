"""What the registers said of a workplace when weeks were made: facts, and reasons over time.

Every week in which the place was chosen is told alike, whatever owed the visit: one that a complaint owed looks like
one of the lot. Work that a magistrate ordered is chosen in no open week. Left out is every term that people told.
"""

import json
from datetime import date

from sqlmodel import Session, col, select

from inspection.acts.maps import untold_signals
from inspection.acts.stories.values import Known, WeekReasons
from inspection.store.weeks import ChosenRow, PlanRow, SelectionRow
from inspection.targeting.model import Reason
from inspection.time_of import day_in_brussels
from inspection.trust import Context

# What registers say of any workplace alike, by the register that says it.
_FACTS = {"nace_code": "kbo", "enterprise_started_on": "kbo", "started_on": "kbo", "dmfa_workers": "dmfa"}


def weeks(session: Session, context: Context, workplace: str) -> tuple[WeekReasons, ...]:
    """Return the reasons of each week that considered a workplace, the latest week first."""
    untold = untold_signals(context.app.catalogue(day_in_brussels(context.at)))
    found: dict[str, WeekReasons] = {}
    for week, row in _rows(session, context, workplace):
        told = tuple(Reason(**one) for one in row.reasons if one["signal"] not in untold)
        found.setdefault(week, WeekReasons(week=week, points=sum(one.points for one in told), reasons=told))
    return tuple(found.values())


def known(session: Session, context: Context, workplace: str) -> tuple[Known, ...]:
    """Return the facts that registers gave the last time, with the day of each snapshot."""
    latest = next((row for _, row in _rows(session, context, workplace) if row.rows), None)
    if latest is None or latest.rows is None:
        return ()
    said = json.loads(context.store.unseal("chosen.rows", latest.id, latest.rows))
    values, days = said.get("values", {}), _days(said.get("snapshots", {}))
    return tuple(
        Known(fact=fact, value=str(values[fact]), register=register, as_of=days.get(register))
        for fact, register in _FACTS.items()
        if values.get(fact) is not None
    )


def _rows(session: Session, context: Context, workplace: str) -> list[tuple[str, ChosenRow]]:
    wanted = (
        select(SelectionRow.week, ChosenRow)
        .join(ChosenRow, col(ChosenRow.selection_id) == col(SelectionRow.id))
        .join(PlanRow, col(PlanRow.id) == col(SelectionRow.plan_id))
        .where(
            col(ChosenRow.workplace) == workplace,
            col(SelectionRow.service) == context.settings.service,
            col(PlanRow.state) == "approved",
        )
        .order_by(col(SelectionRow.week).desc(), col(ChosenRow.id))
    )
    return list(session.exec(wanted).all())


def _days(snapshots: dict[str, str]) -> dict[str, date]:
    """Return the day of each register's snapshot from marks such as `kbo@2026-11-22`."""
    marks = (str(mark).partition("@") for mark in snapshots.values())
    return {register: date.fromisoformat(day) for register, _, day in marks if day}
