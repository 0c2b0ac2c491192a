"""Histories of a few thousand controls, drawn from worlds whose truth is known; limits as a service may set them."""

from dataclasses import replace
from datetime import date, timedelta

import polars as pl

from inspection.demo.histories import World
from inspection.targeting.learning import History, Roles
from sectors.rules.selection import CardLimits

LIMITS = CardLimits(
    least_controls=300,
    least_found=30,
    maturity_days=60,
    window_days=730,
    calibration_days=365,
    most_bins=6,
    least_bin_share=0.03,
    most_points=15,
    most_rounding_loss=0.01,
    most_weight=20,
)
SMALL = World(workplaces=4_000, weeks=52, visits=70, signals=6, weights=(1.0, 0.8, 0.0, -0.7, 0.6, 0.0), inspectors=12)
STRICT = replace(SMALL, severity=1.2, sorted=0.8)
DAY = date(2026, 3, 2)


def told(rows: list[dict], **roles) -> History:
    """A history from rows; each has a workplace and a day, and was known a week later unless it says otherwise."""
    whole = [{"workplace": n, "on": DAY, "s": 1.0, "any": True, **row} for n, row in enumerate(rows)]
    frame = pl.DataFrame([{"known_on": row["on"] + timedelta(days=7), **row} for row in whole])
    return History(frame=frame, roles=Roles(**{"signals": ("s",), "labels": {"any": "any"}, **roles}))
