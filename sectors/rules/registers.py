"""The shape of a register, what its columns may be used for, how far a delivery may differ, how long it stays."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, StringConstraints, model_validator

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

    @property
    def is_firm(self) -> bool:
        """Whether it holds the number of an enterprise, an establishment or a branch."""
        return self.check not in (None, "person_number", "hour")

    @property
    def is_plain_text(self) -> bool:
        """Whether it is kept as its owner wrote it, by no list and no check: a number of a person could stand in it."""
        return self.lake is not None and self.kind == "text" and not (self.check or self.codes or self.codes_from)


class FoundAmong(Frozen):
    """Where the values of a column should be found again.

    among
        `table.column` of the same delivery, or `register.table.column` of the last good one of another register; a
        value that is in one of them is found.
    """

    column: str
    among: tuple[str, ...] = Field(min_length=1)


class PartOf(Frozen):
    """A part of a table: rows of which a column begins with the same signs."""

    column: str
    signs: int = Field(ge=1)


class SecondPoint(Frozen):
    """The point of a row in a second coordinate system: it fills the first where that is empty, and must agree with it.

    x, y
        Its columns, in metres.
    epsg
        Code of its coordinate system.
    lon, lat
        Columns of the first, in degrees (EPSG:4258).
    metres
        Distance from which the two contradict each other: the row is set aside.
    """

    x: str
    y: str
    epsg: int = Field(ge=1024, le=32767)
    lon: str
    lat: str
    metres: float = Field(gt=0, le=1000)


class RegisterTable(Frozen):
    """A table of the lake and the files that it comes from.

    files
        Names of the files as CSV, each with all the columns in this order; with several, at least one must be there.
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
    window
        Column of the lake by whose values a delivery reaches back so far and no farther: what was known last for a time
        before the first one of a new delivery is not expected in it again.
    apart
        Column of the lake whose first signs tell parts of the table, such as a region with a file of its own; what
        became of the known identities is judged in each of them too.
    by_place
        Column of the lake that says in which place a row is: the rows of each place are counted, over the whole table,
        so that a town that is missing is seen in a country that has the rest.
    second_point
        A second coordinate system in which the rows have their point.
    example
        Invented rows by column, for the page of the register; what is not named stays empty.
    """

    name: str
    files: tuple[Annotated[str, StringConstraints(pattern=r"^[a-z0-9_-]+\.csv$")], ...] = Field(min_length=1)
    columns: tuple[Column, ...]
    unique: tuple[str, ...] = ()
    stored: bool = True
    optional: bool = False
    identity: tuple[str, ...] = ()
    together: tuple[tuple[str, str], ...] = ()
    found: tuple[FoundAmong, ...] = ()
    window: str | None = None
    apart: PartOf | None = None
    by_place: str | None = None
    second_point: SecondPoint | None = None
    example: tuple[Mapping[str, Annotated[str, StringConstraints(pattern=r"\S")]], ...] = ()

    @model_validator(mode="after")
    def _shows_rows_of_its_own(self) -> Self:
        known, needed = {c.name for c in self.columns}, {c.name for c in self.columns if c.required}
        if any(not needed <= set(row) <= known for row in self.example):
            raise ValueError("a row of `example` names every required column, and none that the table does not have")
        return self

    @property
    def numbers(self) -> frozenset[str]:
        """The columns that hold numbers: in JSON their values may stand without quotes."""
        return frozenset(c.name for c in self.columns if c.kind in ("integer", "decimal"))

    @property
    def is_about_persons(self) -> bool:
        """Whether its rows are about persons: sealed whole in the lake, and shown by the number of the firm alone."""
        return any(c.person and (c.lake or c.use == "key") for c in self.columns)

    @property
    def named_by(self) -> tuple[Column, ...]:
        """The columns by which a row may be named outside of it: the number of a period leads to the person too."""
        keys = (c for c in self.columns if c.use == "key" and not c.person)
        return tuple(c for c in keys if c.is_firm or not self.is_about_persons)


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
    rewritten, rewritten_in
        Largest distance between the rows that an update writes anew and those in whose place they come; None: not
        judged there. The second says another for a table (`kbo.address`) or a column (`kbo.enterprise.start_date`).
    registers
        Another `limit` for a register (`dmfa`), one of its tables (`kbo.branch`) or a column (`works.works.lat`).
    demo
        The same for a home that the demo made: what it invents moves with the day on which it is asked.
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
    rewritten: float | None = None
    rewritten_in: Mapping[str, float] = {}
    registers: Mapping[str, float] = {}
    demo: Mapping[str, float] = {}

    def between(self, register: str, table: str, column: str, days: int, *, is_demo: bool = False) -> float:
        """Return the largest distance between two deliveries that lie `days` apart; the demo's word goes first."""
        places = (f"{register}.{table}.{column}", f"{register}.{table}", register)
        told = (self.demo if is_demo else {}, self.registers)
        base = next((limits[place] for limits in told for place in places if place in limits), self.limit)
        return max(base, min(self.most, base + self.a_week * max(0.0, days / 7 - 1)))

    def of_rewritten(self, register: str, table: str, column: str) -> float | None:
        """Return the largest distance of a column, or of a table as a whole, where an update writes rows anew."""
        places = (f"{register}.{table}.{column}", f"{register}.{table}")
        return next((self.rewritten_in[place] for place in places if place in self.rewritten_in), self.rewritten)


