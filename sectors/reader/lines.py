"""Dated lines: how an entry of a rule file, and what local files lay over it, become one sequence in time.

An entry is a row of start dates; each gives the fields that change that day, `null` ends it. Keying by start date makes
gaps and overlaps impossible to write inside one file; between files the same start date twice is refused.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Generic, TypeVar

from sectors.reader.fault import Faults, RuleFault
from sectors.reader.reading import UNREADABLE, Keyed

M = TypeVar("M")


@dataclass(frozen=True)
class Version(Generic[M]):
    """A rule as it stands from `start` on (`value` None: not in force), and the place that says so."""

    start: date
    value: M | None
    place: str


ORIGIN: Final = ("source", "confidence", "origin")  # what every value rests on
Timeline = tuple[Version[M], ...]


@dataclass(frozen=True)
class RuleFile:
    """A rule file that was read; `local` when it lies over the product's own."""

    name: str
    raw: Keyed
    local: bool

    @property
    def defaults(self) -> Mapping[str, Any]:
        """What every entry of the file inherits: source, confidence, origin, from."""
        defaults = self.raw.get("defaults")
        return defaults if isinstance(defaults, Keyed) else {}


@dataclass(frozen=True)
class Line:
    """What an entry says from `start` on; `fields` None: it is abolished that day.

    only_changes
        True where it stands under `dated`, so that it changes what another line says.
    """

    start: date
    fields: Keyed | None
    place: str
    local: bool
    only_changes: bool = False


@dataclass(frozen=True)
class Entry(Generic[M]):
    """One rule over time.

    broken
        Whether some line of it was refused: what stands is what could be read, and nothing is built on it.
    """

    timeline: Timeline[M]
    broken: bool = False

    def on(self, day: date) -> M | None:
        """Return the rule as it stands on `day`; None where it is not in force."""
        found: M | None = None
        for version in self.timeline:
            if version.start > day:
                break
            found = version.value
        return found

    def forms(self) -> Iterator[tuple[M, str]]:
        """Yield every form that the rule ever had, with its place."""
        return ((version.value, version.place) for version in self.timeline if version.value is not None)


Tables = Mapping[str, Mapping[str, Entry[Any]]]


def forms(table: Mapping[str, Entry[M]]) -> Iterator[tuple[M, str]]:
    """Yield every form that any entry of a table ever had, with its place."""
    return (form for entry in table.values() for form in entry.forms())


def in_force(table: Mapping[str, Entry[M]], day: date) -> dict[str, M]:
    """Return the entries of a table that are in force on a day, by key."""
    found = {key: entry.on(day) for key, entry in table.items()}
    return {key: value for key, value in found.items() if value is not None}


def is_whole(*tables: Mapping[str, Entry[Any]]) -> bool:
    """Tell whether every entry of these tables could be read: else what is missed in them may well be there."""
    return not any(entry.broken for table in tables for entry in table.values())


def read_lines(file: RuleFile, raw: Keyed, place: str, required: frozenset[str], faults: Faults) -> list[Line]:
    """Read the lines of one entry.

    required
        The fields without which an entry cannot stand alone: where one is missing, what stands beside `dated` is what
        all the dated lines have in common, and the entry begins with the first of them.

    Raises RuleFault where the entry cannot be read at all; `faults` takes what is wrong with a line of it.
    """
    dated = read_dated(file, raw["dated"], place, faults) if "dated" in raw else []
    base = _without(raw, "dated", "from")
    if not base:
        if not raw.get("dated"):
            raise RuleFault("RULE-218", place=place)
        return dated
    fields = _with_defaults(file, base, place)
    start = raw.get("from", file.defaults.get("from"))
    is_common = bool(dated) and min(dated, key=lambda line: line.start).fields is not None
    if "from" not in raw and is_common and (start is None or not required <= fields.keys()):
        return _with_common(fields, dated)
    if start is UNREADABLE:
        return []
    if not isinstance(start, date):
        raise RuleFault("RULE-201", place=place)
    return [Line(start, fields, place, file.local), *dated]


def read_dated(file: RuleFile, raw: Any, place: str, faults: Faults) -> list[Line]:
    """Read a mapping of start dates to changed fields; `faults` takes what is wrong with one of them."""
    if not isinstance(raw, Keyed):
        raise RuleFault("RULE-202", place=place)
    found: list[Line] = []
    for start in raw:
        if start is UNREADABLE:
            continue
        with faults.kept():
            found.append(_dated_line(file, raw, start))
    return found


def _dated_line(file: RuleFile, raw: Keyed, start: Any) -> Line:
    place = raw.places[start]
    if not isinstance(start, date):
        raise RuleFault("RULE-203", start=start, place=place)
    fields = raw[start]
    if fields is not None and not isinstance(fields, Keyed):
        raise RuleFault("RULE-204", place=place)
    if fields is not None and file.local:
        fields = _with_defaults(file, fields, place)
    return Line(start, fields, place, file.local, only_changes=True)


def _with_common(common: Keyed, dated: list[Line]) -> list[Line]:
    first = min(range(len(dated)), key=lambda at: dated[at].start)
    line = dated[first]
    fields = merged(common, line.fields) if line.fields is not None else None
    return [Line(line.start, fields, line.place, line.local), *dated[:first], *dated[first + 1 :]]


def _with_defaults(file: RuleFile, fields: Keyed, place: str) -> Keyed:
    found = Keyed()
    for key in ORIGIN:
        if key in file.defaults and (key != "origin" or "source" not in fields):
            found.put(key, file.defaults[key], place)
    return merged(found, fields)


def _without(raw: Keyed, *left_out: str) -> Keyed:
    found = Keyed()
    for key, value in raw.items():
        if key not in left_out:
            found.put(key, value, raw.places[key])
    return found


def merged(state: Keyed, changes: Keyed) -> Keyed:
    """Return `state` with the fields of `changes` put over it; a changed field is replaced whole.

    An origin belongs to its source: another source does not keep it.
    """
    found = Keyed()
    if "source" in changes and "origin" not in changes:
        state = _without(state, "origin")
    for part in (state, changes):
        for key, value in part.items():
            found.put(key, value, part.places[key])
    return found
