"""The invented addresses: streets with neutral names, house numbers, points; most of them in the address file."""

import numpy as np
import polars as pl

from inspection.demo.registers.invented import invented
from inspection.demo.registers.parts import WHOLE, Part
from inspection.demo.registers.places import Ints, areas, points_on_streets

_STREETS = invented("streets")
_PER_STREET = 8
_LONGEST_GAP = 61  # house numbers before the first door of a street that a firm stands at


def lay(area_of: Ints, rng: np.random.Generator, lowest: int = 1, part: Part = WHOLE) -> pl.DataFrame:
    """Return one address for each given area: names in three languages, house number, longitude and latitude.

    A postal code, a street and a number occur once: a place is shared by firms because they point to the same row.
    House numbers begin at `lowest`; those of two parts of a country never meet, though a street may lie in both.
    """
    codes = np.unique(areas()["postcode"].to_numpy(), return_inverse=True)[1][area_of]
    order = np.lexsort((area_of, codes))
    rank = _rank_within(codes[order])
    streets = np.clip(np.bincount(codes)[codes[order]] // _PER_STREET, 4, len(_STREETS))
    name = (rank % streets + codes[order]) % len(_STREETS)
    number = lowest + _along(codes[order], name, part.lane(rank // streets))
    key = area_of[order] * len(_STREETS) + name
    street_keys, street_of = np.unique(key, return_inverse=True)
    lon, lat = points_on_streets(street_keys // len(_STREETS), street_of, rng)
    names = np.array(_STREETS)[name]
    laid = pl.DataFrame({
        "row": order, "area": area_of[order], "street_nl": names[:, 0], "street_fr": names[:, 1],
        "street_de": names[:, 2], "house_number": number, "lon": lon, "lat": lat,
    })  # fmt: skip
    return laid.sort("row").with_columns(pl.col("house_number").cast(pl.String)).drop("row").with_row_index("address")


def _along(code: Ints, name: Ints, door: Ints) -> Ints:
    """Return how far along its street each door stands: a street begins and its doors follow as it pleases.

    Of the postal code, the street and the place of the door alone, so that two doors of a street never meet, whichever
    part of the country they are invented in.
    """
    street = code * 7_919 + name * 104_729
    first, step = street % _LONGEST_GAP, 2 + street // 7 % 4
    return first + door * step + (street // 3 + door * 13) % step


def _rank_within(groups: Ints) -> Ints:
    """Return 0, 1, 2 … within each run of equal values of a sorted array."""
    starts = np.flatnonzero(np.r_[True, groups[1:] != groups[:-1]])
    return np.arange(len(groups)) - np.repeat(starts, np.diff(np.r_[starts, len(groups)]))


def speak(addresses: pl.DataFrame) -> pl.DataFrame:
    """Join the areas and keep the street names that the region's own language knows, as the registers write them.

    Returns `kbo_nl` and `kbo_fr` (both filled, equal outside Brussels) and `best_nl`, `best_fr`, `best_de` (only the
    languages of the place), beside the columns of the area.
    """
    language, both = pl.col("language"), pl.col("language") == "both"
    own = (
        pl.when(language == "nl").then("street_nl").when(language == "de").then("street_de").otherwise("street_fr")
    )  # fmt: skip
    return addresses.join(areas(), on="area", how="left", maintain_order="left").with_columns(
        kbo_nl=pl.when(both).then("street_nl").otherwise(own),
        kbo_fr=pl.when(both).then("street_fr").otherwise(own),
        best_nl=pl.when(both | (language == "nl")).then("street_nl"),
        best_fr=pl.when(both | language.is_in(["fr", "de"])).then("street_fr"),
        best_de=pl.when(language == "de").then("street_de"),
    )
