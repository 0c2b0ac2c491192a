"""The shape of what links two cases: a policy of the service, which names every ground that counts."""

from typing import Literal

from pydantic import Field, model_validator

from sectors.rules.values import Sourced, Text

Ground = Literal["enterprise", "mandate", "workplace", "housing", "chain", "person", "person_name"]


class LinkGround(Sourced):
    """One ground on which two cases are linked.

    strength
        How much a fresh link says, above 0 and at most 1.
    half_life_days
        Days since the older of the two facts after which half of the strength is left.
    most_cases
        A key that more cases have than this says nothing.
    most_holders
        A key that more enterprises have in the register than this says nothing; None where no register counts it.
    silent_beside
        Grounds beside which this one adds nothing between the same two cases.
    """

    key: Ground
    label: Text
    strength: float = Field(gt=0, le=1)
    half_life_days: int = Field(ge=1)
    most_cases: int = Field(ge=2)
    most_holders: int | None = Field(default=None, ge=1)
    silent_beside: tuple[Ground, ...] = ()


class LinkingRules(Sourced):
    """From which strength a link is shown, in which word, and which answers say where workers are lodged.

    smallest, strong_from, medium_from
        Strengths, rising in the order smallest, medium, strong.
    lodging_address, sleeps
        Questions: the address of the lodging, and where a person sleeps.
    at_work
        Answers to `sleeps` that mean the workplace itself.
    """

    smallest: float = Field(gt=0, lt=1)
    strong_from: float = Field(gt=0, le=1)
    medium_from: float = Field(gt=0, le=1)
    lodging_address: str
    sleeps: str
    at_work: tuple[str, ...]

    @model_validator(mode="after")
    def _rises(self) -> "LinkingRules":
        if not self.smallest <= self.medium_from <= self.strong_from:
            raise ValueError("smallest, medium_from and strong_from must rise in this order")
        return self
