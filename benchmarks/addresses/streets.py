"""A synthetic address register of four language areas: streets as dense and as alike as those of Belgian towns."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import numpy as np
import polars as pl
import yaml

Region = Literal["brussels", "flanders", "wallonia", "german"]
# First postcode and REFNIS code, both invented inside the ranges of the area; the point that its towns begin at.
_PLACES: dict[Region, tuple[int, int, float, float]] = {
    "brussels": (1000, 21001, 4.30, 50.80),
    "flanders": (8000, 31001, 3.20, 51.00),
    "wallonia": (6000, 52001, 4.40, 50.40),
    "german": (4700, 63001, 6.00, 50.60),
}
_SIZES = (40, 90, 160, 320)  # streets of a postcode, in turn
_UNLISTED = 0.03  # of the streets are in no register: new, or nowhere
_STREET_APART, _DOOR_APART = 0.004, 0.0001  # degrees


@dataclass(frozen=True)
class Street:
    """A street under its names; `listed` where the register has it; `translated` into a language that it does not."""

    region: Region
    postcode: str
    refnis: str
    nl: str | None
    fr: str | None
    de: str | None
    numbers: tuple[str, ...]
    at: tuple[float, float]
    listed: bool
    translated: str


@cache
def words() -> dict[str, Any]:
    """Return the words that streets are made of."""
    found: dict[str, Any] = yaml.safe_load(files("benchmarks.addresses").joinpath("words.yaml").read_text("utf-8"))
    return found


def lay_streets(region: Region, postcodes: int, seed: int) -> list[Street]:
    """Return the streets of so many postcodes of an area; no two of a postcode share a name in any language."""
    rng = np.random.default_rng([seed, list(_PLACES).index(region)])
    first, refnis, lon, lat = _PLACES[region]
    streets: list[Street] = []
    for n in range(postcodes):
        taken: set[str] = set()
        while len(taken) < _SIZES[n % len(_SIZES)] * (2 if region == "brussels" else 1):
            dutch, french, german, translated = _names(region, rng)
            names = (dutch, french, german)
            if any(name in taken for name in names if name):
                continue
            taken |= {name for name in names if name}
            at = (lon + 0.3 * (n % 4) + _STREET_APART * (len(streets) % 40), lat + 0.0005 * len(streets))
            is_listed = bool(rng.random() >= _UNLISTED)
            numbers = _numbers(rng)
            where = (region, str(first + n), str(refnis + n))
            streets.append(Street(*where, dutch, french, german, numbers, at, is_listed, translated))
    return streets


def register_of(streets: list[Street]) -> pl.DataFrame:
    """Return the rows of the address register that the listed streets have."""
    rows = [
        (s.postcode, s.refnis, s.nl, s.fr, s.de, number, *door_at(s, number))
        for s in streets
        if s.listed
        for number in s.numbers
    ]
    columns = ("postcode", "municipality_refnis", "street_nl", "street_fr", "street_de", "house_number", "lon", "lat")
    kinds = [pl.Float64 if name in ("lon", "lat") else pl.String for name in columns]
    return pl.DataFrame(rows, schema=dict(zip(columns, kinds, strict=True)), orient="row")


def door_at(street: Street, number: str) -> tuple[float, float]:
    """Return the point of a door: every door of the country has its own."""
    place = street.numbers.index(number)
    return (round(street.at[0] + _DOOR_APART * place, 7), round(street.at[1], 7))


def _numbers(rng: np.random.Generator) -> tuple[str, ...]:
    """Return the numbers of a street: some missing, some with letters, some as ranges."""
    found = []
    number = 0
    for _ in range(int(rng.integers(4, 40))):
        number += int(rng.choice([1, 1, 2, 2, 4]))
        kind = rng.random()
        if kind < 0.04:
            found.append(f"{number}-{number + 2}")
            number += 2
        else:
            found.append(str(number))
            found += [f"{number}{letter}" for letter in "AB" if kind > 0.92]
    return tuple(found)


def _names(region: Region, rng: np.random.Generator) -> tuple[str | None, str | None, str | None, str]:
    """Return what the register calls a street in Dutch, French and German, and a translation that it does not have."""
    stem = words()["pairs"][int(rng.integers(len(words()["pairs"])))]
    person = _person(rng) if rng.random() < 0.45 else None
    title = int(rng.integers(len(words()["titles"]["fr"]))) if rng.random() < 0.2 else None
    dutch, french, german = _dutch(stem[0], person, title, rng), _french(stem[1], person, title, rng), None
    if region == "german":
        german = (
            f"{person} ".replace(" ", "-") + _kind("de", rng).capitalize() if person else stem[2] + _kind("de", rng)
        )
        return None, french if rng.random() < 0.5 else None, german, french
    if region == "flanders":
        return dutch, None, None, french
    return (dutch, french, None, "") if region == "brussels" else (None, french, None, dutch)


def _dutch(stem: str, person: str | None, title: int | None, rng: np.random.Generator) -> str:
    kind = _kind("nl", rng)
    if person is None:
        return stem + kind
    return f"{words()['titles']['nl'][title]} {person}{kind}" if title is not None else f"{person}{kind}"


def _french(stem: str, person: str | None, title: int | None, rng: np.random.Generator) -> str:
    kind = _kind("fr", rng)
    if person is None:
        return f"{kind} {stem}"
    return f"{kind} {words()['titles']['fr'][title]} {person}" if title is not None else f"{kind} {person}"


def _person(rng: np.random.Generator) -> str:
    first, start, end = (str(rng.choice(words()[key])) for key in ("first_names", "name_starts", "name_ends"))
    return f"{first} {start}{end}"


def _kind(lang: str, rng: np.random.Generator) -> str:
    kinds = words()["types"][lang]
    shares = np.array([share for _, share in kinds], dtype=float)
    return str(kinds[int(rng.choice(len(kinds), p=shares / shares.sum()))][0])
