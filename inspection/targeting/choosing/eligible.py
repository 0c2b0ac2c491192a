"""Everybody who could have been chosen, as learning reads them later: what the cards saw of each, and with what chance.

Learning from those alone who were chosen would learn from where one already looks.
"""

from collections.abc import Collection

import polars as pl

from inspection.targeting.assessing import Assessments, signals_of_enterprise, workplace_facts
from inspection.targeting.choosing.verifying import expect_lot
from inspection.targeting.model import Selection
from sectors import Catalogue

ELIGIBLE = ("workplace", "sector", "card", "points", "inclusion", "drawn", "is_legal_person", "staff")
_STAFF = "workers_dmfa_missing_share.of"  # people whom the enterprise employs by its open declarations


def eligible_frames(
    assessments: Assessments,
    selection: Selection,
    catalogue: Catalogue,
    districts: Collection[str],
    *,
    drawn: Collection[str] | None = None,
) -> dict[str, pl.DataFrame]:
    """Return a frame for each district: one row an eligible workplace, sorted by it.

    Arguments: `drawn` whom a lot drew, where the selection itself is not at hand any more.
    Result: `ELIGIBLE`, then one Float32 column a signal; null is missing. `inclusion` is the probability with which the
    random arm drew it, null where it is not known; `drawn` whether it did. `is_legal_person` and `staff` (of the
    enterprise, null where no register tells) say to which group it belongs when fairness is measured, and are no
    signals. Signals of an enterprise that may be a natural person are missing. Nothing tells who or where a workplace
    is, but its id.
    Errors: `LearningFault` 123 where the random arm is not what its lot gives.
    """
    signals = sorted(catalogue.signals)
    shares = pl.DataFrame(
        {"stratum": list(selection.inclusion), "inclusion": list(selection.inclusion.values())},
        schema={"stratum": pl.String, "inclusion": pl.Float64},
    )
    if drawn is None:
        expect_lot(assessments.frame, selection, districts)
    lots = [one.workplace for one in selection.chosen if one.arm == "random"] if drawn is None else list(drawn)
    here = assessments.frame.filter(pl.col("district").is_in(list(districts)))
    staff = here[_STAFF] if _STAFF in here.columns else pl.Series([None] * here.height, dtype=pl.Int32)
    rows = workplace_facts(here, signals_of_enterprise(catalogue)).with_columns(staff.cast(pl.Int32).alias("staff"))
    known = rows.with_columns(
        pl.concat_str("district", "sector", separator="|").alias("stratum"),
        pl.col("workplace").is_in(lots).alias("drawn"),
        pl.col("points").cast(pl.Int32),
    ).join(shares, on="stratum", how="left", maintain_order="left")
    kept = known.select("district", *ELIGIBLE, pl.col(signals).cast(pl.Float32)).sort("workplace")
    parts = kept.partition_by("district", as_dict=True, include_key=False)
    return {district: parts.get((district,), kept.clear().drop("district")) for district in sorted(districts)}
