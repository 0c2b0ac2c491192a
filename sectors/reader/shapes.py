"""The shape of what the files hold where it differs from the model: base amounts, dated parts of a sector, bins.

Times of day are written "18:30" (up to "30:00" for the next morning), amounts as base amounts before the surcharge.
"""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, field_validator, model_validator

from sectors.rules.consequences import SanctionRange, Sanctions, surcharged
from sectors.rules.offences import Level
from sectors.rules.selection import Bin, Card, CardSignal, ObjectiveKey
from sectors.rules.values import Confidence, Frozen, Origin, Sourced, Text, rising


def _minutes(value: Any) -> Any:
    """Turn "18:30" into 1110; anything else is left for the model to refuse."""
    if not isinstance(value, str) or value.count(":") != 1:
        raise ValueError('a time of day is written between quotes, such as "18:30"')
    hours, minutes = value.split(":")
    if not (hours.isdigit() and minutes.isdigit() and int(minutes) < 60 and int(hours) <= 30):
        raise ValueError('a time of day is written between quotes, such as "18:30", up to "30:00"')
    return int(hours) * 60 + int(minutes)


TimeOfDay = Annotated[int, BeforeValidator(_minutes)]


_LEVELS = range(1, 5)


Cents = Annotated[tuple[int, int], AfterValidator(rising)] | None


class WindowLine(Frozen):
    """A control window as the file writes it."""

    weekdays: tuple[Annotated[int, Field(ge=0, le=6)], ...] = Field(min_length=1)
    opens: TimeOfDay
    closes: TimeOfDay
    months: tuple[Annotated[int, Field(ge=1, le=12)], ...] = ()
    source: str
    confidence: Confidence
    origin: Origin | None = None


class SectorLine(Sourced):
    """The undated core of a sector file and its dated changes."""

    label: Text
    core: bool
    enabled: bool
    windows: tuple[WindowLine, ...] = Field(min_length=1)
    minutes: int = Field(ge=5, le=600)
    team_size: int = Field(ge=1, le=30)
    skills: tuple[str, ...] = ()
    checklist: tuple[str, ...] = Field(min_length=1)
    documents: tuple[Text, ...]
    note: str = ""


class NaceLine(Sourced):
    """The codes of one NACE version; `adjacent` and `split` are kept as information and select nothing."""

    codes: tuple[str, ...] = Field(min_length=1)
    adjacent: tuple[str, ...] = ()
    split: Mapping[str, str] = {}


class CommitteeLine(Sourced):
    """Joint committees: those of the sector, and those that a Dimona of the sector can name."""

    numbers: tuple[str, ...]
    dimona: tuple[str, ...]


class BinLine(Frozen):
    points: Annotated[int, Field(strict=True)]
    label: str = Field(min_length=1)


class CardSignalLine(Frozen):
    why: Text | None = None
    bins: Mapping[float | Literal["missing"], BinLine]


class BaseRateLine(Sourced):
    value: float = Field(gt=0, lt=1)


class CardLine(Sourced):
    """A card as the file writes it: signal to bins, bins by their start; `calibrated` is a day, or null.

    A card that does not say its objective is one for any infringement.
    """

    calibrated: date | None
    objective: ObjectiveKey = "any"
    base_rate: BaseRateLine
    points_to_double: float = Field(gt=0)
    signals: Mapping[str, CardSignalLine] = Field(min_length=1)


class LevelLine(Frozen):
    """What one level risks, in euro cents before the surcharge."""

    prison_months: Annotated[tuple[int, int], AfterValidator(rising)] | None
    criminal_base_cents: Cents
    administrative_base_cents: Cents

    @model_validator(mode="after")
    def _risks_something(self) -> Self:
        if self.criminal_base_cents is None and self.administrative_base_cents is None:
            raise ValueError("a level has a criminal or an administrative fine")
        return self


class SanctionsLine(Sourced):
    """One period of sanctions."""

    period: str
    surcharge_factor: int = Field(ge=1)
    workers_cap: int = Field(ge=1)
    aggravating_floor_percent: Annotated[int, Field(ge=0, le=100)] | None = None
    aggravating_floor_levels: tuple[Annotated[int, Field(ge=1, le=4)], ...] = ()
    aggravating_floor_confidence: Confidence | None = None
    legal_person_monthly_base_cents: Mapping[Level, Annotated[tuple[int, int], AfterValidator(rising)]]
    legal_person_confidence: Confidence
    levels: Mapping[Level, LevelLine]

    @field_validator("levels")
    @classmethod
    def _every_level(cls, levels: Mapping[Level, LevelLine]) -> Mapping[Level, LevelLine]:
        if len(levels) < len(_LEVELS):
            raise ValueError(f"a period of sanctions has each of the levels {_LEVELS[0]} to {_LEVELS[-1]}")
        return levels

    def converted(self, level: int) -> Cents:
        """Return the fine of a legal person before the surcharge: so much for each month of the prison term.

        Its lower end is never under that of the fine itself. None where the level has no such conversion.
        """
        monthly, amounts = self.legal_person_monthly_base_cents.get(level), self.levels[level]
        if monthly is None or amounts.prison_months is None or amounts.criminal_base_cents is None:
            return None
        shortest, longest = amounts.prison_months
        return max(monthly[0] * shortest, amounts.criminal_base_cents[0]), monthly[1] * longest


def sanctions_of(line: SanctionsLine, start: date) -> Sanctions:
    """Compute the ranges of a period: base amounts times the surcharge factor."""

    def times(base: Cents) -> Cents:
        return None if base is None else surcharged(base, line.surcharge_factor)

    ranges = {
        level: SanctionRange(
            level=level,
            prison_months=amounts.prison_months,
            criminal_cents=times(amounts.criminal_base_cents),
            criminal_legal_cents=times(line.converted(level)),
            administrative_cents=times(amounts.administrative_base_cents),
            source=line.source,
            confidence=line.confidence,
            origin=line.origin,
        )
        for level, amounts in line.levels.items()
    }
    return Sanctions(
        valid_from=start, ranges=ranges, **line.model_dump(exclude={"levels", "legal_person_monthly_base_cents"})
    )


def card_of(line: CardLine, sector: str, start: date) -> Card:
    """Turn a card line into the card that targeting reads: missing first, then by rising start."""
    return Card(
        sector=sector,
        valid_from=start,
        signals=tuple(
            CardSignal(signal=key, bins=_bins(signal), why=signal.why) for key, signal in sorted(line.signals.items())
        ),
        base_rate=line.base_rate.value,
        points_to_double=line.points_to_double,
        base_rate_source=line.base_rate.source,
        base_rate_confidence=line.base_rate.confidence,
        calibrated=line.calibrated,
        objective=line.objective,
        source=line.source,
        confidence=line.confidence,
        origin=line.origin,
    )


def _bins(signal: CardSignalLine) -> tuple[Bin, ...]:
    def start_of(key: float | str) -> float | None:
        return None if isinstance(key, str) else float(key)

    found = [Bin(start=start_of(key), points=line.points, label=line.label) for key, line in signal.bins.items()]
    return tuple(sorted(found, key=lambda step: (step.start is not None, step.start or 0.0)))
