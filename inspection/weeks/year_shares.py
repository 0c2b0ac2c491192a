"""What the objectives of a year ask of the next week, and which sectors a finished week could not give their share."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import polars as pl

from inspection import acts
from inspection.errors import PlanningFault
from inspection.planning.problem import Visit, WeekPlan
from inspection.targeting.assessing import latest_assessment, read_assessment
from inspection.targeting.choosing import year_draft
from inspection.targeting.model import SectorRoom, Selection
from inspection.time_of import IsoWeek
from inspection.trust import Context
from inspection.weeks.parts import capacities

WEEKS = 52  # of a year, for a beginning that somebody decides on
Offered = Mapping[str, tuple[Visit, ...]]


def with_held_back(
    selection: Selection, offered: Offered, plans: Mapping[str, WeekPlan], left: Mapping[str, WeekPlan]
) -> Selection:
    """Return the selection with the sectors excused that came short by visits which were taken out of the plan.

    Which visits these were, and why nobody may go there, is kept nowhere.

    plans, left
        The plans as they were made, and without what is unavailable.
    """
    made, kept = (_by_risk(selection, offered, several) for several in (plans, left))

    def is_short(room: SectorRoom) -> bool:
        where = (room.district, room.sector)
        return room.excuse is None and kept[where] < made[where] and kept[where] < room.room - 0.5

    rooms = tuple(replace(room, excuse="held_back") if is_short(room) else room for room in selection.rooms)
    return replace(selection, rooms=rooms)


def _by_risk(selection: Selection, offered: Offered, plans: Mapping[str, WeekPlan]) -> Counter[tuple[str, str]]:
    """Return how many workplaces that were chosen by risk have a stop, by district and sector."""
    chosen = {c.workplace: (c.district, c.sector) for c in selection.chosen if c.arm == "risk"}
    placed = {stop.visit for plan in plans.values() for round_ in plan.rounds for stop in round_.stops}
    visited = {visit.workplace for visits in offered.values() for visit in visits if visit.id in placed}
    return Counter(chosen[workplace] for workplace in visited if workplace in chosen)


def drafted_objectives(context: Context, on: date) -> dict[str, dict[str, int]]:
    """Return a beginning for the objectives of a year: district to sector to visits by risk.

    Each district has room for the visits of the coming week in every week, apart from those that are drawn by lot; what
    mandates will ask for is not known. Workplaces are those of the latest assessment.

    Errors: `PlanningFault` PLAN-343 where nothing was assessed yet; `AccessRefused`.
    """
    app, week = context.app, IsoWeek.after(on)
    file = latest_assessment(app.settings.lake, on)
    if file is None:
        raise PlanningFault("PLAN-343")
    return objectives_from(context, week, on, read_assessment(app.settings.lake, file))


def objectives_from(context: Context, week: IsoWeek, on: date, assessed: pl.DataFrame) -> dict[str, dict[str, int]]:
    """Return a beginning for the objectives of a year: every week has room as `week` has, apart from what lots draw.

    assessed
        `district` and `sector` of every workplace that can be chosen.
    """
    catalogue = context.app.catalogue(on)
    districts = sorted({team.district for team in acts.staff.working_teams(context)})
    roster = {name: tuple(acts.weeks.work_days(context, week, (), name)) for name in districts}
    left = (1 - catalogue.selection.random_share) * WEEKS
    room = {name: visits * left for name, visits in capacities(roster, catalogue).items()}
    members: dict[str, dict[str, int]] = {}
    for district, sector, size in assessed.group_by("district", "sector").len().rows():
        members.setdefault(district, {})[sector] = size
    return year_draft(room, members, catalogue.selection.risk_shares)


def as_rule(objectives: Mapping[str, Mapping[str, int]], year: int) -> str:
    """Return objectives as a file for the house's own rules, which somebody decides on before it is put there."""
    lines = ["selection:", "  dated:", f"    {year}-01-01:", "      year_visits:"]
    for district, meant in sorted(objectives.items()):
        told = ", ".join(f"{sector}: {visits}" for sector, visits in sorted(meant.items()))
        lines.append(f"        {district}: {{{told}}}")
    lines += ['      source: "TO BE DECIDED: who, when, by which document"', "      confidence: L"]
    return "\n".join(lines)
