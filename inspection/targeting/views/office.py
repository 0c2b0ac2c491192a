"""What the office itself knows: the sectors of a workplace, complaints that it kept, and what its own controls left."""

from collections.abc import Mapping

import polars as pl

from inspection.targeting.frame import SignalSources, keyed
from inspection.targeting.views.view import View

_SECTORS, _KEPT = ("office.workplace.sectors",), ("complaints.complaint.kept_on",)
_RESIDUAL = ("history.control.residual",)


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


def workplace_history(sources: SignalSources) -> pl.DataFrame:
    """Return one row a workplace of which planned controls left a residual."""
    return _residuals(sources, "workplace", sources.places)


def enterprise_history(sources: SignalSources) -> pl.DataFrame:
    """Return one row an enterprise of which planned controls left a residual."""
    return _residuals(sources, "enterprise", sources.entities)


def _residuals(sources: SignalSources, level: str, keys: pl.DataFrame) -> pl.DataFrame:
    """Exchange whose a residual is for its opaque key; what is no workplace or enterprise of the day is left out."""
    known = sources.residuals
    if known is None:
        return pl.DataFrame(schema={level: pl.UInt32, "residual": pl.Float64})
    rows = known.filter(pl.col("level") == level).select("subject", pl.col("residual").cast(pl.Float64))
    return keyed(rows, "subject", keys, level).drop_nulls(level).select(level, "residual")


VIEWS: Mapping[str, View] = {
    "committees": View(keys=("workplace",), columns={"joint_committee": _SECTORS}, rows=_SECTORS, read=committees),
    "complaints": View(keys=("workplace",), columns={"kept_on": _KEPT}, rows=_KEPT, read=complaints),
    "workplace_history": View(
        keys=("workplace",), columns={"residual": _RESIDUAL}, rows=_RESIDUAL, read=workplace_history
    ),
    "enterprise_history": View(
        keys=("enterprise",), columns={"residual": _RESIDUAL}, rows=_RESIDUAL, read=enterprise_history
    ),
}
