"""One edit tried: changed rounds timed as the planner times them, the whole judged by the verifier, the cost told."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from inspection.errors import PlanningFault
from inspection.planning.editing.edits import BY_HAND, Drop, Edit, Move, Pin, Swap, visits_of
from inspection.planning.editing.question import Question
from inspection.planning.editing.telling import RoundCost, as_told, cost_of, moved_hours
from inspection.planning.editing.timing import held, legs_of, plainly, timed
from inspection.planning.problem import Alternative, Key, Round, TeamDay, Violation, Visit, WeekPlan, Why

Orders = Mapping[Key, tuple[str, ...]]


@dataclass(frozen=True, kw_only=True)
class Tried:
    """What an edit comes to.

    plan, visits, team_days
        As they would be; also where it is refused, so that it can be shown.
    broken
        The rules that it breaks besides those that were broken before; none where it is accepted.
    costs
        Each round that it changes.
    hours
        Visits that stay in their round at another hour: (visit, start before, start after).
    value
        What the week is worth more, in the planner's unit.
    """

    edit: Edit
    plan: WeekPlan
    visits: tuple[Visit, ...]
    team_days: tuple[TeamDay, ...]
    broken: tuple[Violation, ...]
    costs: tuple[RoundCost, ...]
    hours: tuple[tuple[str, float, float], ...]
    value: float

    @property
    def is_accepted(self) -> bool:
        """Tell whether every rule is kept."""
        return not self.broken

    @property
    def road(self) -> tuple[float, float]:
        """Return the minutes on the road of all changed rounds, before and after."""
        return sum(one.road[0] for one in self.costs), sum(one.road[1] for one in self.costs)


def try_edit(asked: Question, edit: Edit) -> Tried:
    """Return what an edit costs and breaks, as the planner times rounds and the verifier judges them.

    Errors: `PlanningFault` PLAN-352 for a visit that the plan does not know, or that has no place to be taken from.
    """
    _require_known(asked, edit)
    if isinstance(edit, Pin):
        return _pinned(asked, edit)
    if (barred := _barred(asked, edit)) is not None:
        return _as_it_was(asked, edit, barred)
    if isinstance(edit, Move):
        asked = _with_hours(asked, edit)
        edit = replace(edit, place=_nearest_place(asked, edit)) if edit.place is None else edit
    return _made(asked, edit, _orders(asked, edit))


def offers(asked: Question, visit: str, keys: Iterable[Key]) -> Iterator[Tried]:
    """Yield what it would come to to move a visit to each of these team-days, where its way is shortest there."""
    here = asked.places.get(asked.placed(visit), ())
    for team, day in keys:
        if (team, day) not in here:
            yield try_edit(asked, Move(visit=visit, team=team, day=day))


def _with_hours(asked: Question, edit: Move) -> Question:
    """Return the question with the hours that somebody grants the team on that day."""
    if not edit.earlier and not edit.later:
        return asked
    first, last = asked.roster[edit.key].shift
    longer = replace(asked.roster[edit.key], shift=(first - edit.earlier, last + edit.later))
    return replace(asked, team_days=tuple(longer if day.key == edit.key else day for day in asked.team_days))


def _require_known(asked: Question, edit: Edit) -> None:
    for name in visits_of(edit):
        if name not in asked.known or (asked.placed(name) not in asked.places and not isinstance(edit, Move)):
            raise PlanningFault("PLAN-352")


def _barred(asked: Question, edit: Move | Swap | Drop) -> Violation | None:
    """Return the rule that forbids an edit before anything is timed."""
    names = [asked.placed(name) for name in visits_of(edit)]
    keys = [key for name in names for key in asked.places.get(name, ())]
    touched = [*keys, edit.key] if isinstance(edit, Move) else keys
    begun = next((key for key in touched if key in asked.frozen), None)
    if begun is not None or asked.done & set(names):
        return _violation("frozen", begun or touched[0], names[0], "the round has begun, or the visit was answered")
    joint = next((name for name in names if asked.known[name].teams > 1), None)
    if joint is not None:
        return _violation("teams_together", touched[0], joint, "several teams come together")
    if isinstance(edit, Move) and edit.key not in asked.roster:
        return _violation("unknown_team_day", edit.key, edit.visit, "not in roster")
    if isinstance(edit, Drop) and asked.known[names[0]].pinned is not None:
        return _violation("pinned", keys[0], names[0], "held to its team and day")
    return None


def _orders(asked: Question, edit: Move | Swap | Drop) -> Orders:
    """Return the stops of each round that an edit changes, in their new order."""
    orders = {key: [stop.visit for stop in each.stops] for key, each in asked.rounds.items()}
    names = [asked.placed(name) for name in visits_of(edit)]
    changed = {key for name in names for key in asked.places.get(name, ())}
    for key in changed:
        if isinstance(edit, Swap):
            other = dict(zip(names, reversed(names), strict=True))
            orders[key] = [asked.of_day(other[n], key[1]) if n in other else n for n in orders[key]]
        else:
            orders[key].remove(names[0])
    if isinstance(edit, Move):
        changed.add(edit.key)
        orders.setdefault(edit.key, []).insert(edit.place or 0, asked.of_day(edit.visit, edit.day))
    return {key: tuple(orders[key]) for key in sorted(changed, key=lambda key: (len(orders[key]), key[1], key[0]))}


def _nearest_place(asked: Question, edit: Move) -> int:
    """Return the position at which the round keeps its rules of time with the shortest way; else that of the way."""
    day, name, gone = asked.roster[edit.key], asked.of_day(edit.visit, edit.day), asked.placed(edit.visit)
    held_now = asked.rounds.get(edit.key)
    others = [stop.visit for stop in held_now.stops if stop.visit != gone] if held_now else []
    orders = [(*others[:n], name, *others[n:]) for n in range(len(others) + 1)]
    roads = [sum(legs_of([asked.known[v] for v in order], day, asked.travel)) for order in orders]
    ways = sorted(range(len(orders)), key=lambda n: (round(roads[n], 6), -n))  # a later place moves fewer hours
    spans = _spans(asked, _of_team(asked.rounds, edit.key))
    return next((n for n in ways if _timed(asked, edit.key, orders[n], spans) is not None), ways[0])


def _timed(asked: Question, key: Key, order: Sequence[str], spans: Mapping[Key, tuple[float, float]]) -> Round | None:
    day = asked.roster[key]
    beside = [other for other in asked.team_days if other.team == day.team and other.key != key]
    return timed(_visits(asked, key, order), day, beside, spans, asked.travel, asked.policy)


def _visits(asked: Question, key: Key, order: Sequence[str]) -> list[Visit]:
    """Return the visits of a round; those of several teams as they are held by the others."""
    each = asked.rounds.get(key)
    starts = {stop.visit: stop.start for stop in each.stops} if each else {}
    return [held(asked.known[name], starts.get(name)) for name in order]


def _spans(asked: Question, rounds: Mapping[Key, Round]) -> dict[Key, tuple[float, float]]:
    return {key: _span(asked, each) for key, each in rounds.items() if each.stops and key in asked.roster}


def _span(asked: Question, each: Round) -> tuple[float, float]:
    legs = legs_of([asked.known[stop.visit] for stop in each.stops], asked.roster[each.key], asked.travel)
    return each.span(legs[0], legs[-1])


def _of_team(rounds: Mapping[Key, Round], key: Key) -> dict[Key, Round]:
    """Return the rounds of one team: the times of others do not bind it."""
    return {other: each for other, each in rounds.items() if other[0] == key[0]}


def _made(asked: Question, edit: Edit, orders: Orders) -> Tried:
    """Return the plan with these rounds in their new order; a round without times is judged as plainly as can be."""
    rounds = {key: each for key, each in asked.rounds.items() if key not in orders}
    for key in (key for key in orders if orders[key]):
        found = _timed(asked, key, orders[key], _spans(asked, _of_team(rounds, key)))
        rounds[key] = found or plainly(_visits(asked, key, orders[key]), asked.roster[key], asked.travel)
    placed = [stop.visit for each in rounds.values() for stop in each.stops]
    plan = replace(
        asked.plan,
        rounds=tuple(rounds[key] for key in sorted(rounds, key=lambda key: (key[1], key[0]))),
        value=sum(asked.known[name].value for name in dict.fromkeys(placed)),
        unplaced=_unplaced(asked, edit, set(placed)),
        changes=asked.plan.changes + 1,
        alternatives=_alternatives(asked, orders, set(placed)),
    )
    return _judged(asked, edit, plan, asked.visits, orders)


def _unplaced(asked: Question, edit: Edit, placed: set[str]) -> dict[str, Why]:
    kept = {name: why for name, why in asked.plan.unplaced.items() if name not in placed}
    if isinstance(edit, Drop) and asked.known[asked.placed(edit.visit)].required:
        kept[asked.placed(edit.visit)] = Why(rule=BY_HAND)
    return kept


def _alternatives(asked: Question, orders: Orders, placed: set[str]) -> dict[str, Alternative]:
    """Return what could stand in where nothing changed: for other hours nobody worked it out."""
    moved = {name for key in orders for name in orders[key]}
    return {
        name: other
        for name, other in asked.plan.alternatives.items()
        if name in placed and name not in moved and other.visit not in placed
    }


def _judged(asked: Question, edit: Edit, plan: WeekPlan, visits: tuple[Visit, ...], orders: Orders) -> Tried:
    known = set(asked.broken)
    after = {each.key: each for each in plan.rounds}
    return Tried(
        edit=edit,
        plan=plan,
        visits=visits,
        team_days=asked.team_days,
        broken=tuple(as_told(asked, one) for one in asked.judged(plan, visits) if one not in known),
        costs=tuple(cost_of(asked, key, after.get(key)) for key in sorted(orders, key=lambda key: (key[1], key[0]))),
        hours=tuple(moved_hours(asked, orders, after)),
        value=plan.value - asked.plan.value,
    )


def _pinned(asked: Question, edit: Pin) -> Tried:
    name = asked.placed(edit.visit)
    (key, *_), mine = asked.places[name], asked.siblings[asked.known[name].workplace]
    visits = tuple(
        replace(visit, pinned=key if edit.holds else None) if visit.id in mine else visit for visit in asked.visits
    )
    return _judged(asked, edit, asked.plan, visits, {})


def _as_it_was(asked: Question, edit: Edit, barred: Violation) -> Tried:
    return Tried(
        edit=edit,
        plan=asked.plan,
        visits=asked.visits,
        team_days=asked.team_days,
        broken=(barred,),
        costs=(),
        hours=(),
        value=0.0,
    )


def _violation(rule: str, key: Key | None, visit: str, detail: str) -> Violation:
    team, day = key or (None, None)
    return Violation(rule=rule, team=team, day=day, visit=visit, detail=detail)
