"""The shape of what an inspector needs at hand in the field: whom to ring, and the card of steps."""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from sectors.rules.recipients import NUMBER as NUMBER
from sectors.rules.values import Sourced, Text

OnCallRole = Literal[
    "police_cell",
    "auditorate",
    "magistrate_on_duty",
    "local_police",
    "centre",
    "immigration_office",
    "guardianship",
    "interpreter",
]
Hours = Literal["day_and_night", "office_hours", "outside_office_hours"]
CLOCK = r"^([01]\d|2[0-3]):[0-5]\d$"


class OnCallLine(Sourced):
    """One number of a duty roster: which office answers, where and when; the number may be unknown, never guessed.

    recipient, office
        The office by its id, or by its place in the routing table (one of the two): `police_directorate` is that of
        whatever area the control lies in.
    label
        What stands beside the number, in words as neutral as the card's; None takes that of another line of the same
        role and office, else the office's name, which may say too much to who reads along.
    areas
        Areas of the routing table in which the line counts; empty everywhere.
    number
        Of the duty; None takes the recipient's own, if that is known.
    rank
        1 is on duty, 2 the deputy, and so on.
    hours
        When it answers; None where nobody said, or where `days` and the clock say it.
    days, starts, ends
        Weekdays (0 is Monday) and the clock on them; an end before its start lies on the next day.
    valid_until
        Last day of a roster that ends; None where it does not.
    """

    key: str
    role: OnCallRole
    recipient: str | None = None
    office: Literal["labour_auditorate", "public_prosecutor", "police_directorate", "reception_centre"] | None = None
    label: Text | None = None
    areas: tuple[str, ...] = ()
    number: str | None = Field(default=None, pattern=NUMBER)
    rank: int = Field(default=1, ge=1, le=9)
    hours: Hours | None = None
    days: tuple[Annotated[int, Field(ge=0, le=6)], ...] = ()
    starts: str | None = Field(default=None, pattern=CLOCK)
    ends: str | None = Field(default=None, pattern=CLOCK)
    valid_until: date | None = None
    note: str = ""

    @model_validator(mode="after")
    def _is_of_one_office(self) -> Self:
        if (self.recipient is None) == (self.office is None):
            raise ValueError("a duty line names a recipient or an office of the routing table, one of the two")
        return self


class OnCallRules(Sourced):
    """When offices keep office hours, and how long a number may go without a test call; no law says either.

    office_days
        Weekdays (0 is Monday); a public holiday is none of them.
    test_call_days
        A number that nobody reached for longer is stale.
    """

    office_days: tuple[Annotated[int, Field(ge=0, le=6)], ...] = Field(min_length=1)
    office_starts: str = Field(pattern=CLOCK)
    office_ends: str = Field(pattern=CLOCK)
    test_call_days: int = Field(ge=1)


class FieldStep(Sourced):
    """A step of the card, each noted by one tap; its words are neutral, since an employer may read over a shoulder.

    rank
        Its place on the card.
    role
        Whose number stands beside it; None where nobody is called.
    when
        Always, where somebody is or says to be under age, or where somebody is no citizen of the Union.
    """

    key: str
    rank: int = Field(ge=1)
    label: Text
    hint: Text
    role: OnCallRole | None = None
    when: Literal["always", "minor", "third_country"] = "always"
