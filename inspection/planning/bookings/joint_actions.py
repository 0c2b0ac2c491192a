"""Joint actions as the planner takes them: booked visits that stand in the place of whatever else a week offers there.

A moment is fixed (one day, a window of one minute) or free (days and windows among which the planner chooses). Whether
the teams of a roster can carry an action out is asked here as well, at booking, when nothing is planned yet: roads,
rests and other visits of the week are not looked at, so "no" is certain and "yes" is the planner's to confirm.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from inspection.planning.problem import Point, TeamDay, Visit, Window

QUARTER = 15  # minutes: people of several services meet at a quarter of an hour, not at 10:07
BARS = ("outside_every_shift", "team_size", "language", "skill", "too_few_teams")


@dataclass(frozen=True, kw_only=True)
class JointAction:
    """One district's part of a booked joint action.

    reference
        What people call the action; it tells several actions apart.
    teams
        Teams of this district that start in the same minute; each meets size, languages and skills by itself.
    windows
        Spans in which it may start, in minutes of `days`; (t, t) for a fixed moment.
    languages
        Alternatives, one of which each team speaks; empty: those in which the place's report may be drawn up.
    required
        Whether the week must place it; otherwise it competes by its value.
    point
        Where it is, for a district whose own selection does not hold the workplace.
    """

    reference: str
    workplace: str
    minutes: float
    teams: int
    windows: tuple[Window, ...]
    days: frozenset[date]
    languages: frozenset[str] = frozenset()
    skills: frozenset[str] = frozenset()
    team_size: int = 1
    required: bool = True
    point: Point | None = None

    @property
    def is_fixed(self) -> bool:
        """Tell whether day and minute are given."""
        return len(self.days) == 1 and len(self.windows) == 1 and self.windows[0][0] == self.windows[0][1]


def with_actions(visits: Iterable[Visit], actions: Iterable[JointAction]) -> tuple[Visit, ...]:
    """Return the visits of a week with each booked action in the place of every other visit at its workplace.

    So a workplace has one placed visit a week, whichever arm chose it. An action stands where it is known from a visit
    that was offered, or from its own `point`; one that is known from neither is left out, and its workplace's mandate
    is listed as one that no register knows. Doing it twice changes nothing.
    """
    offered, booked = tuple(visits), {action.workplace: action for action in actions}
    first = {visit.workplace: visit for visit in reversed(offered) if visit.workplace in booked}
    kept = [visit for visit in offered if visit.workplace not in booked]
    made = (_visit(action, first.get(workplace)) for workplace, action in sorted(booked.items()))
    return (*kept, *(visit for visit in made if visit is not None))


def quarters(windows: Iterable[Window]) -> tuple[Window, ...]:
    """Return the quarters of an hour within windows, each as a window of one minute."""
    starts = {
        float(minute)
        for opens, closes in windows
        for minute in range(-int(-opens // QUARTER) * QUARTER, int(closes) + 1, QUARTER)
    }
    return tuple((start, start) for start in sorted(starts))


def rule_against(action: JointAction, team_days: Sequence[TeamDay]) -> str | None:
    """Return the named rule (`BARS`) that keeps a roster from carrying an action out, None where nothing does."""
    open_to_all = replace(action, languages=frozenset(), skills=frozenset(), team_size=1)
    anybody = _most(open_to_all, team_days)
    if not anybody:
        return "outside_every_shift"
    alone = {
        "team_size": replace(open_to_all, team_size=action.team_size),
        "language": replace(open_to_all, languages=action.languages),
        "skill": replace(open_to_all, skills=action.skills),
    }
    if anybody >= action.teams:
        for rule, only in alone.items():
            if _most(only, team_days) < action.teams:
                return rule
    return "too_few_teams" if _most(action, team_days) < action.teams else None


def clash(action: JointAction, others: Iterable[JointAction], team_days: Sequence[TeamDay]) -> JointAction | None:
    """Return another fixed action that leaves too few teams for this one, since each team is in one place at a time.

    Asked for every minute at which one of them starts: the actions that run then need teams of their own. Actions with
    a free moment are not asked: the planner moves them.
    """
    if not action.is_fixed:
        return None
    near = [other for other in others if other.is_fixed and other.days == action.days and _overlap(action, other)]
    for minute in sorted({one.windows[0][0] for one in (action, *near)}):
        running = [one for one in near if _runs_at(one, minute)]
        if running and _runs_at(action, minute) and not _has_crews([*running, action], team_days):
            return running[0]
    return None


def _visit(action: JointAction, base: Visit | None) -> Visit | None:
    point = base.point if base is not None else action.point
    if point is None:
        return None
    pinned = base.pinned if base is not None and base.pinned is not None and base.pinned[1] in action.days else None
    return Visit(
        id=f"{action.workplace}#joint",
        workplace=action.workplace,
        point=point,
        minutes=action.minutes,
        value=base.value if base is not None else 0.0,
        windows=action.windows,
        days=action.days,
        languages=action.languages or (base.languages if base is not None else frozenset()),
        skills=action.skills,
        team_size=action.team_size,
        teams=action.teams,
        required=action.required,
        pinned=pinned,
    )


def _able(action: JointAction, day: TeamDay) -> bool:
    return (
        day.day in action.days
        and day.size >= action.team_size
        and action.skills <= day.skills
        and (not action.languages or bool(action.languages & day.languages))
    )


def _starts(action: JointAction, day: TeamDay) -> list[Window]:
    """Return the spans in which a team-day could start an action, roads left aside."""
    last = day.shift[1] - action.minutes
    spans = [(max(opens, day.shift[0]), min(closes, last)) for opens, closes in action.windows]
    return [(opens, closes) for opens, closes in spans if opens <= closes]


def _most(action: JointAction, team_days: Sequence[TeamDay]) -> int:
    """Return how many teams at most could start an action in one and the same minute."""
    best = 0
    for day in action.days:
        able = [_starts(action, each) for each in team_days if each.day == day and _able(action, each)]
        for minute in {opens for spans in able for opens, _ in spans}:
            best = max(best, sum(any(opens <= minute <= closes for opens, closes in spans) for spans in able))
    return best


def _overlap(one: JointAction, other: JointAction) -> bool:
    mine, theirs = one.windows[0][0], other.windows[0][0]
    return mine < theirs + other.minutes and theirs < mine + one.minutes


def _runs_at(action: JointAction, minute: float) -> bool:
    return action.windows[0][0] <= minute < action.windows[0][0] + action.minutes


def _has_crews(actions: Collection[JointAction], team_days: Sequence[TeamDay]) -> bool:
    """Tell whether every action gets its teams with no team in two of them: a matching by augmenting paths."""
    places = [action for action in actions for _ in range(action.teams)]
    able = [[d.team for d in team_days if _able(action, d) and _starts(action, d)] for action in places]
    held: dict[str, int] = {}
    return all(_gets_a_team(place, able, held, set()) for place in range(len(places)))


def _gets_a_team(place: int, able: Sequence[Sequence[str]], held: dict[str, int], tried: set[str]) -> bool:
    for team in able[place]:
        if team in tried:
            continue
        tried.add(team)
        if team not in held or _gets_a_team(held[team], able, held, tried):
            held[team] = place
            return True
    return False
