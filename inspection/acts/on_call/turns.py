"""The roster of an office that is rung, as a file says it: numbers of roles, from a day on; never of a named person."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Final, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from inspection.acts.written import Written, wrong_in
from inspection.control.papers import OnCallTurn
from inspection.errors import ReferralFault
from sectors.rules.on_call import CLOCK, NUMBER, Hours, OnCallRole

_AN_ID: Final = re.compile(r"[a-z0-9-]{1,60}")  # of an office: whatever else stands there is never repeated


class _Input(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class OnCallTurnInput(_Input):
    """A number of a role from a day on, never of a named person; `rank` 2 is the deputy of 1."""

    role: OnCallRole
    number: str = Field(pattern=NUMBER)
    valid_from: date
    valid_until: date | None = None
    rank: int = Field(default=1, ge=1, le=9)
    areas: tuple[str, ...] = ()
    hours: Hours | None = None
    days: tuple[Annotated[int, Field(ge=0, le=6)], ...] = ()
    starts: str | None = Field(default=None, pattern=CLOCK)
    ends: str | None = Field(default=None, pattern=CLOCK)

    @model_validator(mode="after")
    def _has_an_order(self) -> Self:
        if self.valid_until is not None and self.valid_until < self.valid_from:
            raise ValueError("valid_until lies before valid_from")
        if (self.starts is None) != (self.ends is None):
            raise ValueError("starts and ends come together")
        return self


class OnCallRosterInput(_Input):
    """The whole roster of one office: it takes the place of the one before."""

    recipient: str
    source: str = Field(min_length=1)
    turns: tuple[OnCallTurnInput, ...] = Field(min_length=1, max_length=500)


def read_on_call(roster: Mapping[str, Any]) -> OnCallRosterInput:
    """Return a roster; raises `ReferralFault` 740 with every fault of its shape, and of which roster."""
    try:
        return OnCallRosterInput.model_validate(roster)
    except ValidationError as fault:
        wrong = wrong_in(roster, fault)
        raise ReferralFault("REFER-740", problem=wrong.problem, roster=called(roster), place=wrong.place) from None


def called(roster: Mapping[str, Any]) -> str:
    """Return which roster an error is about: where it stands in a file, and the office that it is of."""
    where = roster.called if isinstance(roster, Written) else ""
    office = str(roster.get("recipient", ""))
    if not _AN_ID.fullmatch(office):
        return where or "on-call roster"
    return f"{where} ({office})" if where else f"roster of {office}"


def as_input(turn: OnCallTurn) -> OnCallTurnInput:
    """Return a line that stands as a file would say it."""
    line = turn.line
    return OnCallTurnInput(
        role=line.role,
        number=turn.number,
        valid_from=turn.valid_from,
        valid_until=line.valid_until,
        rank=line.rank,
        areas=line.areas,
        hours=line.hours,
        days=line.days or (),
        starts=line.starts,
        ends=line.ends,
    )
