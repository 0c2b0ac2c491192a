"""A year of an invented service: every week the product's own selection chooses, and simulated inspectors carry it out.

What they find follows a hidden truth. Everything goes through the acts that a real week goes through, in the order of
its moments; running it again adds nothing, and one that was stopped goes on where it stood.
"""

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cached_property, partial
from pathlib import Path
from typing import Self

from inspection import acts, weeks
from inspection.demo.actors import Place, introduce_actors
from inspection.demo.past import acting, complaint_events, enrol_outsiders, on_call_events
from inspection.demo.policy import lay_objectives
from inspection.demo.year.carrying import Carrier, places_of
from inspection.demo.year.choosing import Chooser, thursday
from inspection.demo.year.diary import Diary
from inspection.demo.year.learning import adopt_better_cards
from inspection.demo.year.planned import FILE, Planned
from inspection.demo.year.rewound import Rewound
from inspection.demo.year.truth import Truth
from inspection.life_cycles import DeliveryState, PlanState, VisitState
from inspection.reporting.week import DistrictBook, WeekBook
from inspection.store import queries
from inspection.store.views import PlanView
from inspection.time_of import IsoWeek, day_in_brussels, moment_of, now
from inspection.trust import AppContext
from sectors.reader import load_rules

_APPROVED_AT = 15 * 60  # minutes after midnight of the Thursday before
_LEARNS_AT = 5 * 60  # minutes after midnight of the Thursday on which a week is chosen
_CLOCKS_AT = 9 * 60  # minutes after midnight of the Monday after
_COPY_SENT_AFTER = timedelta(days=6)  # the demo's offices send the copy of the report in good time
_LOOKED_AHEAD = timedelta(days=30)  # clocks that end later nobody stops yet


@dataclass(frozen=True, kw_only=True)
class Lived:
    """What the store holds after a year."""

    weeks: int
    complaints: int
    controls: int
    referrals: int
    acknowledged: int
    refused: int
    unanswered: int


def live(app: AppContext, folder: Path, planned: Planned) -> Lived:
    """Let a past happen: complaints and duty rosters of the demo's files, and the weeks that were planned.

    folder
        Where `complaints.json` lies; the duty rosters lie beside it (`roster/duty.json`).
    At its end somebody of an office outside is let in for each role that the portal has, and each actor of the charter
    does something.
    """
    files = folder / "complaints.json", folder.parent / "roster" / "duty.json", folder / FILE
    year = _Year(app=app, planned=planned).with_objectives()
    year.diary.note(on_call_events(app, files[1]))
    year.diary.note(complaint_events(app, files[0]))
    year.begin()
    year.diary.live()
    enrol_outsiders(app)
    introduce_actors(app, year.places)
    for file in files:
        acts.registers.seal_what_was_read(app, file)
    return _counted(app)


