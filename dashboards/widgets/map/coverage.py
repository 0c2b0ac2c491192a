"""Coverage: how many workplaces of a cell lead their sector, and nobody was there or is going to be."""

from datetime import date, datetime, timedelta

import polars as pl
import streamlit as st

from dashboards.desk import Desk
from inspection import acts
from inspection.targeting.assessing import unseen_leading
from inspection.time_of import now

_SEEN, _FRESH = "map_seen", timedelta(minutes=5)


def months_back(desk: Desk) -> int:
    """Return over how many months a visit counts as one: those over which reports look back."""
    return desk.rules.releases.rolling_months


def with_unseen(
    desk: Desk, summed: pl.DataFrame, day: date, where: tuple[str | None, str | None], resolution: int
) -> pl.DataFrame:
    """Return cells with `unseen`: leading workplaces without a control in those months, and without a planned visit."""
    found = unseen_leading(desk.app.settings.lake, day, _seen(desk), resolution, district=where[0], sector=where[1])
    return summed.join(found, on="cell", how="left").with_columns(pl.col("unseen").fill_null(0))


def _seen(desk: Desk) -> frozenset[str]:
    """Return where somebody was or will be; asked again after some minutes, and not at every click."""
    kept: tuple[str, datetime, frozenset[str]] | None = st.session_state.get(_SEEN)
    at = now()
    if kept is None or kept[0] != desk.user.id or at - kept[1] > _FRESH:
        since = at - timedelta(days=round(365.25 * months_back(desk) / 12))
        kept = st.session_state[_SEEN] = (desk.user.id, at, acts.maps.seen_since(desk.acting(), since))
    return kept[2]
