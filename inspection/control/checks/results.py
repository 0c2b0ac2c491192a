"""What a check is: a result for one person or the workplace, with every ground that it rests on and how old each is.

A check stands beside the inspector's answer and never changes it. A register alone proves nothing: it is a state of
some earlier day, and what it does not hold may have been declared since.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from inspection.control.filled import Control, Lookup
from inspection.life_cycles import LookupResult
from inspection.time_of import day_in_brussels
from sectors.rules.values import Text

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
    about
        What the rules call the thing that is checked, for a sentence that serves several of them.
    to_verify
        Whether it rests on a rule that a lawyer has not confirmed.
    """

    domain: CheckDomain
    person: str | None
    key: str
    result: Result
    grounds: tuple[Ground, ...]
    values: Mapping[str, date | str | int] = field(default_factory=dict)
    about: Text | None = None
    to_verify: bool = False


@dataclass(frozen=True, kw_only=True)
class CheckMaker:
    """Makes the checks of one register about one person or the workplace; they all rest on the same grounds."""

    domain: CheckDomain
    register: str
    person: str | None
    grounds: tuple[Ground, ...]
    about: Text | None = None
    to_verify: bool = False

    def says(self, name: str, result: Result, **values: date | str | int) -> Check:
        """Make a check, by the key of its sentence under the register."""
        key = f"{self.register}.{name}"
        return Check(
            domain=self.domain,
            person=self.person,
            key=key,
            result=result,
            grounds=self.grounds,
            values=values,
            about=self.about,
            to_verify=self.to_verify,
        )


def entry(control: Control) -> Ground:
    """Return what the inspector saw at the door as a ground."""
    return Ground(kind="observation", what="entry", at=control.entered_at)


def consulted(lookup: Lookup | None, extracts: Iterable[Extract] = ()) -> tuple[Ground, ...]:
    """Return an inspector's look-up, if there was one, and the frozen extracts as grounds."""
    seen = [Ground(kind="lookup", what=one.register_key, ref=one.ref, at=one.looked_up_at) for one in (lookup,) if one]
    held = (Ground(kind="register", what=one.register_key, as_of=one.as_of) for one in extracts)
    return (*seen, *held)


def newest(lookups: tuple[Lookup, ...], register: str, subject: str) -> Lookup | None:
    """Return the last look-up that was answered; where none was, the last one that was tried.

    One into our own copy is none here: it is of an earlier day, and the copy itself was frozen with the control.
    """
    told = [one for one in lookups if one.source != "lake"]
    mine = [one for one in told if (one.register_key, one.subject) == (register, subject)]
    return max(mine, key=lambda one: (one.result != LookupResult.UNAVAILABLE, one.looked_up_at), default=None)


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
