"""What watches over the house itself: breaches, floods of tips and secret plans, as common/watch.yaml has them."""

from collections.abc import Mapping

from pydantic import Field, model_validator

from sectors.rules.values import Frozen, Sourced


class BreachRisk(Frozen):
    """What an assessment of a breach asks for: that the authority is notified, and that people are told."""

    notify: bool
    tell: bool


class BreachRules(Sourced):
    """How long the house has to notify a breach, when it is reminded, and the words of its register."""

    notify_hours: int = Field(ge=1, le=72)
    remind_hours: tuple[int, ...] = ()
    kinds: tuple[str, ...]
    risks: Mapping[str, BreachRisk]

    def asked_by(self, risk: str | None) -> BreachRisk:
        """Return what an assessment asks for: all of it while there is none, or where its word is none of the rules."""
        return self.risks.get(risk or "", BreachRisk(notify=True, tell=True))

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
    """From how many hours before its day a team may see a round; None: from the approval on."""

    shown_hours: int | None = Field(default=None, ge=1, le=720)
