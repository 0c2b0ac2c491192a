"""What a roster would change among who works here: compared as plain values, and told before anything is done.

Of a name and a number is told that they change, never what they are: whoever confirms need not read them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from inspection.sealing import sha256_of

Facts = Mapping[str, Any]
SECRET = frozenset({"name", "telephone"})


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Who works here: people and teams by id, each with its facts, and days on which a team works otherwise.

    days
        By "team@day": [start, end] in minutes, None for a day on which it does not work. Only days that are asked for.
    """

    people: Mapping[str, Facts]
    teams: Mapping[str, Facts]
    days: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class ChangedField:
    """One fact of an entry; `before` and `after` are None where what they are is not told."""

    name: str
    before: Any = None
    after: Any = None

    @property
    def is_secret(self) -> bool:
        """Whether only that it changes is told."""
        return self.name in SECRET


@dataclass(frozen=True, kw_only=True)
class ChangedEntry:
    """Somebody or a team that a roster adds, changes, or no longer has."""

    id: str
    how: Literal["added", "changed", "left"]
    fields: tuple[ChangedField, ...] = ()


@dataclass(frozen=True, kw_only=True)
class RosterDifference:
    """What a roster changes.

    days
        How many team-days get other hours.
    sha256
        Of what stands and of what would stand: who confirms it confirms exactly this, from exactly there.
    """

    people: tuple[ChangedEntry, ...]
    teams: tuple[ChangedEntry, ...]
    days: int
    sha256: str

    @property
    def is_empty(self) -> bool:
        """Whether everything stands already."""
        return not (self.people or self.teams or self.days)


def roster_difference(before: Standing, after: Standing) -> RosterDifference:
    """Return what changes from one standing to another, by id: who is gone first, who is new last."""
    days = {key for key in (*before.days, *after.days) if before.days.get(key, ...) != after.days.get(key, ...)}
    return RosterDifference(
        people=_entries(before.people, after.people),
        teams=_entries(before.teams, after.teams),
        days=len(days),
        sha256=sha256_of([_plain(before), _plain(after)]),
    )


def _entries(before: Mapping[str, Facts], after: Mapping[str, Facts]) -> tuple[ChangedEntry, ...]:
    gone = [ChangedEntry(id=one, how="left", fields=_told(before[one])) for one in sorted(before.keys() - after.keys())]
    both = sorted(before.keys() & after.keys())
    changed = [ChangedEntry(id=one, how="changed", fields=_fields(before[one], after[one])) for one in both]
    new = [ChangedEntry(id=one, how="added", fields=_told(after[one])) for one in sorted(after.keys() - before.keys())]
    return (*gone, *(one for one in changed if one.fields), *new)


def _fields(before: Facts, after: Facts) -> tuple[ChangedField, ...]:
    changed = [name for name in after if before.get(name) != after[name]]
    return tuple(
        ChangedField(name=name)
        if name in SECRET
        else ChangedField(name=name, before=before.get(name), after=after[name])
        for name in changed
    )


def _told(facts: Facts) -> tuple[ChangedField, ...]:
    """Return what somebody new is, or somebody who leaves was, without what is secret."""
    return tuple(ChangedField(name=name, after=value) for name, value in facts.items() if name not in SECRET and value)


def _plain(standing: Standing) -> list[Any]:
    return [dict(standing.people), dict(standing.teams), dict(standing.days)]
