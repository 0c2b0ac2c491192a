"""What stands in a district's book: rounds and their stops, what found no place, and how each is read back.

No entry holds a moment at which it was made or a random id: the same week, registers and seed give the same bytes.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from inspection.life_cycles import JointActionState
from inspection.sealing import canonical_json
from sectors.rules.values import Lang


@dataclass(frozen=True, kw_only=True)
class BookReason:
    """One term of the assessment of a stop."""

    signal: str
    value: float | None
    bin: str
    points: int
    snapshot: str


@dataclass(frozen=True, kw_only=True)
class BookJoint:
    """The joint action that a stop is part of.

    partners
        Kinds of offices that come, an interpreter with its language (`interpreter:ro`); never a person.
    """

    reference: str
    state: JointActionState
    teams: int
    partners: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class BookAlternative:
    """What would take a stop's place if it fell away: the best candidate of the district that found none.

    value
        What it is worth to the planner; minutes: the travel and service that it would add to the round.
    """

    workplace: str
    name: str
    municipality: str
    sector: str
    value: float
    minutes: float


@dataclass(frozen=True, kw_only=True)
class BookHelp:
    """One thing that would give a required visit its place."""

    kind: str
    team: str | None
    day: date | None
    detail: Mapping[str, str | float]


@dataclass(frozen=True, kw_only=True)
class BookStop:
    """A planned visit; `code` is all that calendars show of it.

    quality
        How well the place is known: "exact", "street", "municipality" or "canton".
    arm, points, reasons
        For the office only; teams see them when the control is closed. In a book that was given to somebody else the
        arm is "", and nothing else says why (`without_reasons`).
    place, place_of
        How it stands by points among the workplaces of its sector and district.
    calibrated_probability
        None where its card was not calibrated: then there is no probability, and nothing can print one.
    alternative
        For the office only, and on no sheet: a sheet lies in front of the employer. None where nothing fits.
    """

    code: str
    workplace: str
    name: str
    sector: str
    address: str
    postcode: str
    municipality: str
    lon: float
    lat: float
    quality: str
    arm: str
    mandate: str | None
    points: int
    reasons: tuple[BookReason, ...]
    required: bool
    arrive: float
    start: float
    leave: float
    place: int | None = None
    place_of: int | None = None
    calibrated_probability: float | None = None
    joint: BookJoint | None = None
    alternative: BookAlternative | None = None

    @property
    def is_roughly_known(self) -> bool:
        """Tell whether the point is another than that of the door."""
        return self.quality in ("street", "municipality", "canton")

    def without_reasons(self) -> "BookStop":
        """Return where and when, without why: neither arm, whose visit it is owed to, points nor what they come to."""
        return replace(
            self,
            arm="",
            mandate=None,
            required=False,
            points=0,
            reasons=(),
            place=None,
            place_of=None,
            calibrated_probability=None,
            alternative=None,
        )


@dataclass(frozen=True, kw_only=True)
class BookRound:
    """The stops of a team on a day; `members` are ids, names are looked up when a sheet is made.

    leaves, back
        When the team leaves its office and is back, in minutes of the day; None where the plan does not say.
    pauses
        (start, end) of each break that the round holds.
    """

    district: str
    team: str
    day: date
    language: Lang
    members: tuple[str, ...]
    office: tuple[float, float]
    shift: tuple[float, float]
    stops: tuple[BookStop, ...]
    leaves: float | None = None
    back: float | None = None
    pauses: tuple[tuple[float, float], ...] = ()

    def without_reasons(self) -> "BookRound":
        """Return the round as its team may know it before its controls are closed."""
        return replace(self, stops=tuple(stop.without_reasons() for stop in self.stops))


@dataclass(frozen=True, kw_only=True)
class BookUnplaced:
    """A required visit without a place, and the rule that kept it out: non-response, never replaced.

    name, municipality, sector, points
        What the office needs to find it again; empty where no register knows it.
    helps
        What would give it a place, each alone; all together where several conditions fail.
    """

    district: str
    workplace: str
    arm: str
    rule: str
    team: str | None
    day: date | None
    detail: Mapping[str, str | float]
    name: str = ""
    municipality: str = ""
    sector: str = ""
    points: int | None = None
    helps: tuple[BookHelp, ...] = ()

    def called(self, teams: Mapping[str, str]) -> "BookUnplaced":
        """Return it with its teams as they are called, for whoever reads it in words.

        Arguments: `teams` what teams are called, by their ids.
        """
        helps = tuple(replace(each, **_called(each, teams)) for each in self.helps)
        return replace(self, **_called(self, teams), helps=helps)


@dataclass(frozen=True, kw_only=True)
class BookDistrict:
    """What was chosen and planned in one district."""

    district: str
    eligible: int
    random: int
    mandated: int
    risk_offered: int
    placed: int
    placed_by_arm: Mapping[str, int]
    value: float
    iterations: int
    stopped_by: str


@dataclass(frozen=True, kw_only=True)
class BookHeldRegister:
    """A delivery of a register that was held when the week was made: it is planned from an older one.

    used
        Day of the snapshot that was read instead; empty where there was none.
    measures
        Keys of the register limits that the held one is outside of.
    """

    register: str
    day: str
    used: str
    measures: tuple[str, ...]


def _called(one: BookUnplaced | BookHelp, teams: Mapping[str, str]) -> dict[str, Any]:
    named = {key: teams.get(str(one.detail[key]), one.detail[key]) for key in ("pinned",) if key in one.detail}
    return {"team": teams.get(one.team, one.team) if one.team else None, "detail": {**one.detail, **named}}


def rounds_text(rounds: Sequence[BookRound]) -> str:
    """Return rounds that stand in no book, those of a magistrate's order, as canonical JSON."""
    return canonical_json([asdict(one) for one in rounds])


