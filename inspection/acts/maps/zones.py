"""Zones of somebody's own, drawn on the maps that they look at: kept sealed in the home, and seen by nobody else.

A label is whatever its owner wrote, perhaps the name of an operation: so it is sealed, and stands in no trail and on no
paper.
"""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import shapely

from inspection import territory  # what reads a file is loaded when one is added, and by nobody who only looks
from inspection.errors import TerritoryFault
from inspection.sealing import sha256_of
from inspection.store.sealed_files import ZONES, SealedFile, write_sealed
from inspection.time_of import day_in_brussels
from inspection.trust import Context, audited_transaction, require_permission

_NAME = re.compile(r"[\w .-]{1,40}")
_MOST_FILES = 10
_METRES_PER_DEGREE = 70_600.0  # of longitude, in the middle of the country
_BREADTH = 0.6  # of a letter, as a part of its height


@dataclass(frozen=True, kw_only=True)
class Zones:
    """The zones of one file as maps take them.

    features
        GeoJSON features in EPSG:4326; each has `label`, `at`, a point inside on which the label is written, and
        `size_m`, how high its letters may be in metres, so that it is no broader than the zone.
    mended, refused
        What `read_zones` counted.
    """

    name: str
    added_on: str
    mended: int
    refused: Mapping[str, int]
    features: Sequence[Mapping[str, Any]]


def add_zones(context: Context, file: Path, *, name: str | None = None, label: str | None = None) -> Zones:
    """Keep the areas of a file for the maps that somebody looks at, and nothing else of it.

    Arguments: `file` in any format and CRS that `read_zones` takes; `name` that of the file by default; `label` the
    column whose text is written on a zone.
    Errors: `TerritoryFault` of `read_zones`; 405 for a name that is none, 406 for one that is taken, 408 when there are
    ten files already; `AccessRefused`.
    """
    with context.store.read() as session:
        require_permission(session, context, "zones.keep", service=context.settings.service)
    called = (re.sub(r"[^\w .-]", " ", file.stem)[:40] if name is None else name).strip()
    if not _NAME.fullmatch(called):
        raise TerritoryFault("PLACE-405")
    if (there := _file(context, called)).exists():
        raise TerritoryFault("PLACE-406")
    if len(_files(context)) >= _MOST_FILES:
        raise TerritoryFault("PLACE-408", most=_MOST_FILES)
    read = territory.read_zones(file, label)
    made = Zones(
        name=called,
        added_on=day_in_brussels(context.at).isoformat(),
        mended=read.mended,
        refused=read.refused,
        features=[_feature(zone) for zone in read.zones],
    )
    content = json.dumps(asdict(made), ensure_ascii=False).encode()
    facts = {"zones": len(read.zones), "mended": read.mended, "refused": sum(read.refused.values())}
    with audited_transaction(context) as tx:
        digest = hashlib.sha256(content).hexdigest()
        tx.record("zones.add", context.by, stream="zones", purpose="planning", facts={**facts, "sha256": digest})
    write_sealed(context.store, SealedFile(there, ZONES, there.stem), content)
    return made


def zones_of(context: Context) -> list[Zones]:
    """Return the zones that somebody added, in order of their names; nobody else is given them.

    Errors: `AccessRefused`; `StoreFault` 040 or 041 for a file that this house did not seal.
    """
    with context.store.read() as session:
        require_permission(session, context, "zones.draw", service=context.settings.service)
    opened = (context.store.unseal_bytes(ZONES, file.stem, file.read_bytes()) for file in _files(context))
    return sorted((Zones(**json.loads(content)) for content in opened), key=lambda one: one.name)


def remove_zones(context: Context, name: str) -> None:
    """Remove zones of one's own.

    Errors: `TerritoryFault` 407 where there are none of this name; `AccessRefused`.
    """
    with audited_transaction(context) as tx:
        tx.require("zones.keep", service=context.settings.service)
        if not (there := _file(context, name.strip())).exists():
            raise TerritoryFault("PLACE-407")
        tx.record("zones.remove", context.by, stream="zones", purpose="planning")
    there.unlink(missing_ok=True)


def _folder(context: Context) -> Path:
    return context.settings.zones / sha256_of(context.by)[:32]


def _file(context: Context, name: str) -> Path:
    """Return where zones of a name lie; case makes no other name, and no name is in a path."""
    return _folder(context) / f"{sha256_of(f'{context.by}|{name.casefold()}')[:32]}.sealed"


def _files(context: Context) -> list[Path]:
    return sorted(_folder(context).glob("*.sealed"))


def _feature(zone: "territory.Zone") -> dict[str, Any]:
    inside = zone.area.representative_point()
    west, _, east, _ = zone.area.bounds
    size_m = (east - west) * _METRES_PER_DEGREE / (_BREADTH * max(len(zone.label), 4))
    return {
        "type": "Feature",
        "properties": {"label": zone.label, "at": [round(inside.x, 6), round(inside.y, 6)], "size_m": round(size_m)},
        "geometry": json.loads(shapely.to_geojson(shapely.transform(zone.area, lambda xy: xy.round(6)))),
    }
