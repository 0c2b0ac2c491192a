"""What a check is: a result for one person or the workplace, with every ground that it rests on and how old each is.

A check stands beside the inspector's answer and never changes it. A register alone proves nothing: it is a state of
some earlier day, and what it does not hold may have been declared since.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from inspection.control.filled import Lookup
from inspection.time_of import day_in_brussels

Result = Literal["ok", "not_ok", "unclear", "no_proof"]
CheckDomain = Literal["D1", "D2", "D3", "D4"]
GroundKind = Literal["register", "document", "observation", "lookup"]
Cell = str | int | float | bool | None


@dataclass(frozen=True, kw_only=True)
class Extract:
    """Rows of a register that were consulted, as they stood in the snapshot of one day.

    subject
        `workplace`, or the reference of a person found.
    count
        How many rows there were; `rows` holds at most the first few.
    """

    register_key: str
    table: str
    subject: str
    as_of: date
    count: int
    rows: tuple[Mapping[str, Cell], ...] = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class Ground:
    """One thing that a check rests on.

    what
        A register's key, a question's id, or `entry`.
    ref
        Of the look-up, where it is one.
    as_of, at
        The day of the register's snapshot, or the moment of looking or seeing.
    """

    kind: GroundKind
    what: str
    ref: str = ""
    as_of: date | None = None
    at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Check:
    """What the grounds say about one thing that an inspector checks.

    values
        What the sentence of `key` mentions: moments, days, codes of the register; nothing that names a person.
    """

    domain: CheckDomain
    person: str | None
    key: str
    result: Result
    grounds: tuple[Ground, ...]
    values: Mapping[str, date | str | int] = field(default_factory=dict)


def looked_up(lookup: Lookup) -> Ground:
    """Return an inspector's look-up as a ground."""
    return Ground(kind="lookup", what=lookup.register_key, ref=lookup.ref, at=lookup.looked_up_at)


def held(extract: Extract) -> Ground:
    """Return a frozen extract as a ground."""
    return Ground(kind="register", what=extract.register_key, as_of=extract.as_of)


def newest(lookups: tuple[Lookup, ...], register: str, subject: str) -> Lookup | None:
    """Return the last look-up that was answered; where none was, the last one that was tried."""
    mine = [one for one in lookups if (one.register_key, one.subject) == (register, subject)]
    return max(mine, key=lambda one: (one.result != "unavailable", one.looked_up_at), default=None)


def covers(lookup: Lookup, moment: datetime) -> bool | None:
    """Tell whether the declared period holds a moment; None where it has no start. Days are days in Brussels."""
    start, end = lookup.period_from, lookup.period_to
    if start is None:
        return None
    return not is_later(start, moment) and (end is None or not is_later(moment, end))


def is_later(first: date, second: date) -> bool:
    """Tell whether `first` lies after `second`: by the moment where both are one, else by the day."""
    if isinstance(first, datetime) and isinstance(second, datetime):
        return first > second
    return _day(first) > _day(second)


def _day(value: date) -> date:
    return day_in_brussels(value) if isinstance(value, datetime) else value
