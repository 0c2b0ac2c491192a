"""Binding a district's week: its selection, rounds and places joined into one book.

Visit codes come from outside: they can be read aloud, and say nothing about the place or the arm to somebody who finds
a calendar.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass

from inspection.i18n import Lang
from inspection.planning.problem import Help, Round, Stop, TeamDay, WeekPlan
from inspection.reporting.week.district_book import DistrictBook
from inspection.reporting.week.entries import (
    BookAlternative,
    BookDistrict,
    BookHeldRegister,
    BookHelp,
    BookJoint,
    BookReason,
    BookRound,
    BookStop,
    BookUnplaced,
)
from inspection.targeting import ARMS
from inspection.targeting.model import Chosen, Selection
from inspection.time_of import IsoWeek


@dataclass(frozen=True, kw_only=True)
class Whereabouts:
    """What a sheet says of a workplace."""

    name: str
    address: str
    postcode: str
    municipality: str
    lon: float
    lat: float
    quality: str


@dataclass(frozen=True, kw_only=True)
class TeamCard:
    """What a sheet says of a team: its language and its members' role names."""

    language: Lang
    members: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class DistrictWeek:
    """One district's part: what was selected, on which team-days, and the rounds that came of it.

    guests
        Workplaces of other districts to which this one sends teams; they are counted where they were chosen.
    """

    district: str
    selection: Selection
    team_days: tuple[TeamDay, ...]
    plan: WeekPlan
    iterations: int
    guests: tuple[Chosen, ...] = ()


def bind_district(
    week: IsoWeek,
    service: str,
    part: DistrictWeek,
    places: Mapping[str, Whereabouts],
    teams: Mapping[str, TeamCard],
    codes: Mapping[str, str],
    *,
    rules_sha256: str,
    snapshots: Mapping[str, str],
    joint: Mapping[str, BookJoint] | None = None,
    held_registers: Sequence[BookHeldRegister] = (),
) -> DistrictBook:
    """Return a district's book, all in a fixed order, so that equal weeks are equal bytes.

    places, codes
        Whereabouts and visit codes by workplace, those of guests included; more than the district's own do no harm.
    joint
        The joint action at each booked workplace; its stops may be those of teams of several districts.
    held_registers
        Deliveries of registers that were held when the week was made.
    """
    chosen = {c.workplace: c for c in (*part.guests, *part.selection.chosen)}
    return DistrictBook(
        week=str(week),
        service=service,
        seed=part.selection.seed,
        rules_sha256=rules_sha256,
        snapshots=dict(sorted(snapshots.items())),
        travel=part.plan.travel,
        figures=_figures(part),
        rounds=tuple(_rounds(part, chosen, places, teams, codes, joint or {})),
        unplaced=tuple(_unplaced(part, chosen, places)),
        held_registers=tuple(sorted(held_registers, key=lambda one: (one.register, one.day))),
        objective=part.selection.objective,
    )


def _workplace(visit: str) -> str:
    return visit.partition("#")[0]


def _figures(part: DistrictWeek) -> BookDistrict:
    arm_of = {c.workplace: c.arm for c in part.selection.chosen}
    stopped = sorted({_workplace(s.visit) for r in part.plan.rounds for s in r.stops} & set(arm_of))
    placed = [arm_of[workplace] for workplace in stopped]
    return BookDistrict(
        district=part.district,
        eligible=part.selection.frame_size,
        random=len(part.selection.arm("random")),
        mandated=len(part.selection.arm("mandated")),
        risk_offered=len(part.selection.arm("risk")),
        placed=len(placed),
        placed_by_arm={arm: placed.count(arm) for arm in ARMS},
        value=round(part.plan.value, 6),
        iterations=part.iterations,
        stopped_by=part.plan.stopped_by,
    )


