"""The week as a book: everything that the office may read about a proposed or approved week, as plain values.

It is what plan files, office page, map, carry sheets and calendars are written from, and what the store keeps and
hashes: so it holds no moment at which it was made and no random id, and the same week, registers and seed give the same
bytes.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from functools import cached_property
from typing import Any

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
    state: str
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
        How well the place is known: "exact", "street", "municipality" or "canton"; "address" in older books.
    arm, points, reasons
        For the office only; teams see them when the control is closed.
    place, place_of
        How it stands by points among the workplaces of its sector and district; None in books of before it was kept.
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


@dataclass(frozen=True, kw_only=True)
class BookUnplaced:
    """A required visit without a place, and the rule that kept it out: non-response, never replaced.

    name, municipality, sector, points
        What the office needs to find it again; empty in books of before they were kept.
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


@dataclass(frozen=True, kw_only=True)
class WeekBook:
    """A week of one service over its districts; `held_registers` stands in its text only where something is held.

    objective
        What its selection served, a key of the rules' `objectives`: what a probability of it is of. None in books of
        before there was a choice, and not in their text.
    """

    week: str
    service: str
    seed: int
    rules_sha256: str
    snapshots: Mapping[str, str]
    travel: str
    districts: tuple[BookDistrict, ...]
    rounds: tuple[BookRound, ...]
    unplaced: tuple[BookUnplaced, ...]
    held_registers: tuple[BookHeldRegister, ...] = ()
    objective: str | None = None

    def canonical(self) -> str:
        """Return the book as JSON with sorted keys and no spaces: the bytes that are hashed and approved."""
        written = asdict(self)
        if not self.held_registers:
            del written["held_registers"]
        if self.objective is None:
            del written["objective"]
        return json.dumps(written, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=_plain)

    @cached_property
    def sha256(self) -> str:
        """Hash of the canonical form: what an approval is bound to; worked out once, which takes a while."""
        return hashlib.sha256(self.canonical().encode()).hexdigest()

    @classmethod
    def parse(cls, text: str) -> "WeekBook":
        """Read back what `canonical` wrote."""
        raw = json.loads(text)
        return cls(
            **{k: raw[k] for k in ("week", "service", "seed", "rules_sha256", "snapshots", "travel")},
            districts=tuple(BookDistrict(**d) for d in raw["districts"]),
            rounds=tuple(_round(r) for r in raw["rounds"]),
            unplaced=tuple(_unplaced(u) for u in raw["unplaced"]),
            held_registers=tuple(_held_register(h) for h in raw.get("held_registers", ())),
            objective=raw.get("objective"),
        )


def _round(raw: dict[str, Any]) -> BookRound:
    stops = tuple(_stop(s) for s in raw["stops"])
    pairs = {name: tuple(raw[name]) for name in ("office", "shift", "members")}
    pauses = tuple((float(start), float(end)) for start, end in raw.get("pauses", ()))
    return BookRound(**{**raw, **pairs, "day": _day(raw["day"]), "stops": stops, "pauses": pauses})


def _held_register(raw: dict[str, Any]) -> BookHeldRegister:
    return BookHeldRegister(**{**raw, "measures": tuple(raw["measures"])})


def _stop(raw: dict[str, Any]) -> BookStop:
    other, joint = raw.get("alternative"), raw.get("joint")
    read = {
        "reasons": tuple(BookReason(**r) for r in raw["reasons"]),
        "alternative": BookAlternative(**other) if other else None,
        "joint": BookJoint(**{**joint, "partners": tuple(joint["partners"])}) if joint else None,
    }
    raw.pop("probability", None)  # books of before: a rate of controls that somebody aimed, never calibrated
    return BookStop(**{**raw, **read})


def _unplaced(raw: dict[str, Any]) -> BookUnplaced:
    helps = tuple(BookHelp(**{**h, "day": _day(h["day"])}) for h in raw.get("helps", ()))
    return BookUnplaced(**{**raw, "day": _day(raw["day"]), "helps": helps})


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _plain(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(type(value).__name__)
