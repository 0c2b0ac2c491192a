"""What the office itself knows: the sectors of a workplace, complaints that it kept, and what its own controls left."""

from collections.abc import Mapping

import polars as pl

from inspection.targeting.frame import Reading
from inspection.targeting.views.view import View

_SECTORS, _KEPT = ("office.workplace.sectors",), ("complaints.complaint.kept_on",)
_RESIDUAL = ("history.control.residual",)


def committees(reading: Reading) -> pl.DataFrame:
    """Return one row a workplace and joint committee of one of its sectors."""
    rows = [(sector.key, number) for sector in reading.sectors for number in sector.joint_committees]
    numbers = pl.DataFrame(rows, {"sectors": pl.String, "joint_committee": pl.String}, orient="row")
    each = reading.facts("workplace", "sectors").explode("sectors")
    return each.join(numbers, on="sectors").select("workplace", "joint_committee")


def complaints(reading: Reading) -> pl.DataFrame:
    """Return one row a complaint that was kept by the day; nothing about who complained is there."""
    return reading.complaints()


def workplace_history(reading: Reading) -> pl.DataFrame:
    """Return one row a workplace of which planned controls left a residual."""
    return reading.residuals("workplace")


def enterprise_history(reading: Reading) -> pl.DataFrame:
    """Return one row an enterprise of which planned controls left a residual."""
    return reading.residuals("enterprise")


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
