"""What watches over the house itself: breaches, floods of tips, secret plans, and what stands for origin.

As common/watch.yaml has them, and common/signals.yaml what stands for origin.
"""

from collections.abc import Mapping
from datetime import date
from typing import Literal, get_args

from pydantic import Field, field_validator, model_validator

from sectors.rules.values import Frozen, Sourced, Text

BreachKind = Literal["confidentiality", "integrity", "availability"]
Risk = Literal["unlikely", "likely", "high"]


class BreachRisk(Frozen):
    """What an assessment of a breach asks for: that the authority is notified, and that people are told."""

    notify: bool
    tell: bool


class BreachRules(Sourced):
    """How long the house has to notify a breach, when it is reminded, and the words of its register."""

    notify_hours: int = Field(ge=1, le=72)
    remind_hours: tuple[int, ...] = Field(min_length=1)
    kinds: tuple[BreachKind, ...] = Field(min_length=1)
    risks: Mapping[Risk, BreachRisk]

    def asked_by(self, risk: str | None) -> BreachRisk:
        """Return what an assessment asks for: all of it while there is none, or where its word is none of the rules."""
        found = (asked for word, asked in self.risks.items() if word == risk)
        return next(found, BreachRisk(notify=True, tell=True))

    @field_validator("risks")
    @classmethod
    def _every_risk(cls, risks: Mapping[Risk, BreachRisk]) -> Mapping[Risk, BreachRisk]:
        missing = sorted(set(get_args(Risk)) - set(risks))
        if missing:
            raise ValueError(f"no assessment could end with '{missing[0]}'; say what each risk asks for")
        return risks

    @model_validator(mode="after")
    def _reminded_in_time(self) -> "BreachRules":
        if any(not 0 < hours < self.notify_hours for hours in self.remind_hours):
            raise ValueError("a reminder comes before notify_hours; write fewer hours")
        if list(self.remind_hours) != sorted(set(self.remind_hours)):
            raise ValueError("each reminder comes later than the one before, such as [24, 48]")
        return self


class TipRules(Sourced):
    """When tips are copies of one, and when so many come that they are a flood."""

    alike_percent: int = Field(ge=1, le=100)
    least_words: int = Field(ge=1, le=200)
    source_days: int = Field(ge=1, le=366)
    device_hours: int = Field(ge=1, le=744)
    flood_tips: int = Field(ge=2)
    flood_days: int = Field(ge=1, le=366)


class SecretPlanning(Sourced):
    """From how many hours before its day a team may see a round; None, which is written: from the approval on."""

    shown_hours: int | None = Field(ge=1, le=720)


class Proxy(Sourced):
    """Something that stands for origin, or may: no signal may read a column of such a name.

    columns
        Patterns of names, `*` for anything; compared in any case with a column's name in the lake and in the delivery.
    approvable
        Whether a house may let a signal read one all the same, by name and for a time (`ProxyApproval`).
    """

    key: str
    label: Text
    columns: tuple[str, ...] = Field(min_length=1)
    approvable: bool = False


class ProxyEffect(Frozen):
    """What a proxy does to disparity, as it was measured: the figure of the group that it weighs on, over everybody's.

    by, group
        Such as "region" and "bru": what was compared, and the group whose ratio lies farthest from 1.
    measure
        Of those of `inspection.targeting.evaluating.fairness`.
    ratio, low, high
        With the signal over without it, and its interval; above 0.
    draws
        Visits of the random arm behind it.
    measured_on
        Day of the measurement.
    """

    by: str = Field(min_length=1)
    group: str = Field(min_length=1)
    measure: Literal["selection_rate", "false_positive_rate", "precision"]
    ratio: float = Field(gt=0)
    low: float = Field(gt=0)
    high: float = Field(gt=0)
    draws: int = Field(ge=1)
    measured_on: date

    @model_validator(mode="after")
    def _inside_its_interval(self) -> "ProxyEffect":
        if not self.low <= self.ratio <= self.high:
            raise ValueError("an effect lies inside its interval: low, ratio and high rise")
        return self


class ProxyApproval(Sourced):
    """A decision of a house that one signal may read a known proxy, with what that does, until a day.

    proxy, signal, reads
        Which proxy, for which signal, and the columns (`register.table.column`) that it is about; no others.
    approved_by
        The body that decided, such as "strategic committee"; never a person.
    until
        The last day on which it holds.
    """

    key: str
    proxy: str
    signal: str
    reads: tuple[str, ...] = Field(min_length=1)
    approved_by: str = Field(min_length=1)
    approved_on: date
    effect: ProxyEffect
    until: date

    def lets(self, signal: str, proxy: str, read: str, on: date) -> bool:
        """Tell whether a signal may read a column that is such a proxy on a day."""
        is_this = (self.signal, self.proxy) == (signal, proxy) and read in self.reads
        return is_this and self.approved_on <= on <= self.until

    @model_validator(mode="after")
    def _measured_before_it_was_approved(self) -> "ProxyApproval":
        if not self.effect.measured_on <= self.approved_on <= self.until:
            raise ValueError("an effect is measured by the day of the approval, and an approval ends after it")
        return self


class MeasuredTable(Sourced):
    """A table that only measures how well signals tell where people come from; nothing that chooses ever reads it.

    use
        Of its own: no register, signal, selection or card has it.
    area, whole, part
        Names of its columns: the REFNIS code of a municipality, its inhabitants, and those of another nationality.
    """

    key: str
    label: Text
    use: Literal["measuring"]
    area: str = Field(min_length=1)
    whole: str = Field(min_length=1)
    part: str = Field(min_length=1)
