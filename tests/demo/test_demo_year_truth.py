"""The hidden truth of the demo's year: it follows the signals, drifts, and leaves room for what no register knows."""

import re
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import polars as pl

from inspection.demo.year.drawing import normals, uniforms
from inspection.demo.year.planned import TRUTH
from inspection.demo.year.truth import Truth, found_by, invented, share
from sectors.reader import load_rules

SINCE = date(2026, 1, 5)
MANY = 3_000


def _frame() -> pl.DataFrame:
    """Restaurants whose late declarations are known, and nothing else of them."""
    named = {*invented()["any"], *invented()["serious"]}
    rng = np.random.default_rng(1)
    frame = pl.DataFrame({
        "workplace": [f"est:8{n:09d}" for n in range(MANY)], "district": ["liege"] * MANY,
        "sector": ["restaurants"] * MANY,
    })  # fmt: skip
    nothing = pl.lit(None, dtype=pl.Float64)
    late = pl.Series(rng.random(MANY)).alias("late_dimona_share")
    return frame.with_columns(nothing.alias(name) for name in sorted(named)).with_columns(late)


def test_the_truth_names_signals_and_sectors_that_exist() -> None:
    """Keys are those of sectors/common/signals.yaml; each core sector has a base."""
    catalogue = load_rules().on(SINCE)
    assert catalogue.signals.keys() >= {*invented()["any"], *invented()["serious"]}
    assert {s.key for s in catalogue.enabled_sectors()} <= invented()["base"].keys()


def test_the_base_is_kept_on_the_first_day_and_a_trend_raises_it() -> None:
    """The mean over a sector is its base share; a year later infringements are more frequent."""
    truth, base = Truth(1, SINCE), invented()["base"]["restaurants"]["any"]
    first, last = (truth.odds(_frame(), SINCE + timedelta(days=days)) for days in (0, 364))
    assert abs(share(first["any"].to_numpy()).mean() - base) < 0.001
    assert share(last["any"].to_numpy()).mean() > base + 0.02


def test_odds_follow_a_signal_and_something_that_no_register_knows() -> None:
    """Late declarations raise the odds, and explain a part of them only."""
    frame = _frame()
    odds = Truth(1, SINCE).odds(frame, SINCE)
    together = np.corrcoef(odds["any"].to_numpy(), frame["late_dimona_share"].to_numpy())[0, 1]
    assert 0.4 < together < 0.9


def test_what_is_hidden_stays_with_a_workplace_and_another_seed_hides_something_else() -> None:
    """Asked again, in another order or alone, the odds of a workplace are the same."""
    frame = _frame()
    odds = Truth(1, SINCE).odds(frame, SINCE)
    assert Truth(1, SINCE).odds(frame.reverse(), SINCE).equals(odds)
    assert not Truth(2, SINCE).odds(frame, SINCE).equals(odds)


def test_a_strict_inspector_finds_more() -> None:
    """Severity is added to the log-odds; whoever comes, the mean lies between the mildest and the strictest."""
    odds, severities = np.array([-1.0, 0.0, 1.0]), np.array([-0.5, 0.5])
    mild, strict = share(odds - 0.5), share(odds + 0.5)
    assert ((mild < found_by(odds, severities)) & (found_by(odds, severities) < strict)).all()


def test_numbers_belong_to_whoever_they_are_drawn_for() -> None:
    """Uniform and standard normal, the same for the same key whoever else is asked about."""
    keys = [str(n) for n in range(4_000)]
    assert abs(uniforms(1, "a", keys).mean() - 0.5) < 0.02
    assert abs(normals(1, "a", keys).std() - 1) < 0.04
    assert normals(1, "a", keys[7:8])[0] == normals(1, "a", keys)[7]
    assert uniforms(1, "a", ["7"])[0] != uniforms(1, "b", ["7"])[0]


def test_nothing_but_the_demo_names_the_folder_of_the_truth() -> None:
    """No act, query, screen or flow reads it: no source outside the demo names the folder or its modules.

    But one: the doctor knows each place of a home, and looks there for numbers of persons.
    """
    root = Path(__file__).parents[2]
    doctor = root / "inspection/acts/doctor/places.py"
    sources = [
        file for part in ("inspection", "flows", "dashboards", "sectors") for file in (root / part).rglob("*.py")
    ]
    assert len(sources) > 500
    told = [
        file for file in sources
        if not file.is_relative_to(root / "inspection" / "demo") and file != doctor
        and re.search(rf"""["'/]{TRUTH}["'/]|demo\.year\.(truth|planned|judging)""", file.read_text(encoding="utf-8"))
    ]  # fmt: skip
    assert not told
