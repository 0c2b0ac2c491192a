"""The truth set: addresses as people write them, each with the street and the door that it means, or none."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl

from benchmarks.addresses import writing
from benchmarks.addresses.streets import Region, Street, door_at, lay_streets, register_of

REGIONS: Final[tuple[Region, ...]] = ("brussels", "flanders", "wallonia", "german")
WRITERS: Final[dict[str, writing.Writer]] = {
    "clean": writing.plain,
    "accents": writing.without_accents,
    "typos, one letter": writing.mistyped(1),
    "typos, two letters": writing.mistyped(2),
    "abbreviations": writing.shortened,
    "abbreviations and a typo": writing.shortened_and_mistyped,
    "bilingual": writing.in_two_languages,
    "ranges": writing.with_a_range,
    "boxes": writing.with_a_box,
    "letters": writing.with_a_letter,
    "no number": writing.without_a_number,
    "unknown number": writing.with_an_unknown_number,
    "number in the street": writing.with_the_number_behind,
    "unlisted": writing.plain,
    "unlisted, a typo": writing.mistyped(1),
    "nonsense": writing.in_no_register,
}
NOTHING: Final = ("unlisted", "unlisted, a typo", "nonsense")  # what nothing may be found for


@dataclass(frozen=True)
class TruthSet:
    """A register, and what was written with what is meant.

    register
        As the lake has it: postcode, municipality_refnis, street_nl, street_fr, street_de, house_number, lon, lat.
    asked
        workplace, postcode, refnis, street_nl, street_fr, house_number; and the truth: region, kind, street (null:
        none), door_lon and door_lat (null: the number is not known).
    points
        lon and lat of each door of the register, with its street.
    """

    register: pl.DataFrame
    asked: pl.DataFrame
    points: pl.DataFrame


def truth_set(each: int, *, postcodes: int = 8, seed: int = 1) -> TruthSet:
    """Return `each` addresses of every kind in every region, over so many postcodes of a region."""
    streets = [street for region in REGIONS for street in lay_streets(region, postcodes, seed)]
    rows = [row for region in REGIONS for row in _rows(region, streets, each, seed)]
    asked = pl.DataFrame(rows, infer_schema_length=None).with_row_index("workplace")
    points = [(*door_at(s, number), n) for n, s in enumerate(streets) if s.listed for number in s.numbers]
    return TruthSet(
        register_of(streets),
        asked.with_columns(pl.concat_str(pl.lit("est:"), pl.col("workplace").cast(pl.String).str.zfill(10))),
        pl.DataFrame(points, schema=["lon", "lat", "found"], orient="row"),
    )


def _rows(region: Region, streets: list[Street], each: int, seed: int) -> list[dict[str, object]]:
    rng = np.random.default_rng([seed, 7, REGIONS.index(region)])
    mine = [n for n, street in enumerate(streets) if street.region == region]
    listed = [n for n in mine if streets[n].listed]
    missing = [n for n in mine if not streets[n].listed]
    rows = []
    for kind, write in WRITERS.items():
        among = missing if kind.startswith("unlisted") else listed
        for n in rng.choice(among, size=each):
            rows.append(_row(region, kind, int(n), streets[int(n)], write, rng))
    return rows


def _row(
    region: Region, kind: str, n: int, street: Street, write: writing.Writer, rng: np.random.Generator
) -> dict[str, object]:
    said = write(street, rng)
    is_nothing = kind in NOTHING
    at = door_at(street, said.door) if said.door and not is_nothing else (None, None)
    return {
        "postcode": street.postcode, "refnis": street.refnis,
        "street_nl": said.street_nl, "street_fr": said.street_fr, "house_number": said.house_number,
        "region": region, "kind": kind, "street": None if is_nothing else n, "door_lon": at[0], "door_lat": at[1],
    }  # fmt: skip
