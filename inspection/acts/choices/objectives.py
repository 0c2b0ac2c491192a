"""The visits by risk of a year against its objectives: what each sector is owed, how it stands, what excuses it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import func
from sqlalchemy.orm import defer
from sqlmodel import Session, col, select

from inspection.life_cycles import PlanState
from inspection.store.weeks import PlannedVisitRow, PlanRow, SelectionRow
from inspection.targeting.choosing import ServedWeek, YearOfVisits, owed, year_of_visits
from inspection.time_of import IsoWeek, day_in_brussels
from inspection.trust import AppContext, Context, audited_transaction, require_permission
from sectors.rules.selection import SelectionRules

COUNTS = ("planned", "carried_out")  # a visit that nobody made is owed again


@dataclass(frozen=True, kw_only=True)
class ObjectivesOfYear:
    """A year against its objectives, with the policy that it is held against.

    unkept
        District-weeks of before shares were kept with a selection: they count for nothing.
    core
        Sectors whose share is promised.
    """

    year: int
    policy: SelectionRules
    core: tuple[str, ...]
    visits: YearOfVisits
    unkept: int


def owed_visits(context: Context, week: IsoWeek) -> dict[str, dict[str, float]]:
    """Return, by district and sector, the visits by risk that it missed in the earlier approved weeks of the year."""
    with context.store.read() as session:
        require_permission(session, context, "plan.prepare", service=context.settings.service)
        rows = _selections(session, context.app, week.year, before=week)
        return owed(_served(session, rows))


def objectives_of_year(context: Context, year: int) -> ObjectivesOfYear:
    """Return how each sector stands in a year, over the country and by district; the look is recorded first.

    The policy is that of the last week that was approved, or of today in a year that has none. A visit is counted as it
    was planned and answered, whatever became of its case later: a figure that moved would tell of it.
    """
    with audited_transaction(context) as tx:
        reader = tx.require("figures.read", service=context.settings.service)
        tx.record("figures.read", reader.id, stream="reading", facts={"figure": "objectives", "year": year})
    with context.store.read() as session:
        rows = _selections(session, context.app, year)
        kept = [row for row in rows if row.rooms is not None]
        day = IsoWeek.parse(rows[-1].week).monday if rows else day_in_brussels(context.at)
        catalogue = context.app.catalogue(day)
        return ObjectivesOfYear(
            year=year,
            policy=catalogue.selection,
            core=tuple(sector.key for sector in catalogue.enabled_sectors() if sector.core),
            visits=year_of_visits(_served(session, kept), catalogue.selection.year_visits),
            unkept=len(rows) - len(kept),
        )


def _selections(session: Session, app: AppContext, year: int, before: IsoWeek | None = None) -> Sequence[SelectionRow]:
    """Return the selections of the approved weeks of a year, in the order of their weeks."""
    wanted = (
        select(SelectionRow)
        .join(PlanRow, col(PlanRow.id) == col(SelectionRow.plan_id))
        .where(
            col(PlanRow.state) == PlanState.APPROVED,
            col(PlanRow.service) == app.settings.service,
            col(PlanRow.week).startswith(f"{year}-W"),
        )
    )
    if before is not None:
        wanted = wanted.where(col(PlanRow.week) < str(before))
    wanted = wanted.options(defer(cast(Any, SelectionRow.strata)))  # how each was drawn counts for nothing here
    return session.exec(wanted.order_by(col(SelectionRow.week), col(SelectionRow.district))).all()


def _served(session: Session, rows: Sequence[SelectionRow]) -> list[ServedWeek]:
    kept = [row for row in rows if row.rooms is not None]
    of: Any = (PlannedVisitRow.plan_id, PlannedVisitRow.district, PlannedVisitRow.sector, PlannedVisitRow.state)
    counted: Any = (*of, func.count())
    visits = (
        select(*counted)
        .group_by(*of)
        .where(
            col(PlannedVisitRow.plan_id).in_({row.plan_id for row in kept}),
            col(PlannedVisitRow.arm) == "risk",
            col(PlannedVisitRow.state).in_(COUNTS),
        )
    )
    found: dict[tuple[str, str], Counter[tuple[str, str]]] = {}
    for plan, district, sector, state, count in session.exec(visits):
        found.setdefault((plan, district), Counter())[sector, state] += count
    return [_week(row, found.get((row.plan_id, row.district), Counter())) for row in kept]


def _week(row: SelectionRow, mine: Counter[tuple[str, str]]) -> ServedWeek:
    sectors = sorted({sector for sector, _ in mine})
    return ServedWeek(
        week=row.week,
        district=row.district,
        shares={room["sector"]: room["share"] for room in row.rooms},
        visits={sector: sum(mine[sector, state] for state in COUNTS) for sector in sectors},
        done={sector: mine[sector, "carried_out"] for sector in sectors},
        excuses={room["sector"]: room["excuse"] for room in row.rooms if room["excuse"] is not None},
    )
