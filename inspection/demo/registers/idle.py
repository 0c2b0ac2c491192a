"""Enterprises without an establishment: about a fifth of the Crossroads Bank is somebody with an address on paper."""

from datetime import date

import numpy as np
import polars as pl

from inspection.demo.registers.places import Floats, Ints, areas
from inspection.demo.registers.trades import SECTORS, draw_trades
from inspection.demo.registers.writing import days_before

_NATURAL = 0.4  # an assumption: nobody publishes how many of them are people
_LEGAL_FORM = "610"
_OTHER = SECTORS.index("other")


def idle_firms(
    count: int, first: int, first_address: int, on: date, rng: np.random.Generator
) -> tuple[pl.DataFrame, Ints]:
    """Return enterprises that employ nobody and stand nowhere but at their seat, and the areas of these seats.

    first, first_address
        The places from which on they and their seats are numbered.
    """
    natural = rng.random(count) < _NATURAL
    legal = np.flatnonzero(~natural)
    weight: Floats = areas()["weight"].to_numpy()
    area_of = rng.choice(len(weight), size=count, p=weight / weight.sum())
    seat = np.full(count, -1)
    seat[legal] = first_address + np.arange(len(legal))
    sector = np.full(count, _OTHER)
    place = areas()["language"].to_numpy()[area_of]
    rows = pl.DataFrame(
        {
            "ent": first + np.arange(count),
            "kind": np.where(natural, "1", "2"),
            "form": np.where(natural, "", _LEGAL_FORM),
            "situation": np.full(count, "000"),
            "started": days_before(on, rng.integers(20, 15_000, count)),
            "language": pl.Series([code.replace("both", "fr") for code in place], dtype=pl.String),
            "sector": sector,
            "trade": draw_trades(sector, rng),
            "staff": np.zeros(count, dtype=np.int64),
            "risk": np.zeros(count),
            "seat": seat,
        }
    )
    return rows, area_of[legal]
