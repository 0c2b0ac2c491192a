"""Who holds a mandate in which enterprise: invented, by numbers that can be nobody's; a few hold several."""

from datetime import date

import numpy as np
import polars as pl

from inspection.demo.registers.enterprises import Firms
from inspection.demo.registers.people import CAPACITY, impossible_numbers

_SEVERAL, _ENTERPRISES_EACH = 0.06, 40  # assumptions: nobody publishes how mandates are spread


def holders(firms: Firms, on: date, rng: np.random.Generator) -> pl.DataFrame:
    """Return one holder a legal person; one enterprise in sixteen shares its holder with others.

    The serials are the last ones of all, so that no holder is anybody's worker.
    """
    legal = firms.enterprises.filter(pl.col("kind") == "2")
    holder = np.arange(legal.height, dtype=np.int64)
    several = rng.random(legal.height) < _SEVERAL
    holder[several] = rng.integers(0, max(1, legal.height // _ENTERPRISES_EACH), int(several.sum()))
    return pl.DataFrame(
        {
            "EnterpriseNumber": legal["number"],
            "INSS": impossible_numbers(CAPACITY - 1 - firms.part.lane(holder)),
            "Function": np.where(rng.random(legal.height) < 0.2, "representative", "director"),
            "StartDate": legal["started"].dt.strftime("%Y-%m-%d"),
            "EndDate": pl.Series([None] * legal.height, dtype=pl.String),
        }
    ).filter(pl.col("StartDate") <= on.isoformat())
