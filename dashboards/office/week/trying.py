"""An edit as the address says it, and what the planner answers: what it costs each round, which rule it breaks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dashboards.office.week.words import Words
from inspection.errors import PlanningFault
from inspection.planning.editing import Drop, Edit, Move, Pin, RoundCost, Swap, Tried
from inspection.planning.problem import Key, Violation
from inspection.weeks.replanned import OpenPlan, tried_edit

ACTS = ("move", "swap", "drop", "pin", "unpin")
MOST_PLACES = 12
MOST_MINUTES = 720  # what a form may say; the rules of work judge it


@dataclass(frozen=True, kw_only=True)
class CostLine:
    """One line of what an edit costs: before, after and the difference, as words."""

    what: str
    before: str
    after: str
    change: str


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What the planner says of an edit.

    broken
        A sentence for each rule that it breaks; empty where it may be kept.
    hours
        Other visits that get another hour: name, before, after.
    """

    edit: Edit
    tried: Tried
    costs: tuple[CostLine, ...]
    total: CostLine | None
    broken: tuple[str, ...]
    hours: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, kw_only=True)
class Offer:
    """What it would come to to bring the visit elsewhere: the minutes on the road, or the rules against it."""

    team: str
    day: date
    to: str
    change: str
    broken: tuple[str, ...]


def edit_in(fields: Mapping[str, str], plan: OpenPlan) -> Edit | None:
    """Return the edit that an address or a form names, None for one that only looks.

    Errors: `PlanningFault` PLAN-352 for a visit that the plan does not know, PLAN-354 for a team-day that cannot be
    read.
    """
    act = fields.get("act", "")
    if act not in ACTS or not fields.get("visit"):
        return None
    visit = plan.visit(fields["visit"])
    match act:
        case "move":
            team, day = key_in(fields.get("to", ""), plan)
            earlier, later = (_minutes(fields.get(name, "")) for name in ("earlier", "later"))
            place = _place(fields.get("place", ""))
            return Move(visit=visit, team=team, day=day, place=place, earlier=earlier, later=later)
        case "swap":
            return Swap(visit=visit, other=plan.visit(fields.get("other", "")))
        case "drop":
            return Drop(visit=visit)
    return Pin(visit=visit, holds=act == "pin")


def key_in(text: str, plan: OpenPlan) -> Key:
    """Return a team-day as an address writes it, `TEAM@2026-12-07`.

    Errors: `PlanningFault` PLAN-354.
    """
    team, _, day = text.rpartition("@")
    try:
        return team, date.fromisoformat(day)
    except ValueError:
        raise PlanningFault("PLAN-354", plan=plan.opened.week) from None


def key_text(key: Key) -> str:
    """Return a team-day as an address writes it."""
    return f"{key[0]}@{key[1].isoformat()}"


def answer_of(plan: OpenPlan, edit: Edit, words: Words) -> Answer:
    """Return what an edit costs and breaks, in words."""
    tried = tried_edit(plan, edit)
    before, after = tried.road
    total = CostLine(
        what=words.say("cost.total"),
        before=words.length(before),
        after=words.length(after),
        change=words.change(after - before),
    )
    return Answer(
        edit=edit,
        tried=tried,
        costs=tuple(line for one in tried.costs for line in _lines(one, words)),
        total=total if tried.costs else None,
        broken=broken_of(plan, tried, words),
        hours=tuple(
            (plan.name(plan.workplace(name)), words.clock(was), words.clock(now)) for name, was, now in tried.hours
        ),
    )


def offer_of(plan: OpenPlan, tried: Tried, words: Words) -> Offer:
    """Return one offer in words."""
    edit = tried.edit
    assert isinstance(edit, Move)  # noqa: S101  offers are moves
    before, after = tried.road
    return Offer(
        team=words.team(edit.team),
        day=edit.day,
        to=key_text(edit.key),
        change=words.change(after - before),
        broken=broken_of(plan, tried, words),
    )


def broken_of(plan: OpenPlan, tried: Tried, words: Words) -> tuple[str, ...]:
    """Return a sentence for each rule that an edit breaks: its name, where, and by how much where that is a time."""
    return tuple(dict.fromkeys(_broken(plan, tried, one, words) for one in tried.broken))


def _broken(plan: OpenPlan, tried: Tried, one: Violation, words: Words) -> str:
    said = words.say(f"rule.{one.rule}")
    is_named = one.visit is not None and one.visit in plan.question.known
    named = plan.name(plan.workplace(one.visit)) if is_named and one.visit else ""
    where = f"{words.team(one.team)}, {words.day(one.day)}" if one.team and one.day else ""
    lacking = _lacking(plan, tried, one)
    told = words.say("rule.short", length=words.length(lacking)) if lacking >= 1 else ""
    about = ", ".join(part for part in (named, where) if part)
    return " ".join(part for part in (f"{said} ({about})." if about else f"{said}.", told) if part)


def _lacking(plan: OpenPlan, tried: Tried, one: Violation) -> float:
    """Return the minutes by which a rule of time is missed, 0 where it is none that minutes tell of."""
    cost = next((each for each in tried.costs if each.key == (one.team, one.day)), None)
    if cost is None or cost.leaves[1] is None or cost.back[1] is None or cost.key not in plan.question.roster:
        return 0.0
    day = next(each for each in tried.team_days if each.key == cost.key)
    leaves, back = cost.leaves[1], cost.back[1]
    longest = min(plan.question.policy.longest_day_minutes, day.longest or float("inf"))
    late = {"shift": max(back - day.shift[1], day.shift[0] - leaves), "longest_day": back - leaves - longest}
    return max(0.0, late.get(one.rule, 0.0))


def _lines(one: RoundCost, words: Words) -> Sequence[CostLine]:
    team, day = one.key
    name = f"{words.team(team)}, {words.day(day)}"
    road = CostLine(
        what=words.say("cost.road", team=name),
        before=words.length(one.road[0]),
        after=words.length(one.road[1]),
        change=words.change(one.road[1] - one.road[0]),
    )
    was, now = one.back
    late = words.change(now - was) if was is not None and now is not None else "–"
    back = CostLine(
        what=words.say("cost.back", team=name),
        before=words.clock(was) if was is not None else "–",
        after=words.clock(now) if now is not None else "–",
        change=late,
    )
    return road, back


def _place(text: str) -> int | None:
    return int(text) - 1 if text.isdigit() and 0 < int(text) <= MOST_PLACES else None


def _minutes(text: str) -> float:
    return float(text) if text.isdigit() and int(text) <= MOST_MINUTES else 0.0
