"""A sector's card is fitted with everything beside it that a second person asks for; too little teaches nothing."""

from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest
from builders_acts import AT
from builders_learning import AFTER, HEAD, a_week, signed, visited
from builders_targeting import catalogue

from inspection.acts.learning import fit_sectors
from inspection.acts.learning.fitting import fit_sector
from inspection.acts.learning.histories import _roles
from inspection.errors import LearningFault
from inspection.targeting.learning import History
from inspection.trust import AppContext
from sectors import Catalogue
from sectors.rules.selection import Card

ON = date(2026, 11, 26)
N = 600
SIGNALS = ("late_dimona_share", "own_history_workplace", "worker_turnover")


def rules(**changed: object) -> Catalogue:
    """The rules of the day, with as little asked as a small history holds."""
    own = catalogue(ON)
    asked = {"least_controls": 200, "least_found": 20, "windows": 2, "most_rounding_loss": 0.9, **changed}
    few = {key: own.signals[key] for key in SIGNALS}
    return own.model_copy(update={"learning": own.learning.model_copy(update=asked), "signals": few})


def a_history(tells: float = 2.5, *, seed: int = 3) -> History:
    """Controls over two years of restaurants, half drawn by lot; late Dimona tells `tells` in log-odds."""
    rng = np.random.default_rng(seed)
    signals = sorted(rules().signals)
    late = rng.beta(0.4, 2.0, N)
    chance = 1 / (1 + np.exp(1.2 - tells * (late > 0.1)))
    found = rng.random(N) < chance
    on = [ON - timedelta(days=70 + int(day)) for day in rng.integers(0, 650, N)]
    drawn = rng.random(N) < 0.5
    values: dict[str, object] = {name: pl.Series([None] * N, dtype=pl.Float32) for name in signals}
    values |= {"late_dimona_share": late.astype(np.float32), "worker_turnover": rng.random(N).astype(np.float32)}
    frame = pl.DataFrame(
        {
            "workplace": np.arange(N, dtype=np.uint32),
            "enterprise": np.arange(N, dtype=np.uint32),
            "on": on,
            "known_on": [day + timedelta(days=5) for day in on],
            "sector": ["restaurants"] * N,
            "arm": np.where(drawn, "random", "risk"),
            "inclusion": pl.Series([0.02 if one else None for one in drawn], dtype=pl.Float64),
            "any": found,
            "serious": np.zeros(N, dtype=bool),
            "inspector": rng.integers(0, 6, N).astype(np.uint32),
            "team": rng.integers(0, 3, N).astype(np.uint32),
            "kind": np.where(drawn, "lot", "points"),
            "points": rng.integers(0, 9, N).astype(np.int32),
            "days_since_visit": pl.Series([None] * N, dtype=pl.Int32),
            **values,
        }
    )
    return History(frame=frame, roles=_roles(signals))


def the_card() -> Card:
    """The card of restaurants in force."""
    found = rules().sectors["restaurants"].card
    assert found is not None
    return found.model_copy(update={"signals": tuple(one for one in found.signals if one.signal in SIGNALS)})


@pytest.mark.battery(reason="a fit with challenger, leak test and backtest")
def test_a_card_that_outcomes_speak_for_comes_with_its_evidence() -> None:
    """Steps where the author's begin, points that rise where theirs do; challenger and backtest beside it."""
    made = fit_sector(a_history(), the_card(), rules(), ON, "any")
    assert (made.code, made.controls) == ("", N)
    assert made.fitted is not None
    assert made.leak is not None
    assert not made.leak.leaks
    late = next(one for one in made.fitted.card.signals if one.signal == "late_dimona_share")
    points = [step.points for step in late.bins if step.start is not None]
    assert points == sorted(points)
    assert points[-1] > points[0]
    author = {step.start for one in the_card().signals if one.signal == late.signal for step in one.bins}
    assert {step.start for step in late.bins} <= author
    told = made.proposal()
    wanted = {"auc", "challenger_auc", "scrambled_auc", "backtest_auc", "backtest_auc_gain", "rounding_loss"}
    assert wanted <= told.evidence.keys()
    assert told.replaces == the_card().key
    assert told.valid_from == ON
    assert "inspector" not in str(sorted(told.card))
    surely = told.evidence["backtest_auc_over_in_force_low"]
    assert made.is_better == (isinstance(surely, float) and surely > 0)


@pytest.mark.battery(reason="two more fits, each with its backtest")
def test_what_is_proposed_ranks_better_than_what_is_in_force() -> None:
    """By what the rules ask; a bar that nothing reaches leaves the card in force."""
    made = fit_sector(a_history(), the_card(), rules(least_auc_gain=-1.0), ON, "any")
    assert made.is_better
    none = fit_sector(a_history(), the_card(), rules(least_auc_gain=1.0), ON, "any")
    assert none.fitted is not None
    assert not none.is_better


def test_too_few_controls_teach_no_card() -> None:
    """And the fit says so, by code and in words."""
    made = fit_sector(a_history(), the_card(), rules(least_controls=2000), ON, "any")
    assert (made.code, made.fitted, made.is_better) == ("LEARN-010", None, False)
    assert str(N) in made.why
    with pytest.raises(ValueError, match="LEARN-010"):
        made.proposal()


@pytest.mark.battery(reason="a fit with its leak test")
def test_a_signal_that_tells_too_much_teaches_no_card() -> None:
    """It was measured after the control, or is the control."""
    made = fit_sector(a_history(), the_card(), rules(most_alone=0.51), ON, "any")
    assert (made.code, made.fitted, made.is_better) == ("LEARN-114", None, False)
    assert "late_dimona_share" in made.why


def test_a_house_with_one_week_fits_nothing_and_says_why(house: AppContext) -> None:
    """Each sector with a card is tried; one without is refused by name."""
    a_week(house)
    signed(house)
    visited(house, 1)
    fits = fit_sectors(house.acting(HEAD, AT), AFTER)
    assert (fits.controls, fits.without_frame, fits.better) == (1, 0, ())
    assert {one.code for one in fits.sectors} == {"LEARN-010"}
    assert "restaurants" in {one.sector for one in fits.sectors}
    with pytest.raises(LearningFault, match="LEARN-112"):
        fit_sectors(house.acting(HEAD, AT), AFTER, sector="banks")


def test_nothing_is_fitted_before_the_papers_are_signed(house: AppContext) -> None:
    """Whoever asks."""
    with pytest.raises(LearningFault, match="LEARN-102"):
        fit_sectors(house.acting(HEAD, AT), AFTER)