class RawDeliveries(Sourced):
    """How long the files of a delivery stay, sealed, after the lake holds them or nobody will.

    days
        Days after a delivery became current, was rejected or was refused.
    """

    days: int = Field(ge=1, le=365)


class KeepDays(Sourced):
    """How long a snapshot of a register is kept: `days` as in `RegisterKeep`, in which the fewer days count."""

    days: int = Field(ge=1, le=3660)


class RegisterKeep(Sourced):
    """How long snapshots of registers stay in the lake.

    days
        Days after a snapshot stopped being current; where none stays whatever its age, after its own day.
    at_least, at_least_of_persons
        How many of the newest full deliveries stay, each with its updates, however old they are: of a register without
        rows about persons, and of one with such rows.
    registers
        Another `days` for a register.
    """

    days: int = Field(ge=1, le=3653)
    at_least: int = Field(ge=1, le=100)
    at_least_of_persons: int = Field(ge=0, le=100)
    registers: Mapping[str, Annotated[int, Field(ge=1, le=3653)]] = {}

    def days_of(self, register: "Register") -> int:
        """Return the days of a register: the fewer of those that stand here and of its own term, if it has one."""
        own, days = register.keep_days, self.registers.get(register.key, self.days)
        return days if own is None else min(days, own.days)

    def at_least_of(self, register: "Register") -> int:
        """Return how many of its newest full deliveries stay, however old they are."""
        return self.at_least_of_persons if any(t.is_about_persons for t in register.tables) else self.at_least


Purpose = Literal["targeting", "control"]
PersonKey = Literal["worker", "mandate"]
Notation = Literal["csv", "json_lines"]


class Register(Sourced):
    """A register: who keeps it, its files, and the range in which its counts must stay.

    dates
        How its days are written.
    dotted_numbers
        Whether its enterprise and establishment numbers carry dots (`0123.456.789`).
    notations
        In which notations of the same columns its files may come.
    expect
        Smallest and largest number of kept rows of each table; outside it the intake raises an alarm.
    stale_after_days
        Age of the newest snapshot, in days, from which it is reported as stale.
    purposes
        What it may serve at most, and what an authorisation must therefore be for; without "targeting" neither its
        keys nor its places are in the reach of targeting.
    needs_authorisation
        Whether nothing of it is taken in without an authorisation in force.
    keep_days
        How long its snapshots are kept; None: no term of their own.
    is_awaited
        Whether a house that never took it in lacks something.
    person_key
        The key under which numbers of persons become pseudonyms: those of one key can be joined, those of two never.
        None where it has no number of a person, and only there.
    example_meta
        What meta.csv says beside the invented rows; empty where a delivery has none.
    """

    key: str
    label: Text
    owner: str
    tables: tuple[RegisterTable, ...]
    expect: Mapping[str, Annotated[tuple[int, int], AfterValidator(rising)]]
    stale_after_days: int
    dates: Literal["dd-mm-yyyy", "yyyy-mm-dd"]
    dotted_numbers: bool = False
    notations: tuple[Notation, ...] = Field(default=("csv", "json_lines"), min_length=1)
    note: str = ""
    purposes: tuple[Purpose, ...] = Field(default=("targeting", "control"), min_length=1)
    needs_authorisation: bool = True
    keep_days: KeepDays | None = None
    is_awaited: bool = True
    person_key: PersonKey | None = None
    example_meta: Mapping[str, str] = {}

    @model_validator(mode="after")
    def _says_its_key(self) -> Self:
        kept = [c for table in self.tables for c in table.columns if c.lake]
        if any(c.person != (c.check == "person_number") for c in kept):
            raise ValueError("a column with numbers of persons has `person` and the check `person_number`, or neither")
        if any(c.person for c in kept) != (self.person_key is not None):
            raise ValueError("a register with numbers of persons says their person_key, and no other does")
        return self

    def table(self, name: str) -> RegisterTable:
        """Return the table `name`; KeyError where the register has none."""
        return {table.name: table for table in self.tables}[name]

    def is_stale(self, newest: date, on: date) -> bool:
        """Tell whether a snapshot is too old on a day."""
        return (on - newest).days > self.stale_after_days

    def field_of(self, table: RegisterTable, column: Column) -> str:
        """Return by which name an authorisation opens a column: `table.column` where several tables have one of it."""
        is_shared = any(c.name == column.name for one in self.tables if one.name != table.name for c in one.columns)
        return f"{table.name}.{column.name}" if is_shared else column.name

    @property
    def fields(self) -> tuple[str, ...]:
        """What an authorisation may open: each column of each table, by its name."""
        return tuple(self.field_of(table, column) for table in self.tables for column in table.columns)

    @property
    def is_for_targeting(self) -> bool:
        """Whether anything of it may be in the reach of targeting at all."""
        return "targeting" in self.purposes

    @property
    def looks_into(self) -> frozenset[str]:
        """The other registers in which its values should be found again."""
        paths = (path for table in self.tables for found in table.found for path in found.among)
        return frozenset(path.partition(".")[0] for path in paths if path.count(".") > 1)


def intake_order(registers: Mapping[str, Register]) -> tuple[str, ...]:
    """Return the keys of registers in the order in which they are taken in: one comes after those it looks into.

    Where that leaves it open, as they stand in the file. Registers that look into each other come as they stand, too.
    """
    left, ordered = list(registers), list[str]()
    while left:
        ready = (key for key in left if registers[key].looks_into.isdisjoint(one for one in left if one != key))
        ordered.append(next(ready, left[0]))
        left.remove(ordered[-1])
    return tuple(ordered)
