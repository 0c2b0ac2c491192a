"""The shape of a register: its tables, its columns, and what each column may be used for."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from sectors.rules.values import Frozen, Sourced, Text, rising


class Column(Frozen):
    """A column of a register: what it may be used for is an allow-list, so that renaming cannot smuggle.

    use
        "targeting" (a signal that declares it may read it), "place" (locates, and tells whether two rows are at one
        address; never a signal), "key" (joins rows; never a signal), "control" (for the people of controls only),
        "never" (read, measured, and left behind: it has no name in the lake).
    lake
        Its name in the lake; None where it is not kept.
    codes, codes_from
        The values that exist: listed here, or those of a category of the register's own code file, in which `{Column}`
        stands for the value of another column of the row. An unknown one is quarantined, never a default.
    check
        The rule of an identifier, with its check digits.
    pattern
        Regular expression for the whole value.
    low, high
        Range of a number, ends included.
    """

    name: str
    use: Literal["targeting", "place", "key", "control", "never"]
    kind: Literal["text", "digits", "date", "date_time", "integer", "decimal", "code"]
    codes: tuple[str, ...] = ()
    required: bool = False
    person: bool = False
    origin: Literal["official", "ours"] = "official"
    lake: str | None = None
    codes_from: str | None = None
    check: (
        Literal["enterprise_number", "establishment_number", "branch_number", "entity_number", "person_number", "hour"]
        | None
    ) = None
    pattern: str | None = None
    low: float | None = None
    high: float | None = None


class FoundAmong(Frozen):
    """Where the values of a column should be found again.

    among
        `table.column` of the same delivery, or `register.table.column` of the last good one of another register; a
        value that is in one of them is found.
    """

    column: str
    among: tuple[str, ...] = Field(min_length=1)


class RegisterTable(Frozen):
    """A table of the lake and the files that it comes from.

    files
        Names of the files, each with all the columns in this order; with several, at least one must be there.
    unique
        Columns whose values together occur once; a repetition is quarantined.
    stored
        False where the rows are read and counted but have no purpose here.
    optional
        True where an update may come without it.
    identity
        Columns of the lake by which something is known again in the next delivery; the gate compares those.
    together
        Pairs of columns of the lake of which the first nearly decides the second, such as a postcode its municipality.
    found
        Columns whose values should be found elsewhere; the gate compares which part of them is not.
    """

    name: str
    files: tuple[str, ...] = Field(min_length=1)
    columns: tuple[Column, ...]
    unique: tuple[str, ...] = ()
    stored: bool = True
    optional: bool = False
    identity: tuple[str, ...] = ()
    together: tuple[tuple[str, str], ...] = ()
    found: tuple[FoundAmong, ...] = ()


class RegisterLimit(Sourced):
    """How far a delivery may differ from the last good one in one measure; beyond it, the delivery is held.

    limit
        Largest distance for a delivery that comes within a week of the last good one; most are parts of 1.
    a_week, most
        What each further week between them adds, and where that ends.
    alone
        Largest value of any delivery, the first one included, whatever the last good one had; None: not judged alone.
    updates
        Largest distance, or value where there is nothing to compare, for an update; None: not judged in updates.
    registers
        Another `limit` for a register (`dmfa`) or one of its tables (`kbo.branch`).
    meaning
        What the measure says, for who has to decide about a delivery.
    """

    measure: str
    label: Text
    meaning: str
    limit: float
    a_week: float = 0.0
    most: float = 1.0
    alone: float | None = None
    updates: float | None = None
    registers: Mapping[str, float] = {}

    def between(self, register: str, table: str, days: int) -> float:
        """Return the largest distance between two deliveries that lie `days` apart."""
        base = self.registers.get(f"{register}.{table}", self.registers.get(register, self.limit))
        return max(base, min(self.most, base + self.a_week * max(0.0, days / 7 - 1)))


class RawDeliveries(Sourced):
    """How long the files of a delivery stay, sealed, after the lake holds them or nobody will.

    days
        Days after a delivery became current, was rejected or was refused.
    """

    days: int = Field(ge=1, le=365)


class RegisterKeep(Sourced):
    """How long snapshots of registers stay in the lake; the newest chain of a register stays whatever its age.

    days
        Days after the day of a snapshot.
    at_least
        How many of the newest full deliveries stay, each with its updates, however old they are.
    registers
        Another `days` for a register.
    """

    days: int = Field(ge=1, le=3653)
    at_least: int = Field(ge=1, le=100)
    registers: Mapping[str, Annotated[int, Field(ge=1, le=3653)]] = {}

    def days_of(self, register: "Register") -> int:
        """Return the days of a register: the fewer of those that stand here and of its own term, if it has one."""
        own: int | None = getattr(getattr(register, "keep_days", None), "days", None)
        days = self.registers.get(register.key, self.days)
        return days if own is None else min(days, own)


class Register(Sourced):
    """A register: who keeps it, its files, and the range in which its counts must stay.

    dates
        How its days are written.
    dotted_numbers
        Whether its enterprise and establishment numbers carry dots (`0123.456.789`).
    expect
        Smallest and largest number of kept rows of each table; outside it the intake raises an alarm.
    stale_after_days
        Age of the newest snapshot, in days, from which it is reported as stale.
    """

    key: str
    label: Text
    owner: str
    tables: tuple[RegisterTable, ...]
    expect: Mapping[str, Annotated[tuple[int, int], AfterValidator(rising)]]
    stale_after_days: int
    dates: Literal["dd-mm-yyyy", "yyyy-mm-dd"]
    dotted_numbers: bool = False
    note: str = ""

    def table(self, name: str) -> RegisterTable:
        """Return the table `name`; KeyError where the register has none."""
        return {table.name: table for table in self.tables}[name]
