"""The synthetic firms: enterprises, their establishments, their addresses, and the risk that nobody sees.

`risk` is a standard normal number an enterprise; every closed register leans on it, and so does what a past control
found. That is why signals and infringements hang together in the demo. It is written nowhere.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from inspection.demo.registers.idle import idle_firms
from inspection.demo.registers.parts import WHOLE, Part
from inspection.demo.registers.people import branch_numbers, enterprise_numbers, establishment_numbers
from inspection.demo.registers.places import Floats, Ints, areas
from inspection.demo.registers.streets import lay
from inspection.demo.registers.trades import SECTORS, counts, draw_trades
from inspection.demo.registers.writing import days_before

# design defaults of facts/law.md 6 (synthetic), agriculture and garment are assumptions there
P_ANY = {"restaurants": 0.53, "construction": 0.36, "agriculture": 0.25, "garment": 0.35, "other": 0.33}
_HAS_STAFF = {"restaurants": 0.75, "agriculture": 0.40, "garment": 0.60, "construction": 0.42, "other": 0.35}
_STAFF_MEDIAN = {"restaurants": 4.0, "agriculture": 4.0, "garment": 5.0, "construction": 3.5, "other": 4.0}
_NATURAL = {"restaurants": 0.22, "agriculture": 0.50, "garment": 0.25, "construction": 0.27, "other": 0.30}
_GARMENT_TOWNS = {"21004": 12.0, "21001": 12.0, "21012": 8.0, "21015": 8.0, "11002": 8.0, "44021": 4.0, "62063": 3.0}
_GROWERS = {"antwerpen": 3.0, "limburg": 4.0, "west-vlaanderen": 4.0, "oost-vlaanderen": 2.5, "eupen": 0.8}
_LEGAL_FORMS = {"610": 0.62, "015": 0.12, "014": 0.10, "612": 0.06, "011": 0.04, "706": 0.02, "016": 0.02, "017": 0.02}


@dataclass(frozen=True)
class Firms:
    """The frames that every register is written from; rows refer to each other by position.

    enterprises
        ent, number, kind ("1" natural, "2" legal), form, situation, started, language, sector, trade, staff, risk, seat
        (address or null).
    establishments
        est, number, ent, started, sector, trade, second (trade or null), address (null where the register has none).
    addresses
        address, area, street names, house_number, lon, lat, listed (whether the address file has it).
    branches
        Of foreign entities: id, started, number.
    plots
        Rows of `addresses` where works may be declared.
    part
        The part of the country that these are.
    activities
        See `Size`.
    """

    enterprises: pl.DataFrame
    establishments: pl.DataFrame
    addresses: pl.DataFrame
    branches: pl.DataFrame
    plots: Ints
    part: Part = WHOLE
    activities: int = 0


@dataclass(frozen=True, kw_only=True)
class Size:
    """How many firms a country has.

    establishments
        Sector, "other" among them, to its number of establishments.
    idle
        Enterprises without an establishment.
    activities
        An entity has from none to so many secondary activities more than its trade, the same number of them each.
    """

    establishments: Mapping[str, int]
    idle: int = 0
    activities: int = 0

    @classmethod
    def of(cls, total: int, other: int, idle: int = 0, activities: int = 0) -> "Size":
        """Return a size with about `total` establishments in the four risk sectors and `other` outside them."""
        return cls(establishments=counts(total, other), idle=idle, activities=activities)

    def times(self, factor: float) -> "Size":
        """Return a size with so many times the firms of this one, as active each: what costs are measured over."""
        grown = {sector: round(count * factor) for sector, count in self.establishments.items()}
        return replace(self, establishments=grown, idle=round(self.idle * factor))


def found_firms(size: Size, on: date, rng: np.random.Generator, part: Part = WHOLE) -> Firms:
    """Return the invented firms of one part of a country of that size."""
    wanted = part.shares(size.establishments)
    ent_sector, ent_of = _sizes(wanted, rng)
    many, rows = len(ent_sector), len(ent_of)
    risk = rng.standard_normal(many)
    units = np.bincount(ent_of, minlength=many)
    natural = (rng.random(many) < _by_sector(_NATURAL, ent_sector)) & (units == 1)
    age = np.clip(rng.exponential(11.0, many) * np.exp(-0.35 * risk) * 365, 20, 22_000).astype(np.int64)
    shares, restarts = _shared(ent_sector[ent_of], units[ent_of], risk[ent_of], rng)
    fresh = ent_of[shares[restarts]]
    age[fresh] = rng.integers(10, 300, len(fresh))
    area_of = _pick_areas(ent_sector[ent_of], rng)
    address = np.arange(rows)
    address[shares] = _partners(ent_sector[ent_of], area_of, shares, rng)
    hosts = ent_of[address[shares[restarts]]]
    risk[hosts] = np.maximum(risk[hosts], 0.5 * (risk[hosts] + risk[fresh]))  # who restarts next door is rarely alone
    first = np.searchsorted(ent_of, np.arange(many))
    seats, seat_areas = _seats(first, area_of, address, natural, rng)
    idle, idle_areas = idle_firms(part.share(size.idle), many, rows + len(seat_areas), on, rng)
    plot_areas = pick_plots(wanted["construction"], rng)
    addresses = _addresses(np.r_[area_of, seat_areas, idle_areas, _spare(area_of, rng), plot_areas], rows, rng, part)
    plots = np.arange(len(addresses) - len(plot_areas), len(addresses))
    trade = draw_trades(ent_sector, rng)
    enterprises = pl.DataFrame({
        "ent": np.arange(many), "kind": np.where(natural, "1", "2"), "form": _forms(natural, rng),
        "situation": _situations(risk, natural, rng), "started": days_before(on, age),
        "language": _languages(area_of[first], rng), "sector": ent_sector, "trade": trade,
        "staff": draw_staff(ent_sector, risk, units, rng), "risk": risk, "seat": seats,
    })  # fmt: skip
    every = pl.concat([enterprises, idle]).with_columns(
        pl.col("seat").replace(-1, None), pl.col("form").replace("", None)
    )
    every = _numbered(every, enterprise_numbers(many + len(idle), part))
    establishments = _establishments(every, ent_of, age, address, on, rng, part)
    return Firms(every, establishments, addresses, _branches(every, part), plots, part, size.activities)


def _sizes(wanted: dict[str, int], rng: np.random.Generator) -> tuple[Ints, Ints]:
    """Return the sector of each enterprise, and the enterprise of each establishment (rising)."""
    sectors, sizes = [], []
    for code, sector in enumerate(SECTORS):
        drawn = rng.choice([1, 2, 3, 5], size=wanted[sector], p=[0.90, 0.065, 0.025, 0.01])
        many = int(np.searchsorted(np.cumsum(drawn), wanted[sector])) + 1
        drawn = drawn[:many]
        drawn[-1] -= drawn.sum() - wanted[sector]
        sectors.append(np.full(many, code))
        sizes.append(drawn)
    sector_of, size_of = np.concatenate(sectors), np.concatenate(sizes)
    return sector_of, np.repeat(np.arange(len(size_of)), size_of)


def _by_sector(values: dict[str, float], sector_of: Ints) -> Floats:
    return np.array([values[sector] for sector in SECTORS])[sector_of]


def _shared(sector_of: Ints, size: Ints, risk: Floats, rng: np.random.Generator) -> tuple[Ints, npt.NDArray[Any]]:
    """Return which establishments share another's address, and which of these are restarts there."""
    chance = 0.05 + 0.09 / (1 + np.exp(-1.2 * risk))
    shares = np.flatnonzero((rng.random(len(sector_of)) < chance) & (size == 1))
    return shares, rng.random(len(shares)) < 0.15 + 0.35 / (1 + np.exp(-1.2 * risk[shares]))


