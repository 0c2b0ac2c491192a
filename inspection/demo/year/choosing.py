"""A past week as the product itself would have chosen it: assessed, drawn, owed and ranked as the registers stood.

Every step is the one that a real week takes; in a short past only the rounds are placed without search.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import polars as pl

from inspection import acts, weeks
from inspection.demo.year.drawing import uniforms
from inspection.demo.year.placing import Sharing, place
from inspection.demo.year.rewound import Rewound
from inspection.planning.problem import Visit, WeekPlan
from inspection.reporting.week import WeekBook
from inspection.targeting import choosing, frame
from inspection.targeting.model import Selection
from inspection.time_of import IsoWeek, moment_of
from inspection.trust import AppContext, Context
from sectors import Catalogue

FLOW = "plan_week"
SEEDS = 1 << 53
_Offered = Mapping[str, tuple[Visit, ...]]
_Roster = Mapping[str, weeks.Team]
_Plans = dict[str, WeekPlan]
_SIX = 6 * 60  # minutes after midnight: when plans are made on a Thursday


@dataclass(frozen=True, kw_only=True)
class Chooser:
    """What past weeks are chosen with.

    districts
        Those that are planned.
    seed
        From which that of each week follows: the same demo draws the same workplaces in every home.
    room
        Visits that a district is given a week; None: what its teams have room for.
    searches
        Whether rounds are searched as in earnest, or stops placed one after the other.
    """

    app: AppContext
    registers: Rewound
    districts: Sequence[str]
    seed: int
    room: int | None = None
    searches: bool = False

    def assess(self, context: Context, on: date) -> weeks.Assessed:
        """Return every workplace of the districts as the registers and the kept complaints stood on a day."""
        app, catalogue = self.app, self.app.catalogue(on)
        established = frame.establish(self.registers, catalogue, on, cache=app.settings.cache)
        here = established.frame.filter(pl.col("district").is_in(list(self.districts)))
        established = replace(established, frame=here)
        complaints, residuals = weeks.kept_complaints(context), acts.learning.own_history(context, on)
        assessments, snapshots = weeks.assess_country(app, established, self.registers, on, complaints, residuals)
        return weeks.Assessed(assessments=assessments, snapshots=snapshots, left_out=established.left_out)

    def propose(self, week: IsoWeek) -> tuple[weeks.Assessed, WeekBook]:
        """Choose a week and propose it; returns what it was chosen from, and its book."""
        on = thursday(week)
        context = self.app.acting_as_flow(FLOW, moment_of(on, _SIX))
        assessed = self.assess(context, on)
        roster = {name: tuple(acts.weeks.work_days(context, week, (), name)) for name in self.districts}
        selection = self._select(context, assessed, roster, week, on)
        acts.workplaces.remember_workplaces(context, weeks.known(assessed, selection, on))
        return assessed, self._bound(context, assessed, selection, roster, week)

    def _select(
        self, context: Context, assessed: weeks.Assessed, roster: Mapping[str, weeks.Team], week: IsoWeek, on: date
    ) -> Selection:
        catalogue = self.app.catalogue(on)
        acts.second_visits.draw_second_visits(context, on)
        return choosing.select(
            assessed.assessments,
            acts.weeks.open_mandates(context, None, on),
            self._rooms(roster, on),
            weeks.policies(catalogue).selection,
            int(SEEDS * uniforms(self.seed, "draw", [str(week)])[0]),
            days_of=weeks.worked_days(catalogue, week, roster),
            cooling_off=acts.weeks.cooling_off(context, on, week),
            owed=acts.choices.owed_visits(context, week),
        )

    def _rooms(self, roster: Mapping[str, weeks.Team], on: date) -> dict[str, int]:
        """Return how many visits each district is given."""
        room = weeks.capacities(roster, self.app.catalogue(on))
        return room if self.room is None else {name: min(self.room, visits) for name, visits in room.items()}

    def _placed(self, selection: Selection, offered: _Offered, roster: _Roster, catalogue: Catalogue) -> _Plans:
        """Return rounds that were placed one stop after the other."""
        hop = catalogue.travel.access_minutes + catalogue.planning.hop_minutes
        sector_of = {one.workplace: one.sector for one in selection.chosen}
        sharing = Sharing(sector_of=sector_of, shares=catalogue.selection.risk_shares)
        return {name: place(offered[name], roster[name], hop, sharing, self.room) for name in roster}

    def _searched(self, selection: Selection, offered: _Offered, roster: _Roster, catalogue: Catalogue) -> _Plans:
        """Return rounds as the planner finds them, with real travel times: each district by a worker of its own."""
        app, travel = self.app, weeks.settled_travel(self.app, offered, roster, catalogue)
        rules, cap = weeks.policies(catalogue).rounds, float(app.settings.planning_seconds)
        tasks = [
            weeks.DistrictTask(
                district=name, visits=offered[name], team_days=days, travel=travel[name], policy=rules,
                seed=selection.seed, seconds=cap,
            )
            for name, days in roster.items()
        ]  # fmt: skip
        return weeks.plan_each(tasks, address=app.settings.executor)

    def _bound(
        self,
        context: Context,
        assessed: weeks.Assessed,
        selection: Selection,
        roster: Mapping[str, weeks.Team],
        week: IsoWeek,
    ) -> WeekBook:
        """Place the stops, and store the week as proposed; what magistrates ordered stays apart, as in any week."""
        catalogue = self.app.catalogue(week.monday)
        offered = {
            name: weeks.visits_of(assessed, selection, name, days, week, catalogue) for name, days in roster.items()
        }
        plans = (self._searched if self.searches else self._placed)(selection, offered, roster, catalogue)
        placed = weeks.without_held(context, offered, plans, week)
        excused = weeks.with_held_back(selection, offered, plans, placed)
        shown, ordered = weeks.apart_of(excused, offered, placed)
        parts = weeks.bind(context, assessed, *shown, roster, week)
        restricted = weeks.bind(context, assessed, *ordered, roster, week)
        frames = choosing.eligible_frames(assessed.assessments, selection, self.app.catalogue(thursday(week)), plans)
        service = context.settings.service
        plan_id = acts.weeks.propose_week(
            context,
            week,
            service=service,
            parts=parts,
            restricted=[each for part in restricted for each in part.book.rounds],
        )
        of = acts.learning.FrameOf(plan_id=plan_id, week=str(week), taken_on=thursday(week))
        acts.learning.keep_eligible(context, of, frames)
        return WeekBook.of(str(week), service, [part.book for part in parts])


def thursday(week: IsoWeek) -> date:
    """Return the day on which a week is planned: the Thursday before it."""
    return week.monday - timedelta(days=4)
