"""Laying the lines of an entry in time: the rule as it stands after each, and what is wrong with any of them."""

from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import date
from difflib import get_close_matches
from itertools import pairwise
from typing import Any, TypeVar

from pydantic import ValidationError

from sectors.reader.fault import Faults, RuleFault
from sectors.reader.lines import Entry, Line, Version, merged
from sectors.reader.plain_checking import is_too_sure, plain_faults
from sectors.reader.reading import UNREADABLE, Keyed

M = TypeVar("M")
Build = Callable[[Keyed, date], M]


def resolve(
    lines: Sequence[Line],
    path: str,
    build: Build[M],
    faults: Faults,
    *,
    whole: bool = False,
    known: Collection[str] = (),
) -> Entry[M]:
    """Lay lines in time and build the rule as it stands after each; a line that is refused is left out.

    path
        How faults name the entry, such as `offences.SS_DIMONA_IN`.
    whole
        True where a line replaces the one before it entirely instead of changing some of its fields (cards).
    known
        The entries that the product's own files have beside it: what a misspelt key may have meant.
    """
    before = len(faults)
    ordered = sorted(lines, key=lambda line: line.start)
    faults += _overlaps(ordered, path)
    faults += _ends_unbegun(ordered, path)
    state = Keyed()
    found: list[Version[M]] = []
    for line in ordered:
        if line.fields is None:
            found.append(Version(line.start, None, line.place))
            continue
        state = line.fields if whole else merged(state, line.fields)
        strange = list(plain_faults(line.fields, path))
        if strange:
            faults += strange
            continue
        try:
            _require_source(line, state, path)
            found.append(Version(line.start, build(state, line.start), line.place))
        except RuleFault as fault:
            faults.append(fault)
        except ValidationError as refused:
            faults += _faults_of(refused, state, line, path, ordered, known)
    return Entry(tuple(found), broken=len(found) < len(ordered) or len(faults) > before)


def _overlaps(ordered: Sequence[Line], path: str) -> Iterator[RuleFault]:
    for earlier, later in pairwise(ordered):
        if earlier.start == later.start:
            yield RuleFault("RULE-205", path=path, start=later.start, other=earlier.place, place=later.place)


def _ends_unbegun(ordered: Sequence[Line], path: str) -> Iterator[RuleFault]:
    """An end before the entry begins would end nothing: the rule would stand for ever."""
    first, then = ordered[:1], ordered[1:2]
    if first and then and first[0].fields is None:
        yield RuleFault("RULE-211", path=path, start=first[0].start, begins=then[0].start, place=first[0].place)


def _require_source(line: Line, state: Keyed, path: str) -> None:
    """A line of a local file names its own source: what the product's file says is not what the change rests on."""
    missing = [key for key in ("source", "confidence") if line.fields is not None and key not in line.fields]
    if line.local and missing:
        raise RuleFault("RULE-206", path=path, missing=missing[0], place=line.place)
    source = state.get("source")
    if not isinstance(source, str) or not source.strip():
        raise RuleFault("RULE-207", path=path, place=state.places.get("source", line.place))
    if is_too_sure(state):
        raise RuleFault("RULE-217", path=path, confidence=state["confidence"], place=state.places["confidence"])


def _faults_of(
    refused: ValidationError, state: Keyed, line: Line, path: str, ordered: Sequence[Line], known: Collection[str]
) -> Iterator[RuleFault]:
    """Say what the model refuses in the file's own words; a field that may be one of several kinds is told once."""
    told: set[tuple[int | str, ...]] = set()
    for error in refused.errors(include_url=False):
        place, where = _place_of(state, error["loc"], line.place)
        if error["input"] is UNREADABLE or (where in told and error["type"] != "missing"):
            continue
        told.add(where)
        key = ".".join(str(part) for part in error["loc"])
        if error["type"] == "missing":
            early = _not_begun(key, line, path, ordered, known)
            yield early or RuleFault("RULE-208", path=path, key=key, place=place)
            if early is not None:
                return
        elif error["type"] == "extra_forbidden":
            yield RuleFault("RULE-209", path=path, key=key, place=place)
        else:
            yield RuleFault("RULE-210", path=path, key=key, problem=error["msg"], place=place)


def _not_begun(key: str, line: Line, path: str, ordered: Sequence[Line], known: Collection[str]) -> RuleFault | None:
    """Return why a line that changes something has nothing to change: the entry begins later, or there is none."""
    whole = next((one for one in ordered if one.fields is not None and key in one.fields and one is not line), None)
    if line.only_changes and whole is not None and whole.start > line.start:
        return RuleFault("RULE-211", path=path, start=line.start, begins=whole.start, place=line.place)
    if not all(one.only_changes and one.local for one in ordered):
        return None
    table, _, name = path.partition(".")
    near = get_close_matches(name, known, n=1)
    meant = f"; did you mean '{near[0]}'?" if near else ""
    return RuleFault("RULE-212", table=table, name=name, meant=meant, place=line.place)


def _place_of(state: Any, loc: Sequence[int | str], place: str) -> tuple[str, tuple[int | str, ...]]:
    """Return where a field stands, as place and as the part of `loc` that the file has."""
    for n, part in enumerate(loc):
        if isinstance(state, Keyed):
            place = state.places.get(part, place)
        try:
            state = state[part]
        except (KeyError, IndexError, TypeError):
            # what the file lacks or should not have is told by its name; else the model tried several kinds
            is_named = isinstance(state, Keyed) and n == len(loc) - 1
            return place, tuple(loc) if is_named else tuple(loc[:n])
    return place, tuple(loc)
