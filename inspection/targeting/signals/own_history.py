"""Own history: what planned controls found beyond what was expected there, as a number that fades with time.

What was expected is by inspector and kind of control, so that a strict inspector leaves no mark on a workplace. No
suspicion, referral or unplanned control is in it.
"""

import polars as pl

from inspection.targeting.views import Sight


def own_history_workplace(sight: Sight) -> pl.DataFrame:
    """What controls of the workplace left; missing where none was planned there: never seen is not found innocent."""
    found = sight.subjects.join(sight.rows("workplace_history"), on="workplace")
    return found.select("workplace", pl.col("residual").alias("value"))


def own_history_enterprise(sight: Sight) -> pl.DataFrame:
    """What controls of all workplaces of the enterprise left; missing where none was planned at any."""
    found = sight.subjects.join(sight.rows("enterprise_history"), on="enterprise")
    return found.select("workplace", pl.col("residual").alias("value"))