def _rounds(
    part: DistrictWeek,
    chosen: Mapping[str, Chosen],
    places: Mapping[str, Whereabouts],
    teams: Mapping[str, TeamCard],
    codes: Mapping[str, str],
    joint: Mapping[str, BookJoint],
) -> Iterable[BookRound]:
    roster = {(day.team, day.day): day for day in part.team_days}
    for round_ in sorted(part.plan.rounds, key=lambda r: (r.team, r.day)):
        stops = [
            _stop(codes[w], stop, chosen[w], places[w], joint.get(w), _alternative(part, stop.visit, chosen, places))
            for stop in round_.stops
            for w in [_workplace(stop.visit)]
        ]
        yield _round(part.district, roster[round_.team, round_.day], teams[round_.team], round_, stops)


def _round(district: str, team_day: TeamDay, card: TeamCard, planned: Round, stops: Sequence[BookStop]) -> BookRound:
    return BookRound(
        district=district,
        team=team_day.team,
        day=team_day.day,
        language=card.language,
        members=card.members,
        office=team_day.office,
        shift=team_day.shift,
        stops=tuple(stops),
        leaves=None if planned.leaves is None else round(planned.leaves, 3),
        back=None if planned.back is None else round(planned.back, 3),
        pauses=tuple((round(start, 3), round(end, 3)) for start, end in planned.pauses),
    )


def _alternative(
    part: DistrictWeek, visit: str, chosen: Mapping[str, Chosen], places: Mapping[str, Whereabouts]
) -> BookAlternative | None:
    other = part.plan.alternatives.get(visit)
    if other is None:
        return None
    workplace = _workplace(other.visit)
    return BookAlternative(
        workplace=workplace,
        name=places[workplace].name,
        municipality=_municipality(places[workplace]),
        sector=chosen[workplace].sector,
        value=round(other.value, 6),
        minutes=round(other.minutes, 3),
    )


def _municipality(place: Whereabouts) -> str:
    return f"{place.postcode} {place.municipality}".strip()


def _stop(
    code: str,
    stop: Stop,
    one: Chosen,
    place: Whereabouts,
    joint: BookJoint | None,
    alternative: BookAlternative | None,
) -> BookStop:
    return BookStop(
        code=code,
        workplace=one.workplace,
        sector=one.sector,
        **asdict(place),
        arm=one.arm,
        mandate=one.mandate.origin if one.mandate else None,
        points=one.points,
        place=one.place,
        place_of=one.place_of,
        calibrated_probability=None if one.probability is None else round(one.probability, 6),
        reasons=tuple(BookReason(**asdict(reason)) for reason in one.reasons),
        required=one.arm != "risk",
        arrive=round(stop.arrive, 3),
        start=round(stop.start, 3),
        leave=round(stop.leave, 3),
        joint=joint,
        alternative=alternative,
    )


def _unplaced(
    part: DistrictWeek, chosen: Mapping[str, Chosen], places: Mapping[str, Whereabouts]
) -> Iterable[BookUnplaced]:
    for visit, why in sorted(part.plan.unplaced.items()):
        one = chosen[_workplace(visit)]
        place = places[one.workplace]
        yield BookUnplaced(
            district=part.district,
            workplace=one.workplace,
            arm=one.arm,
            rule=why.rule,
            team=why.team,
            day=why.day,
            detail=_named(why.detail, places),
            name=place.name,
            municipality=_municipality(place),
            sector=one.sector,
            points=one.points,
            helps=tuple(_help(each, places) for each in why.helps),
        )


def _help(remedy: Help, places: Mapping[str, Whereabouts]) -> BookHelp:
    return BookHelp(kind=remedy.kind, team=remedy.team, day=remedy.day, detail=_named(remedy.detail, places))


def _named(detail: Mapping[str, str | float], places: Mapping[str, Whereabouts]) -> dict[str, str | float]:
    """Return the detail in order, with the names of the visits that it speaks of."""
    visits = str(detail.get("visits", detail.get("visit", "")))
    names = "; ".join(places[_workplace(visit)].name for visit in visits.split(", ")) if visits else ""
    return dict(sorted({**detail, **({"names": names} if names else {})}.items()))