@dataclass(kw_only=True)
class _Year:
    app: AppContext
    planned: Planned
    diary: Diary = field(default_factory=lambda: Diary(now()))

    @cached_property
    def every_week(self) -> list[IsoWeek]:
        """The weeks that are over, the first one first."""
        last = IsoWeek.of(self.planned.on).monday
        return [IsoWeek.of(last - timedelta(days=7 * n)) for n in range(self.planned.weeks, 0, -1)]

    @cached_property
    def districts(self) -> list[str]:
        """Those that are planned, as far as they have teams."""
        known = sorted({team.district for team in queries.teams(self.app.store)})
        return [name for name in known if not self.planned.districts or name in self.planned.districts]

    @cached_property
    def chooser(self) -> Chooser:
        """Reads the registers when the first week asks for them: a past that is there already asks for none."""
        lake = self.app.lake(self.planned.on)
        several = self.districts if self.planned.districts else None
        registers = Rewound(lake, self.planned.on, several)
        return Chooser(
            app=self.app, registers=registers, districts=self.districts, seed=self.planned.seed,
            room=self.planned.room, searches=self.planned.searches,
        )  # fmt: skip

    @cached_property
    def truth(self) -> Truth:
        """The hidden truth; it begins to drift with the first week."""
        return Truth(self.planned.seed, thursday(self.every_week[0]))

    @cached_property
    def carrier(self) -> Carrier:
        """Whoever carries the visits out."""
        return Carrier(app=self.app, planned=self.planned, truth=self.truth, diary=self.diary)

    def with_objectives(self) -> Self:
        """Return the year under objectives that the service decided on before its first week, where it decides."""
        on = thursday(self.every_week[0])
        if not self.planned.has_objectives or self.app.catalogue(on).selection.year_visits:
            return self
        context = self.app.acting_as_flow("plan_week", moment_of(on, 6 * 60))
        frame = self.chooser.assess(context, on).assessments.frame
        lay_objectives(self.app.settings, weeks.objectives_from(context, self.every_week[0], on, frame))
        return replace(self, app=replace(self.app, rules=load_rules((self.app.settings.rules,))))

    def begin(self) -> None:
        """Write down each week on its Thursday, and each Monday's look at the clocks."""
        approved = {plan.week: plan for plan in queries.plans(self.app.store) if plan.state == PlanState.APPROVED}
        for position, week in enumerate(self.every_week if self.districts else ()):
            at = moment_of(thursday(week), 6 * 60)
            plan = approved.get(str(week))
            if plan is None:
                self.diary.note([(at, 1, partial(self._choose, week))])
            elif self._open(plan):
                self.diary.note([(at, 1, partial(self._go_on, week, plan))])
            if position == self.planned.learns_after:
                learns = moment_of(thursday(week), _LEARNS_AT)
                self.diary.note([(learns, 0, partial(self._learn, learns))])
            monday = moment_of(week.monday + timedelta(days=7), _CLOCKS_AT)
            self.diary.note([(monday, 5, partial(self._stop_clocks, monday))])

    def _learn(self, at: datetime) -> None:
        """Fit cards to what was found, and let a second person approve those that are better: from the next week on.

        A year in which that happened already goes on with what was decided.
        """
        if adopt_better_cards(self.app, self.chooser.registers, at):
            self.app = replace(self.app, rules=load_rules((self.app.settings.rules,)))
            self.carrier.app, self.chooser = self.app, replace(self.chooser, app=self.app)

    def places(self) -> list[Place]:
        """Return whatever could have been chosen for the last week; assessed anew where no week was carried out now."""
        if not self.carrier.places and self.districts:
            on = thursday(self.every_week[-1])
            context = self.app.acting_as_flow("plan_week", moment_of(on, 6 * 60))
            self.carrier.places = places_of(self.chooser.assess(context, on).assessments.frame)
        return self.carrier.places

    def _choose(self, week: IsoWeek) -> None:
        assessed, book = self.chooser.propose(week)
        at = moment_of(thursday(week), _APPROVED_AT)
        acts.weeks.approve_week(acting(self.app, f"supervisor-{self.districts[0]}", at), week, book.sha256)
        self._carry_out(week, assessed, book)

    def _go_on(self, week: IsoWeek, plan: PlanView) -> None:
        """Carry out what is left of a week that was approved before somebody stopped this."""
        context = self.app.acting_as_flow("plan_week", moment_of(thursday(week), 6 * 60))
        books = [DistrictBook.parse(text) for text in queries.district_books(self.app.store, plan.id).values()]
        book = WeekBook.of(str(week), self.app.settings.service, books)
        self._carry_out(week, self.chooser.assess(context, thursday(week)), book, self._open(plan))

    def _carry_out(
        self, week: IsoWeek, assessed: weeks.Assessed, book: WeekBook, codes: frozenset[str] | None = None
    ) -> None:
        frame = assessed.assessments.frame
        odds = self.truth.odds(frame, thursday(week))
        self.planned.keep_truth(self.app.settings.home, str(week), odds)
        self.carrier.set_out(book, frame, odds, codes)

    def _open(self, plan: PlanView) -> frozenset[str]:
        """Return the codes of the visits that nobody answered."""
        return frozenset(
            v.code for v in queries.visits(self.app.store, plan_id=plan.id) if v.state == VisitState.PLANNED
        )

    def _stop_clocks(self, at: datetime) -> None:
        """Do what clocks ask for, but for those of the last days and the long ones that nobody can stop."""
        latest = at - _COPY_SENT_AFTER
        for clock in queries.running_clocks(self.app.store, day_in_brussels(at) + _LOOKED_AHEAD):
            if clock.district in self.districts and self.carrier.left_at(clock.control_id, latest) <= latest:
                acts.chasing.stop_clock(acting(self.app, clock.saved_by, at), clock.id)


def _counted(app: AppContext) -> Lived:
    states = Counter(delivery.state for delivery in queries.deliveries(app.store))
    every = queries.controls(app.store)
    return Lived(
        weeks=len({plan.week for plan in queries.plans(app.store) if plan.state == PlanState.APPROVED}),
        complaints=len(queries.complaints(app.store)),
        controls=len(every),
        referrals=sum(c.reference is not None for c in every),
        acknowledged=states[DeliveryState.ACKNOWLEDGED],
        refused=states[DeliveryState.REFUSED],
        unanswered=sum(states[state] for state in (DeliveryState.QUEUED, DeliveryState.SENT, DeliveryState.DELIVERED)),
    )
