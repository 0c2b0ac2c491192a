"""The one signal from declarations of posting: do works and presence agree with what was announced?"""

import polars as pl

from inspection.targeting.signals.figures import year_before
from inspection.targeting.signals.works import by_workplace
from inspection.targeting.views import Sight


def posting_mismatch_share(sight: Sight) -> pl.DataFrame:
    """Share of the postings of the last year that works or presence do not agree with.

    A site has its own postings; an establishment those for the works whose main contractor its enterprise is.
    Presence without works: all days that were announced lie outside those of the works. Works without presence: the
    days have begun, and on none of them is anybody registered, on a site that registers people at all; one that
    registers nobody is what `works_presence_gap` is about. Nothing is read of who was posted, or from where.
    """
    postings = sight.rows("postings").filter(pl.col("ends_on") > year_before(sight.on)).with_row_index("posting")
    works = sight.rows("works").select("site", "enterprise", begin="starts_on", end="ends_on")
    known = postings.join(works, on="site")
    without_works = (pl.col("ends_on") < pl.col("begin")) | (pl.col("starts_on") > pl.col("end").fill_null(sight.on))
    judged = known.join(_present(sight, postings), on="posting", how="left").select(
        "site", "enterprise", (without_works | (pl.col("present") == 0)).fill_null(value=False).alias("odd")
    )
    figures = (pl.col("odd").sum().cast(pl.Int64).alias("mismatched"), pl.len().cast(pl.Int64).alias("postings"))
    found = pl.concat([by_workplace(sight, judged, who).agg(figures) for who in ("site", "enterprise")])
    return found.with_columns((pl.col("mismatched") / pl.col("postings")).alias("value"))


def _present(sight: Sight, postings: pl.DataFrame) -> pl.DataFrame:
    """Return `posting` and on how many of its days somebody was present; only where the site registers anybody."""
    days = postings.join(sight.rows("presence_days"), on="site")
    within = pl.col("on_day").is_between("starts_on", "ends_on")
    begun = pl.col("starts_on") < sight.on
    return days.filter(begun).group_by("posting").agg(within.sum().cast(pl.Int64).alias("present"))
