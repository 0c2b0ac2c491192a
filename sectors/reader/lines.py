"""Dated lines: how an entry of a rule file, and what local files lay over it, become one sequence in time.

An entry is a row of start dates; each gives the fields that change that day, `null` ends it. Keying by start date makes
gaps and overlaps impossible to write inside one file; between files the same start date twice is refused.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any, Generic, TypeVar

from pydantic import ValidationError

from sectors.reader.fault import RuleFault
from sectors.reader.reading import Keyed

M = TypeVar("M")
Build = Callable[[Keyed, date], M]


@dataclass(frozen=True)
class Version(Generic[M]):
    """A rule as it stands from `start` on (`value` None: not in force), and the place that says so."""

    start: date
    value: M | None
    place: str


Timeline = tuple[Version[M], ...]


@dataclass(frozen=True)
class RuleFile:
    """A rule file that was read; `local` when it lies over the product's own."""

    name: str
    raw: Keyed
    local: bool

    @property
    def defaults(self) -> Mapping[str, Any]:
        """What every entry of the file inherits: source, confidence, from."""
        defaults = self.raw.get("defaults")
        return defaults if isinstance(defaults, Keyed) else {}


@dataclass(frozen=True)
class Line:
    """What an entry says from `start` on; `fields` None: it is abolished that day."""

    start: date
    fields: Keyed | None
    place: str
    local: bool


@dataclass(frozen=True)
class Entry(Generic[M]):
    """One rule over time."""

    timeline: Timeline[M]

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


def read_lines(file: RuleFile, raw: Keyed, place: str, required: frozenset[str]) -> list[Line]:
    """Read the lines of one entry.

    required
        The fields without which an entry cannot stand alone: where one is missing, what stands beside `dated` is what
        all the dated lines have in common, and the entry begins with the first of them.
    """
    dated = read_dated(file, raw["dated"], place) if "dated" in raw else []
    base = _without(raw, "dated", "from")
    if not base:
        return dated
    fields = _with_defaults(file, base, place)
    start = raw.get("from", file.defaults.get("from"))
    if "from" not in raw and dated and (start is None or not required <= fields.keys()):
        return _with_common(fields, dated)
    if not isinstance(start, date):
        raise RuleFault("RULE-201", place=place)
    return [Line(start, fields, place, file.local), *dated]


def read_dated(file: RuleFile, raw: Any, place: str) -> list[Line]:
    """Read a mapping of start dates to changed fields."""
    if not isinstance(raw, Keyed):
        raise RuleFault("RULE-202", place=place)
    return [_dated_line(file, raw, start) for start in raw]


def _dated_line(file: RuleFile, raw: Keyed, start: Any) -> Line:
    place = raw.places[start]
    if not isinstance(start, date):
        raise RuleFault("RULE-203", start=start, place=place)
    fields = raw[start]
    if fields is None:
        return Line(start, None, place, file.local)
    if not isinstance(fields, Keyed):
        raise RuleFault("RULE-204", place=place)
    return Line(start, _with_defaults(file, fields, place) if file.local else fields, place, file.local)


def _with_common(common: Keyed, dated: list[Line]) -> list[Line]:
    first = min(range(len(dated)), key=lambda at: dated[at].start)
    line = dated[first]
    fields = merged(common, line.fields) if line.fields is not None else None
    return [Line(line.start, fields, line.place, line.local), *dated[:first], *dated[first + 1 :]]


def _with_defaults(file: RuleFile, fields: Keyed, place: str) -> Keyed:
    found = Keyed()
    for key in ("source", "confidence"):
        if key in file.defaults:
            found.put(key, file.defaults[key], place)
    return merged(found, fields)


def _without(raw: Keyed, *left_out: str) -> Keyed:
    found = Keyed()
    for key, value in raw.items():
        if key not in left_out:
            found.put(key, value, raw.places[key])
    return found


def merged(state: Keyed, changes: Keyed) -> Keyed:
    """Return `state` with the fields of `changes` put over it; a changed field is replaced whole."""
    found = Keyed()
    for part in (state, changes):
        for key, value in part.items():
            found.put(key, value, part.places[key])
    return found


def resolve(lines: Sequence[Line], path: str, build: Build[M], *, whole: bool = False) -> Timeline[M]:
    """Lay lines in time and build the rule as it stands after each.

    path
        How faults name the entry, such as `offences.SS_DIMONA_IN`.
    whole
        True where a line replaces the one before it entirely instead of changing some of its fields (cards).
    """
    ordered = sorted(lines, key=lambda line: line.start)
    _refuse_overlaps(ordered, path)
    state = Keyed()
    found: list[Version[M]] = []
    for line in ordered:
        if line.fields is None:
            found.append(Version(line.start, None, line.place))
            continue
        _require_source(line, path)
        state = line.fields if whole else merged(state, line.fields)
        found.append(Version(line.start, _built(build, state, line, path), line.place))
    return tuple(found)


def _refuse_overlaps(ordered: Sequence[Line], path: str) -> None:
    for earlier, later in pairwise(ordered):
        if earlier.start == later.start:
            raise RuleFault("RULE-205", path=path, start=later.start, other=earlier.place, place=later.place)


def _require_source(line: Line, path: str) -> None:
    """A line of a local file names its own source: what the product's file says is not what the change rests on."""
    missing = [key for key in ("source", "confidence") if line.fields is not None and key not in line.fields]
    if line.local and missing:
        raise RuleFault("RULE-206", path=path, missing=missing[0], place=line.place)


def _built(build: Build[M], state: Keyed, line: Line, path: str) -> M:
    source = state.get("source")
    if not isinstance(source, str) or not source.strip():
        raise RuleFault("RULE-207", path=path, place=state.places.get("source", line.place))
    try:
        return build(state, line.start)
    except ValidationError as fault:
        raise _fault_of(fault, state, line, path) from None


def _fault_of(fault: ValidationError, state: Keyed, line: Line, path: str) -> RuleFault:
    """Say the first thing that the model refuses in the file's own words, and how many more there are."""
    errors = fault.errors(include_url=False)
    first, more = errors[0], len(errors) - 1
    key = ".".join(str(part) for part in first["loc"])
    others = f" (and {more} more in this entry)" if more else ""
    place = _place_of(state, first["loc"], line.place)
    if first["type"] == "missing":
        return RuleFault("RULE-208", path=path, key=key, others=others, place=place)
    if first["type"] == "extra_forbidden":
        return RuleFault("RULE-209", path=path, key=key, others=others, place=place)
    return RuleFault("RULE-210", path=path, key=key, problem=first["msg"], others=others, place=place)


def _place_of(state: Any, loc: Sequence[int | str], place: str) -> str:
    for part in loc:
        if isinstance(state, Keyed):
            place = state.places.get(part, place)
        try:
            state = state[part]
        except (KeyError, IndexError, TypeError):
            break
    return place
