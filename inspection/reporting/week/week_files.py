"""The plan as files for other programs: JSON, Parquet (one row a stop), GeoJSON (points and rounds).

`week_list` and `district_bytes` are what was hashed, byte for byte: whoever has the files can check what was approved.
"""

import io
import json
from datetime import timedelta

import polars as pl

from inspection.reporting.week.district_book import DistrictBook
from inspection.reporting.week.entries import BookRound, BookStop
from inspection.reporting.week.week_book import WeekBook
from inspection.sealing import canonical_json
from inspection.time_of import clock_text

WHOLE = (
    "week", "service", "sha256", "rules_sha256", "snapshots", "held_registers", "travel", "districts", "rounds",
    "unplaced",
)  # fmt: skip
FLAT = (
    "code", "workplace", "name", "sector", "address", "postcode", "municipality", "lon", "lat", "quality", "arm",
    "points", "place", "place_of", "required", "arrive", "start", "leave",
)  # fmt: skip


def plan_json(book: WeekBook) -> bytes:
    """Return the week as readable JSON with sorted keys, all districts together; equal weeks give equal bytes."""
    whole = {name: getattr(book, name) for name in WHOLE}
    books = {one.district: {"sha256": one.sha256, "seed": one.seed} for one in book.books}
    text = canonical_json({**whole, "books": books})
    return (json.dumps(json.loads(text), sort_keys=True, ensure_ascii=False, indent=1) + "\n").encode()


def week_list(book: WeekBook) -> bytes:
    """Return the list of districts and the hashes of their books: its SHA-256 is the week's."""
    return book.canonical().encode()


def district_bytes(book: DistrictBook) -> bytes:
    """Return a district's book: its SHA-256 stands in the week's list."""
    return book.canonical().encode()


def plan_parquet(book: WeekBook) -> bytes:
    """Return one row a stop as Parquet: team, day, place in the round, and the stop without its reasons."""
    buffer = io.BytesIO()
    rows = [_row(r, n, s) for r in book.rounds for n, s in enumerate(r.stops, 1)]
    pl.DataFrame(rows, infer_schema_length=None).write_parquet(buffer, compression="zstd", statistics=False)
    return buffer.getvalue()


def _row(round_: BookRound, place: int, stop: BookStop) -> dict[str, object]:
    return {
        "district": round_.district,
        "team": round_.team,
        "day": round_.day,
        "place": place,
        **{name: getattr(stop, name) for name in FLAT},
    }


def rounds_geojson(book: WeekBook) -> bytes:
    """Return the stops as points and each round as a line, office to office, in EPSG:4326."""
    features = [
        f for r in book.rounds if r.stops for f in (_line(r), *(_point(r, n, s) for n, s in enumerate(r.stops, 1)))
    ]
    return (json.dumps({"type": "FeatureCollection", "features": features}, sort_keys=True) + "\n").encode()


def _line(round_: BookRound) -> dict[str, object]:
    way = [round_.office, *((s.lon, s.lat) for s in round_.stops), round_.office]
    return {
        "type": "Feature",
        "geometry": {"type": "LineString", "coordinates": way},
        "properties": {"district": round_.district, "team": round_.team, "day": round_.day.isoformat()},
    }


def _point(round_: BookRound, place: int, stop: BookStop) -> dict[str, object]:
    day = round_.day + timedelta(days=int(stop.start // 1440))
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [stop.lon, stop.lat]},
        "properties": {
            "code": stop.code,
            "district": round_.district,
            "team": round_.team,
            "place": place,
            "starts": f"{day.isoformat()} {clock_text(stop.start)}",
            "sector": stop.sector,
            "arm": stop.arm,
            "quality": stop.quality,
        },
    }