def _partners(sector_of: Ints, area_of: Ints, shares: Ints, rng: np.random.Generator) -> Ints:
    """Return for each sharing establishment the row of one of the same sector and area that keeps its own address."""
    key = sector_of * len(areas()) + area_of
    hosts = np.setdiff1d(np.arange(len(key)), shares)
    hosts = hosts[np.lexsort((rng.random(len(hosts)), key[hosts]))]
    low, high = np.searchsorted(key[hosts], key[shares]), np.searchsorted(key[hosts], key[shares], side="right")
    crowd = np.maximum(1, (high - low + 3) // 4)  # a quarter of the hosts take all, so that some addresses fill up
    chosen = np.minimum(low + rng.integers(0, 1 << 30, len(shares)) % crowd, len(hosts) - 1)
    return np.where(high > low, hosts[chosen], shares)


def _pick_areas(sector_of: Ints, rng: np.random.Generator) -> Ints:
    frame = areas()
    people = frame["weight"].to_numpy()
    weights = {
        "restaurants": people**1.1,
        "agriculture": np.where(people < 30, 1.0, 0.1) * _lookup(_GROWERS, frame["district"], 1.5),
        "garment": people * _lookup(_GARMENT_TOWNS, frame["refnis"], 1.0),
        "construction": people**0.95,
        "other": people,
    }
    area_of = np.zeros(len(sector_of), dtype=np.int64)
    for code, sector in enumerate(SECTORS):
        rows = np.flatnonzero(sector_of == code)
        area_of[rows] = rng.choice(len(frame), size=len(rows), p=weights[sector] / weights[sector].sum())
    return area_of


def _lookup(values: dict[str, float], keys: pl.Series, default: float) -> Floats:
    return np.array([values.get(key, default) for key in keys])


def pick_plots(builders: int, rng: np.random.Generator, fewest: int = 60) -> Ints:
    """Return the areas of building sites: about one for seven construction firms, and no less than `fewest`."""
    return _pick_areas(np.full(max(fewest, builders // 7), SECTORS.index("construction")), rng)


def _seats(
    first: Ints, area_of: Ints, address: Ints, natural: npt.NDArray[Any], rng: np.random.Generator
) -> tuple[Ints, Ints]:
    """Return the seat's address of each enterprise (-1: a natural person has none) and the areas of new addresses."""
    apart = np.flatnonzero(~natural & (rng.random(len(first)) < 0.15))
    seats = np.where(natural, -1, address[first])
    seats[apart] = len(area_of) + np.arange(len(apart))
    return seats, area_of[first[apart]]


def _spare(area_of: Ints, rng: np.random.Generator) -> Ints:
    """Return areas for addresses that no firm uses: the file holds more than the register."""
    return rng.choice(area_of, size=max(50, len(area_of) // 12))


def _addresses(area_of: Ints, establishments: int, rng: np.random.Generator, part: Part) -> pl.DataFrame:
    unlisted = rng.random(len(area_of)) < 0.03
    unlisted[establishments:] = False  # seats and spare ones are all in the file
    return lay(area_of, rng, part=part).with_columns(listed=pl.Series(~unlisted))


def _forms(natural: npt.NDArray[Any], rng: np.random.Generator) -> npt.NDArray[Any]:
    forms, shares = list(_LEGAL_FORMS), np.array(list(_LEGAL_FORMS.values()))
    return np.where(natural, "", rng.choice(forms, size=len(natural), p=shares / shares.sum()))


def _situations(risk: Floats, natural: npt.NDArray[Any], rng: np.random.Generator) -> npt.NDArray[Any]:
    draw = rng.random(len(risk))
    bad = 0.03 / (1 + np.exp(-1.2 * risk))
    return np.where(natural | (draw >= bad + 0.015), "000", np.where(draw < bad, "050", "012"))


def _languages(area_of: Ints, rng: np.random.Generator) -> npt.NDArray[Any]:
    place = areas()["language"].to_numpy()[area_of]
    return np.where(place == "both", np.where(rng.random(len(area_of)) < 0.7, "fr", "nl"), place)


def draw_staff(sector_of: Ints, risk: Floats, size: Ints, rng: np.random.Generator) -> Ints:
    """Return how many people each enterprise employs; a firm of several establishments always employs somebody."""
    employs = rng.random(len(risk)) < _by_sector(_HAS_STAFF, sector_of)
    heads = _by_sector(_STAFF_MEDIAN, sector_of) * np.exp(rng.normal(0.0, 0.75, len(risk)))
    return np.where(employs | (size > 1), np.clip(np.rint(heads * size), 1, 250), 0).astype(np.int64)


def _numbered(enterprises: pl.DataFrame, numbers: pl.Series) -> pl.DataFrame:
    """Give the numbers in the order of the start dates, as the register does."""
    return enterprises.sort("started", "ent").with_columns(number=numbers).sort("ent")


def _establishments(
    enterprises: pl.DataFrame, ent_of: Ints, age: Ints, address: Ints, on: date, rng: np.random.Generator, part: Part
) -> pl.DataFrame:
    rows = len(ent_of)
    later = np.r_[False, ent_of[1:] == ent_of[:-1]]
    delay = np.where(later, rng.random(rows) * age[ent_of], np.minimum(rng.exponential(12.0, rows), age[ent_of]))
    sector, trade = enterprises["sector"].to_numpy()[ent_of], enterprises["trade"].to_numpy()[ent_of]
    second = draw_trades(np.where(rng.random(rows) < 0.12, len(SECTORS) - 1, sector), rng)
    has_second = rng.random(rows) < 0.15
    frame = pl.DataFrame({
        "est": np.arange(rows), "ent": ent_of, "started": days_before(on, age[ent_of] - delay.astype(np.int64)),
        "sector": sector, "trade": trade, "address": address, "second": np.where(has_second, second, -1),
    })  # fmt: skip
    frame = frame.with_columns(pl.when((pl.col("second") >= 0) & (pl.col("second") != pl.col("trade"))).then("second"))
    return frame.sort("started", "est").with_columns(number=establishment_numbers(rows, part)).sort("est")


def _branches(enterprises: pl.DataFrame, part: Part) -> pl.DataFrame:
    """Return a branch for one legal enterprise in two hundred: they count as foreign entities."""
    foreign = enterprises.filter((pl.col("kind") == "2") & (pl.col("ent") % 200 == 0))
    return foreign.select("number", "started").with_columns(id=branch_numbers(len(foreign), part))
