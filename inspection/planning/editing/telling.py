"""What an edit is told to come to: minutes of each round, other hours, broken rules; nothing of what is unseen."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from inspection.planning.editing.question import Question
from inspection.planning.editing.timing import legs_of
from inspection.planning.problem import SAME_MINUTES, Key, Round, Violation


@dataclass(frozen=True, kw_only=True)
class RoundCost:
    """What becomes of one round, in minutes; None for one that is not there before, or not any more.

    road
        (before, after) on the road, 0 where there is no round; leaves, back: of the day.
    """

    key: Key
    road: tuple[float, float]
    leaves: tuple[float | None, float | None]
    back: tuple[float | None, float | None]


def cost_of(asked: Question, key: Key, after: Round | None) -> RoundCost:
    """Return what becomes of one round; a stop that whoever edits may not know of is in no figure."""
    pairs = [_way(asked, key, each) for each in (asked.rounds.get(key), after)]
    (one, first, last), (two, first_after, last_after) = pairs
    return RoundCost(key=key, road=(one, two), leaves=(first, first_after), back=(last, last_after))


def _way(asked: Question, key: Key, each: Round | None) -> tuple[float, float | None, float | None]:
    if each is None or not each.stops:
        return 0.0, None, None
    seen = tuple(stop for stop in each.stops if stop.visit not in asked.unseen)
    if not seen:
        return 0.0, None, None
    legs = legs_of([asked.known[stop.visit] for stop in seen], asked.roster[key], asked.travel)
    told = each if len(seen) == len(each.stops) else replace(each, stops=seen, leaves=None, back=None)
    return sum(legs), *told.span(legs[0], legs[-1])


def as_told(asked: Question, one: Violation) -> Violation:
    """Return a broken rule as it may be told: beside a visit that nobody may know of, there is no time to get there."""
    is_beside = one.rule == "workplace_twice" and one.visit in asked.known
    is_beside = is_beside and asked.known[one.visit or ""].workplace in asked.unseen_places
    if one.visit in asked.unseen or is_beside:
        return replace(one, rule="travel", visit=None, detail="no time to get there")
    return one


def moved_hours(
    asked: Question, changed: Iterable[Key], after: Mapping[Key, Round]
) -> Iterator[tuple[str, float, float]]:
    """Yield each visit that stays in its round at another hour, and its start before and after."""
    for key in changed:
        before = {stop.visit: stop.start for stop in asked.rounds[key].stops} if key in asked.rounds else {}
        for stop in after[key].stops if key in after else ():
            was = before.get(stop.visit, stop.start)
            if abs(was - stop.start) > SAME_MINUTES and stop.visit not in asked.unseen:
                yield stop.visit, was, stop.start
