"""Minimum wages as a jurist enters them: by committee, category, age and seniority, dated like the rest of the law."""

import re
from decimal import Decimal
from itertools import combinations
from typing import Annotated, Self

from pydantic import BeforeValidator, Field, model_validator

from sectors.rules.values import Frozen, Sourced, Text


def _exact(value: object) -> object:
    """Take a number, or a text that holds one exactly; nothing else passes for an amount."""
    if isinstance(value, str) and re.fullmatch(r"\d+(\.\d+)?", value):
        return Decimal(value)
    return Decimal(str(value)) if type(value) in (int, float) else value


# a scale is printed to a hundredth of a cent
Cents = Annotated[Decimal, BeforeValidator(_exact), Field(ge=0, le=1_000_000, decimal_places=2)]
Age = Annotated[int, Field(ge=0, le=120)]


class WageRow(Frozen):
    """What an hour costs at least, in euro cents, at an age and from a seniority on, in whole years.

    age_to
        The last age that it holds for; None where no older row follows.
    weekly_hours
        The weekly time that the scale was printed for; information only.
    """

    hourly_cents: Cents
    age_from: Age = 0
    age_to: Age | None = None
    seniority_from: Annotated[int, Field(ge=0, le=60)] = 0
    weekly_hours: Annotated[Decimal, BeforeValidator(_exact), Field(gt=0, le=60)] | None = None

    def is_of_age(self, age: int) -> bool:
        """Tell whether the row is about somebody of an age."""
        return self.age_from <= age <= (age if self.age_to is None else self.age_to)


class WageScale(Sourced):
    """The minimum wage of one category of a joint committee; empty: not looked up yet, and then nothing is computed.

    hourly_cents
        Where it is one for every age and seniority; else `rows` hold it, and an age without a row has none.
    printed_on
        The day on which the official scale was printed or read, as it was written down.
    """

    key: str
    label: Text
    joint_committee: str
    hourly_cents: Cents | None = None
    rows: tuple[WageRow, ...] = ()
    printed_on: str = ""

    @property
    def every_row(self) -> tuple[WageRow, ...]:
        """The rows, also where one amount stands for all."""
        return self.rows if self.hourly_cents is None else (WageRow(hourly_cents=self.hourly_cents),)

    def row_for(self, age: int, seniority: int) -> WageRow | None:
        """Return the row of somebody of an age and seniority, in whole years; None where the scale has none."""
        mine = (row for row in self.every_row if row.is_of_age(age) and row.seniority_from <= seniority)
        return max(mine, key=lambda row: row.seniority_from, default=None)

    @model_validator(mode="after")
    def _says_one_thing(self) -> Self:
        if self.hourly_cents is not None and self.rows:
            raise ValueError("give 'hourly_cents' or 'rows', not both")
        clash = clashing(self.rows)
        if clash is not None:
            first, second = clash
            raise ValueError(f"the ages from {first.age_from} and from {second.age_from} overlap")
        return self


def clashing(rows: tuple[WageRow, ...]) -> tuple[WageRow, WageRow] | None:
    """Return two rows that some person would both have, if there are any.

    Ages either are the same, and then the seniority differs, or have no year in common.
    """
    for one, other in combinations(rows, 2):
        apart = not one.is_of_age(other.age_from) and not other.is_of_age(one.age_from)
        same = (one.age_from, one.age_to) == (other.age_from, other.age_to)
        if not apart and (not same or one.seniority_from == other.seniority_from):
            return one, other
    return None
