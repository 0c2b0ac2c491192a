"""District weeks from a seed: candidates shaped like the field, and the team-days that a district has.

`HELD_OUT_SEEDS` are never looked at while tuning: no parameter, operator or default of the planner is chosen by what it
does on them. They are run once, for the figures that are published. Whoever changes the planner uses `TUNING_SEEDS`;
whoever changes this generator throws all earlier figures away.

Everything comes from `random.Random`, so a seed gives the same week on every machine. Nothing here is about a real
workplace: the towns, the kinds and their hours are made up after what a Belgian district looks like. Joint actions of
two teams are left out, since the other engines cannot make two teams meet. A team's shifts lie further apart than the
rest that the rules ask for, and are shorter than the longest day, so that no engine gains by not knowing these rules.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import cos, pi, radians, sin
from random import Random
from typing import Literal

from inspection.planning.problem import GreatCircle, Point, RoundPolicy, TeamDay, Visit, Window

Roster = Literal["fifteen", "three"]

TUNING_SEEDS = (11, 12, 13, 14, 15)
HELD_OUT_SEEDS = (901, 902, 903, 904, 905)
SIZES = (300, 1000, 2000, 5000)

MONDAY = date(2026, 11, 30)
WEEK = tuple(MONDAY + timedelta(days=i) for i in range(7))
POLICY = RoundPolicy(rest_minutes=660, longest_day_minutes=570, break_after_minutes=360, break_minutes=30)
CENTRE = (4.60, 50.70)
RADIUS_KM = 30.0
HOP_MINUTES = 15.0


@dataclass(frozen=True)
class Coefficients:
    """The coefficients of sectors/common/travel.yaml when this generator was made."""

    detour_factor: float = 1.3
    town_kmh: float = 22
    far_kmh: float = 85
    far_km: float = 100
    access_minutes: float = 4


TRAVEL = GreatCircle(Coefficients())


@dataclass(frozen=True, kw_only=True)
class _Kind:
    """A kind of workplace: how often it is met, when it works, how long a control lasts.

    shut
        Weekday → chance that it is closed on that day (0 is Monday).
    night
        Windows in minutes of the evening before, for the rounds that run past midnight.
    """

    share: float
    windows: tuple[Window, ...]
    minutes: tuple[int, int]
    shut: dict[int, float]
    night: tuple[Window, ...] = ()
    spread_km: float = 2.0
    skilled: float = 0.0
    sizes: tuple[int, ...] = (1, 2, 2)


_WEEKEND = {5: 0.9, 6: 1.0}
_KINDS = {
    "restaurant": _Kind(
        share=0.27, windows=((690, 840), (1080, 1290)), minutes=(60, 120), shut={0: 0.5, 1: 0.3, 6: 0.3}
    ),
    "bakery": _Kind(
        share=0.08, windows=((120, 420),), night=((1560, 1860),), minutes=(45, 75), shut={0: 0.4, 2: 0.2, 6: 0.2}
    ),
    "building site": _Kind(
        share=0.20,
        windows=((390, 780),),
        minutes=(75, 150),
        shut=_WEEKEND,
        spread_km=5.0,
        skilled=0.35,
        sizes=(2, 2, 2, 3, 3, 4),
    ),
    "farm": _Kind(
        share=0.10, windows=((420, 1020),), minutes=(90, 150), shut={5: 0.3, 6: 0.8}, spread_km=9.0, sizes=(2, 2, 3)
    ),
    "garment workshop": _Kind(share=0.07, windows=((540, 1020),), minutes=(90, 150), shut=_WEEKEND, sizes=(2, 2, 3)),
    "shop": _Kind(share=0.14, windows=((540, 1110),), minutes=(45, 75), shut={6: 0.8, 0: 0.2}),
    "car wash": _Kind(share=0.06, windows=((540, 1140),), minutes=(45, 90), shut={6: 0.3}),
    "cleaning": _Kind(
        share=0.05, windows=((360, 480), (1080, 1320)), night=((1080, 1500),), minutes=(45, 75), shut=_WEEKEND
    ),
    "bar": _Kind(
        share=0.03, windows=((1140, 1560),), night=((1140, 1590),), minutes=(60, 90), shut={0: 0.5}, sizes=(2, 2, 3)
    ),
}
_LANGUAGES = ((("fr",), 36), (("nl",), 34), (("fr", "nl"), 12), ((), 13), (("de",), 3), (("de", "fr"), 2))

_DAY, _EARLY, _EVENING, _NIGHT, _LATE = (480, 1020), (360, 870), (900, 1410), (1200, 1680), (1080, 1560)

# languages, size, skills, shift, office (0 the large town, 1 the second)
_FIFTEEN: tuple[tuple[str, int, tuple[str, ...], Window, int], ...] = (
    ("fr nl", 2, ("construction",), _DAY, 0),
    ("fr nl", 2, (), _DAY, 0),
    ("fr nl", 3, ("interpreter",), _DAY, 0),
    ("fr", 2, ("construction",), _DAY, 0),
    ("fr", 2, (), _DAY, 1),
    ("fr", 3, (), _DAY, 1),
    ("nl", 2, ("construction",), _DAY, 0),
    ("nl", 2, (), _DAY, 0),
    ("nl", 4, ("construction", "interpreter"), _DAY, 1),
    ("fr de", 2, (), _DAY, 0),
    ("fr nl de", 3, ("construction", "interpreter"), _EARLY, 0),
    ("nl fr", 2, ("construction",), _EARLY, 1),
    ("fr nl", 2, (), _EVENING, 0),
    ("fr", 3, ("interpreter",), _EVENING, 0),
    ("nl", 2, (), _EVENING, 1),
)
# weekday → shift; nine rounds in the evening or at night, six by day, none closer to the next than the rest
_THREE: tuple[tuple[str, tuple[str, ...], dict[int, Window]], ...] = (
    ("fr nl", ("construction",), {0: _DAY, 1: _DAY, 3: _NIGHT, 4: _NIGHT, 5: _LATE}),
    ("fr nl de", ("interpreter",), {1: _EVENING, 2: _EVENING, 3: _EVENING, 5: _DAY, 6: _DAY}),
    ("nl fr", ("construction",), {0: _EARLY, 1: _DAY, 2: _LATE, 4: _NIGHT, 5: _NIGHT}),
)


def district_week(seed: int, candidates: int, roster: Roster = "fifteen") -> tuple[list[Visit], list[TeamDay]]:
    """Return the candidates and the team-days of one made-up week.

    candidates
        Number of visits, two variants of one workplace counted as two.
    roster
        "fifteen": fifteen teams of two to four on five days. "three": what a district often really has, three teams of
        two with nine evening or night shifts and six others in seven days.
    """
    random = Random(f"district week {roster} {candidates} {seed}")  # noqa: S311 (not for secrets)
    towns = _towns(random)
    team_days = _fifteen(towns) if roster == "fifteen" else _three(towns)
    visits: list[Visit] = []
    while len(visits) < candidates:
        visits += _workplace(random, len(visits), towns, roster)
    visits = visits[:candidates]
    _require(random, visits, team_days)
    return visits, team_days


def _towns(random: Random) -> list[tuple[Point, float, float]]:
    """Return (centre, weight, spread in km) of a large town, a second one, and smaller ones around."""
    towns = [(CENTRE, 10.0, 2.5), (_moved(CENTRE, RADIUS_KM * 0.55, random.uniform(0, 2 * pi)), 5.0, 1.8)]
    for rank in range(12):
        distance, angle = RADIUS_KM * random.random() ** 0.5, random.uniform(0, 2 * pi)
        towns.append((_moved(CENTRE, distance, angle), 4.0 / (1 + rank) ** 0.7, random.uniform(0.6, 1.5)))
    return towns


def _moved(point: Point, km: float, angle: float) -> Point:
    north, east = km * sin(angle), km * cos(angle)
    return (
        round(point[0] + east / (111.32 * cos(radians(CENTRE[1]))), 6),
        round(point[1] + north / 111.32, 6),
    )


def _fifteen(towns: Sequence[tuple[Point, float, float]]) -> list[TeamDay]:
    return [
        TeamDay(
            team=f"T{number:02}",
            day=day,
            office=towns[office][0],
            shift=shift,
            languages=frozenset(languages.split()),
            size=size,
            skills=frozenset(skills),
        )
        for number, (languages, size, skills, shift, office) in enumerate(_FIFTEEN, 1)
        for day in WEEK[:5]
    ]


def _three(towns: Sequence[tuple[Point, float, float]]) -> list[TeamDay]:
    return [
        TeamDay(
            team=f"T{number:02}",
            day=WEEK[weekday],
            office=towns[0][0],
            shift=shift,
            languages=frozenset(languages.split()),
            size=2,
            skills=frozenset(skills),
        )
        for number, (languages, skills, shifts) in enumerate(_THREE, 1)
        for weekday, shift in shifts.items()
    ]


def _workplace(random: Random, number: int, towns: Sequence[tuple[Point, float, float]], roster: Roster) -> list[Visit]:
    """Return the visits that one workplace may get: one, or two that exclude each other."""
    kind = random.choices(list(_KINDS.values()), [each.share for each in _KINDS.values()])[0]
    centre, _, spread = random.choices(towns, [weight for _, weight, _ in towns])[0]
    distance = abs(random.gauss(0, max(spread, kind.spread_km if random.random() < 0.5 else spread)))
    shut = {weekday for weekday, chance in kind.shut.items() if random.random() < chance}
    languages = random.choices([each for each, _ in _LANGUAGES], [weight for _, weight in _LANGUAGES])[0]
    skills = {"construction"} if random.random() < kind.skilled else set()
    if random.random() < 0.06:
        skills.add("interpreter")
    first = Visit(
        id=f"v{number:05}",
        workplace=f"w{number:05}",
        point=_moved(centre, min(distance, 12.0), random.uniform(0, 2 * pi)),
        minutes=5.0 * random.randint(kind.minutes[0] // 5, kind.minutes[1] // 5),
        value=_value(random),
        windows=kind.windows,
        days=frozenset(day for day in WEEK if day.weekday() not in shut),
        languages=frozenset(languages),
        skills=frozenset(skills),
        team_size=random.choice(kind.sizes),
    )
    return [first, *_variant(random, first, number + 1, kind, shut, roster)]


def _value(random: Random) -> float:
    """Return 1000 × the chance that a control finds something: mostly small, now and then large."""
    return round(1000 * random.betavariate(1.3, 6.5), 1) + 1.0


def _variant(random: Random, first: Visit, number: int, kind: _Kind, shut: set[int], roster: Roster) -> list[Visit]:
    """Return the other way to control the same workplace: on the night before, or a shorter look."""
    name = f"v{number:05}"
    if kind.night and roster == "three":
        evenings = frozenset(day for day in WEEK if (day.weekday() + 1) % 7 not in shut)
        return [replace(first, id=name, windows=kind.night, days=evenings)]
    if first.minutes >= 90 and random.random() < 0.10:
        return [replace(first, id=name, minutes=first.minutes / 2, value=round(first.value * 0.6, 1))]
    return []


def _require(random: Random, visits: list[Visit], team_days: Sequence[TeamDay]) -> None:
    """Make 8 to 12 % of what fits required: half by lot on one drawn day, half mandated on any day.

    Only what some team-day can reach alone is taken, and one visit of a workplace.
    """
    minutes = sum(day.shift[1] - day.shift[0] for day in team_days)
    fits = min(len(visits), minutes / (sum(visit.minutes for visit in visits) / len(visits) + HOP_MINUTES))
    wanted, taken = round(fits * random.uniform(0.08, 0.12)), set[str]()
    for number in random.sample(range(len(visits)), len(visits)):
        visit = visits[number]
        days = sorted({each.day for each in team_days if each.day in visit.days and _can_make(each, visit)})
        if visit.workplace in taken or not days:
            continue
        if len(taken) == wanted:
            return
        drawn = frozenset([random.choice(days)]) if len(taken) % 2 == 0 else visit.days
        visits[number] = replace(visit, required=True, days=drawn)
        taken.add(visit.workplace)


def _can_make(day: TeamDay, visit: Visit) -> bool:
    """Say whether this team-day could make the visit if it made nothing else."""
    if visit.languages and not visit.languages & day.languages:
        return False
    if not visit.skills <= day.skills or visit.team_size > day.size:
        return False
    way = float(TRAVEL.minutes([day.office, visit.point])[0, 1])
    earliest, latest = day.shift[0] + way, day.shift[1] - way - visit.minutes
    return any(max(first, earliest) <= min(last, latest) for first, last in visit.windows)
