"""What the office itself knows: the sectors of a workplace, and the days on which it kept a complaint about it."""

from collections.abc import Mapping

import polars as pl

from inspection.targeting.frame import SignalSources, keyed
from inspection.targeting.views.view import View

_SECTORS, _KEPT = ("office.workplace.sectors",), ("complaints.complaint.kept_on",)


def committees(sources: SignalSources) -> pl.DataFrame:
    """Return one row a workplace and joint committee of one of its sectors."""
    rows = [(sector.key, number) for sector in sources.sectors for number in sector.joint_committees]
    numbers = pl.DataFrame(rows, {"sectors": pl.String, "joint_committee": pl.String}, orient="row")
    each = sources.workplaces.select("workplace", "sectors").explode("sectors").join(numbers, on="sectors")
    return keyed(each.drop("sectors"), "workplace", sources.places, "its").rename({"its": "workplace"})


def complaints(sources: SignalSources) -> pl.DataFrame:
    """Return one row a complaint that was kept by the day; nothing about who complained is there."""
    kept = sources.complaints
    if kept is None:
        return pl.DataFrame(schema={"workplace": pl.UInt32, "kept_on": pl.Date})
    rows = kept.select("workplace", "kept_on").filter(pl.col("kept_on") <= sources.on)
    return keyed(rows, "workplace", sources.places, "its").rename({"its": "workplace"}).drop_nulls("workplace")


VIEWS: Mapping[str, View] = {
    "committees": View(keys=("workplace",), columns={"joint_committee": _SECTORS}, rows=_SECTORS, read=committees),
    "complaints": View(keys=("workplace",), columns={"kept_on": _KEPT}, rows=_KEPT, read=complaints),
}
