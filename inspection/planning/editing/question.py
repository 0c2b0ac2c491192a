"""A plan that somebody wants to change by hand, with what it was planned from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from inspection.planning.problem import (
    Key,
    Round,
    RoundPolicy,
    TeamDay,
    TravelTimes,
    Violation,
    Visit,
    WeekPlan,
    verify,
)


@dataclass(frozen=True, kw_only=True)
class Question:
    """A plan that somebody wants to change, with what it was planned from.

    frozen
        Team-days that have begun: nobody changes them.
    done
        Visits that were answered: nobody moves them any more.
    unseen
        Visits that whoever edits may not know of: others are judged beside them, and no figure or rule tells of them.
    """

    plan: WeekPlan
    visits: tuple[Visit, ...]
    team_days: tuple[TeamDay, ...]
    travel: TravelTimes
    policy: RoundPolicy
    frozen: frozenset[Key] = frozenset()
    done: frozenset[str] = frozenset()
    unseen: frozenset[str] = frozenset()

    @cached_property
    def known(self) -> Mapping[str, Visit]:
        """Every visit by its id."""
        return {visit.id: visit for visit in self.visits}

    @cached_property
    def roster(self) -> Mapping[Key, TeamDay]:
        """Every team-day by its key."""
        return {day.key: day for day in self.team_days}

    @cached_property
    def rounds(self) -> Mapping[Key, Round]:
        """Every round by its team-day."""
        return {each.key: each for each in self.plan.rounds if each.stops}

    @cached_property
    def places(self) -> Mapping[str, tuple[Key, ...]]:
        """Where each placed visit is; several team-days for one of several teams."""
        found: dict[str, tuple[Key, ...]] = {}
        for key, each in self.rounds.items():
            for stop in each.stops:
                found[stop.visit] = (*found.get(stop.visit, ()), key)
        return found

    @cached_property
    def broken(self) -> tuple[Violation, ...]:
        """What the plan breaks as it stands: nothing, unless a roster or a rule changed since it was made."""
        return tuple(self.judged(self.plan, self.visits))

    @cached_property
    def siblings(self) -> Mapping[str, tuple[str, ...]]:
        """The visits of each workplace, one for each kind of day; at most one of them has a place."""
        found: dict[str, tuple[str, ...]] = {}
        for visit in self.visits:
            mine = found.get(visit.workplace, ())
            found[visit.workplace] = mine if visit.id in self.unseen else (*mine, visit.id)
        return found

    @cached_property
    def unseen_places(self) -> frozenset[str]:
        """The workplaces of what whoever edits may not know of."""
        return frozenset(self.known[name].workplace for name in self.unseen)

    def placed(self, visit: str) -> str:
        """Return which visit of the same workplace has a place; the one that is named where none has."""
        mine = self.siblings[self.known[visit].workplace]
        return next((name for name in (visit, *mine) if name in self.places), visit)

    def of_day(self, visit: str, day: date) -> str:
        """Return which visit of the same workplace may be made on a day; the one that is named where none may."""
        mine = self.siblings[self.known[visit].workplace]
        return next((name for name in (visit, *mine) if day in self.known[name].days), visit)

    def judged(self, plan: WeekPlan, visits: Sequence[Visit]) -> list[Violation]:
        """Return what a plan breaks; rounds that have begun stay as they are."""
        return verify(plan, visits, self.team_days, self.travel, self.policy, start=self.plan, frozen=self.frozen)