def read_rounds(text: str) -> tuple[BookRound, ...]:
    """Return the rounds that `rounds_text` wrote."""
    return rounds_from(json.loads(text))


def rounds_from(raw: Sequence[Mapping[str, Any]]) -> tuple[BookRound, ...]:
    """Return rounds from what canonical JSON of them holds."""
    return tuple(_round(dict(one)) for one in raw)


def unplaced_from(raw: Sequence[Mapping[str, Any]]) -> tuple[BookUnplaced, ...]:
    """Return what found no place from what canonical JSON of it holds."""
    return tuple(_unplaced(dict(one)) for one in raw)


def held_registers_from(raw: Sequence[Mapping[str, Any]]) -> tuple[BookHeldRegister, ...]:
    """Return the held deliveries from what canonical JSON of them holds."""
    return tuple(BookHeldRegister(**{**one, "measures": tuple(one["measures"])}) for one in raw)


def _round(raw: dict[str, Any]) -> BookRound:
    pairs = {name: tuple(raw[name]) for name in ("office", "shift", "members")}
    pauses = tuple((start, end) for start, end in raw["pauses"])
    stops = tuple(_stop(stop) for stop in raw["stops"])
    return BookRound(**{**raw, **pairs, "day": date.fromisoformat(raw["day"]), "stops": stops, "pauses": pauses})


def _stop(raw: dict[str, Any]) -> BookStop:
    other, joint = raw["alternative"], raw["joint"]
    read = {
        "reasons": tuple(BookReason(**reason) for reason in raw["reasons"]),
        "alternative": BookAlternative(**other) if other else None,
        "joint": BookJoint(**{**joint, "partners": tuple(joint["partners"])}) if joint else None,
    }
    return BookStop(**{**raw, **read})


def _unplaced(raw: dict[str, Any]) -> BookUnplaced:
    helps = tuple(BookHelp(**{**each, "day": _day(each["day"])}) for each in raw["helps"])
    return BookUnplaced(**{**raw, "day": _day(raw["day"]), "helps": helps})


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
