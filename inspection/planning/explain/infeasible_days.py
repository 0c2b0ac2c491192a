"""Which rules keep a visit out of every team-day of an empty week, and on which team-day the fewest do."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations

from inspection.planning.explain.empty_week import Ease, EmptyWeek, extend, tighten
from inspection.planning.search import misfits

# In the order in which a rule is named where relaxing any one of several would do: what the roster lacks, then hours,
# then the days that were asked for.
EMPTY_WEEK_RULES = (
    "no_team_speaks_the_language",
    "no_team_has_the_skill",
    "no_team_is_large_enough",
    "place_unreachable",
    "no_shift_reaches_the_window",
    "day_too_long",
    "no_time_for_the_break",
    "no_rest_between_days",
    "team_days_are_frozen",
    "no_team_works_on_that_day",
    "pinned_elsewhere",
    "pinned_team_absent",
)
TOO_FEW, APART = "too_few_teams_on_that_day", "no_common_minute"
PINNED = frozenset({"pinned_elsewhere", "pinned_team_absent"})


@dataclass(frozen=True, kw_only=True)
class Case:
    """One way of making an impossible visit possible: these rules lifted on these team-days.

    d
        The team-day that is named.
    able
        The team-days that can make the visit then; more than one for a visit of several teams.
    ease
        By how much the rules of time are lifted; further: teams that are needed besides, each like the named one.
    teams
        How many start together; must: the team-day of a pin that stays, which has to be among them.
    """

    rules: frozenset[str]
    d: int
    able: tuple[int, ...]
    ease: Ease
    further: int = 0

    teams: int = 1
    must: int | None = None

    @property
    def rank(self) -> tuple[object, ...]:
        """Return what makes one case closer than another: fewer rules, then their order, then fewer minutes."""
        order = sorted((*EMPTY_WEEK_RULES, TOO_FEW, APART).index(rule) for rule in self.rules)
        ease = self.ease
        return len(self.rules), order, ease.earlier + ease.later + ease.longer + ease.less_rest, self.further, self.d

    def holds(self, empty: EmptyWeek, visit: int, ease: Ease) -> bool:
        """Tell whether the able team-days can make the visit with this ease instead."""
        if empty.instance.visits[visit].teams == 1:
            return empty.fits(visit, self.d, ease)
        return empty.meet(visit, self.able, ease, must=self.must, more=self.further)


def cases(empty: EmptyWeek, visit: int) -> list[Case]:
    """Return the cases of a visit with the fewest rules, the closest first; none where an empty week holds it."""
    joint = empty.instance.visits[visit].teams > 1
    found = _of_several(empty, visit) if joint else _of_one(empty, visit)
    fewest = min(len(case.rules) for case in found)
    if not fewest:
        return []
    found = [_tight(empty, visit, case) for case in found if len(case.rules) == fewest]
    return sorted(found, key=lambda case: case.rank)


def fails(empty: EmptyWeek, visit: int, d: int) -> frozenset[str]:
    """Return the fewest rules by which team-day d, empty, cannot make the visit; none where it can."""
    return _fixed(empty, visit, d) | empty.rules(visit, d)


def _fixed(empty: EmptyWeek, visit: int, d: int) -> frozenset[str]:
    """Return those of the rules that have nothing to do with time."""
    instance = empty.instance
    asked = instance.visits[visit]
    rules = set(misfits(asked, instance.team_days[d])) - PINNED
    if asked.pinned is not None and asked.pinned not in {day.key for day in instance.team_days}:
        rules.add("pinned_team_absent")
    elif "pinned_team_absent" in misfits(asked, instance.team_days[d]):
        rules.add("pinned_elsewhere")
    if d in instance.frozen:
        rules.add("team_days_are_frozen")
    return frozenset(rules)


def _of_one(empty: EmptyWeek, visit: int) -> list[Case]:
    fixed = [_fixed(empty, visit, d) for d in range(len(empty.instance.team_days))]
    found: list[Case] = []
    fewest = len(EMPTY_WEEK_RULES)
    for d in sorted(range(len(fixed)), key=lambda d: (len(fixed[d]), d)):
        if len(fixed[d]) <= fewest:  # more can never be the closest
            rules = fixed[d] | empty.rules(visit, d)
            fewest = min(fewest, len(rules))
            found.append(Case(rules=rules, d=d, able=(d,), ease=empty.full(visit, rules)))
    return found


def _of_several(empty: EmptyWeek, visit: int) -> list[Case]:
    dates: dict[date, dict[int, frozenset[str]]] = {}
    for d, day in enumerate(empty.instance.team_days):
        dates.setdefault(day.day, {})[d] = fails(empty, visit, d)
    return [case for on in dates.values() for case in _of_date(empty, visit, on)]


def _of_date(empty: EmptyWeek, visit: int, on: Mapping[int, frozenset[str]]) -> Iterator[Case]:
    """Yield what would bring the teams together on one date: rules lifted, further teams, or a common minute."""
    for rules in _unions(on.values(), empty.instance.visits[visit].teams):
        able = sorted((d for d in on if on[d] <= rules), key=lambda d: (len(on[d]), d))
        must = None if rules & PINNED else _pinned(empty, visit, on)
        if must is None or must in able:
            first = able[0] if must is None else must
            yield _together(empty, visit, rules, (first, *(d for d in able if d != first)), must)


def _unions(sets: Collection[frozenset[str]], most: int) -> list[frozenset[str]]:
    known = sorted(set(sets), key=sorted)
    return sorted(
        {frozenset().union(*some) for n in range(1, min(most, 3) + 1) for some in combinations(known, n)},
        key=lambda rules: (len(rules), sorted(rules)),
    )


def _pinned(empty: EmptyWeek, visit: int, on: Collection[int]) -> int | None:
    days, pinned = empty.instance.team_days, empty.instance.visits[visit].pinned
    return next((d for d in on if days[d].key == pinned), None)


def _together(empty: EmptyWeek, visit: int, rules: frozenset[str], able: tuple[int, ...], must: int | None) -> Case:
    teams, full = empty.instance.visits[visit].teams, empty.full(visit, rules)
    case = Case(rules=rules, d=able[0], able=able, ease=full, further=max(0, teams - len(able)), teams=teams, must=must)
    met = case.holds(empty, visit, full)
    if case.further:  # where nobody else who is there shares a minute with the named team, all others are missing
        return replace(case, rules=rules | {TOO_FEW}, further=case.further if met else teams - 1)
    if met:
        return case
    shift = extend(lambda ease: case.holds(empty, visit, ease), full)
    if shift is not None:
        return replace(case, rules=rules | {APART}, ease=shift)
    return replace(case, rules=rules | {APART}, further=teams - 1)


def _tight(empty: EmptyWeek, visit: int, case: Case) -> Case:
    """Return the case with as few minutes as it takes."""
    return replace(case, ease=tighten(lambda ease: case.holds(empty, visit, ease), case.ease, case.rules))
