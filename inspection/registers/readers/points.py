"""Points that a register gives in two coordinate systems: one fills the other, and two that differ are not believed."""

from functools import cache
from typing import Any

import numpy as np
import polars as pl

from inspection.registers.readers.checks import RowRule
from sectors.rules.registers import RegisterTable, SecondPoint

_DEGREES = 4258  # ETRS89: what registers write, within a metre of EPSG:4326
_METRES = 111_200.0  # of a degree of latitude
_APART = "metres apart"


def with_second_point(rows: pl.DataFrame, table: RegisterTable, point: SecondPoint) -> pl.DataFrame:
    """Fill longitude and latitude where they are empty, and add how far apart the two points lie.

    A point outside the ranges of the columns fills nothing: it was typed wrongly.
    """
    metres = [pl.col(c).cast(pl.Float64, strict=False).alias(c) for c in (point.x, point.y)]
    x, y = (rows.select(one).to_series().fill_null(np.nan).to_numpy() for one in metres)
    lon, lat = _to_degrees(point.epsg).transform(x, y) if rows.height else (x, y)
    columns = {column.name: column for column in table.columns}
    other = {
        name: pl.Series(name, np.where(np.isfinite(values), values, np.nan)).fill_nan(None)
        for name, values in ((point.lon, lon), (point.lat, lat))
    }
    for name, column in ((point.lon, columns[point.lon]), (point.lat, columns[point.lat])):
        other[name] = other[name].set(~other[name].is_between(column.low or -180, column.high or 180), None)
    across = (rows[point.lon] - other[point.lon]) * _METRES * np.cos(np.radians(rows[point.lat].to_numpy()))
    along = (rows[point.lat] - other[point.lat]) * _METRES
    is_whole = other[point.lon].is_not_null() & other[point.lat].is_not_null()
    is_empty = rows[point.lon].is_null() & rows[point.lat].is_null() & is_whole
    filled = [
        pl.select(pl.when(is_empty).then(other[name].round(7)).otherwise(rows[name]).alias(name)).to_series()
        for name in (point.lon, point.lat)
    ]
    return rows.with_columns(*filled, ((across**2 + along**2) ** 0.5).alias(_APART))


def point_rules(point: SecondPoint) -> tuple[RowRule, ...]:
    """Return the rules of a row's points: it has one, and its two do not contradict each other."""
    return (
        RowRule("no_point", point.lat, pl.col(point.lat).is_null() | pl.col(point.lon).is_null()),
        RowRule("two_points", point.x, pl.col(_APART) > point.metres),
    )


def without_distance(rows: pl.DataFrame) -> pl.DataFrame:
    """Drop what only the rules needed."""
    return rows.drop(_APART)


@cache
def _to_degrees(epsg: int) -> Any:
    from pyproj import Transformer  # its database is read where a register has two points a row, and nowhere else

    return Transformer.from_crs(epsg, _DEGREES, always_xy=True)
