"""Before a week is drawn, the value test on one district: nobody's points follow a name, a street or a postcode.

`make test` asks it of invented registers, and a proposed card of its own points; here it is asked of the registers, the
signals and all the cards by which this very week is about to be drawn.
"""

from datetime import date

import polars as pl

from inspection.errors import LearningFault
from inspection.targeting.choosing import sample
from inspection.targeting.frame import ReadableLake
from inspection.targeting.origin import NarrowedLake, Unchanged, unchanged_by_place
from sectors import Catalogue

_LOT = "place"


def require_unmoved(
    assessed: pl.DataFrame, lake: ReadableLake, catalogue: Catalogue, on: date, seed: int
) -> Unchanged | None:
    """Refuse a week whose points change when names, streets and postcodes are exchanged in one district.

    The district, and its workplaces where it has more than `place_week_workplaces`, are drawn by the week, so that
    nobody knows beforehand where it is looked at. A district in which there is nothing to exchange proves nothing, and
    stops nothing.

    Arguments: `assessed` with workplace, enterprise, establishment and district of everybody; `seed` of the week.
    Result: what was compared; None where nobody was assessed.
    Errors: `LearningFault` 125.
    """
    if assessed.is_empty():
        return None
    (district,) = sample(seed, _LOT, assessed["district"].drop_nulls().unique().sort().to_list(), 1) or ("",)
    here = assessed.filter(pl.col("district") == district)
    drawn = sample(seed, _LOT, here["workplace"].to_list(), catalogue.learning.place_week_workplaces)
    mine = here.filter(pl.col("workplace").is_in(drawn))
    firms = pl.concat([mine["enterprise"], mine["establishment"].alias("enterprise")]).drop_nulls()
    found = unchanged_by_place(NarrowedLake(lake, catalogue, firms), catalogue, on, most=len(drawn), seed=seed)
    if found.points or found.signals:
        signals = ", ".join(sorted(found.signals)) or "no one signal"
        raise LearningFault(
            "LEARN-125", count=found.points, workplaces=found.workplaces, signals=signals, district=district
        )
    return found
