"""A probability that means what it says is told from one that does not."""

import numpy as np
import pytest
from builders_evaluating import measuring

from inspection.targeting.evaluating import Calibration, Forecast, calibrate, expected_calibration_error

RULES = measuring()


def forecasts(seed: int, stretch: float = 1.0, shift: float = 0.0, n: int = 3000) -> Calibration:
    """Places whose log-odds are said `stretch` times too far apart, and `shift` too high."""
    random = np.random.default_rng(seed)
    odds = random.normal(-1, 0.8, n)
    found = random.random(n) < 1 / (1 + np.exp(-odds))
    said = 1 / (1 + np.exp(-(stretch * odds + shift)))
    made = calibrate((Forecast(float(p), bool(y)) for p, y in zip(said, found, strict=True)), rules=RULES)
    assert made is not None
    return made


def test_a_good_probability_is_called_good() -> None:
    """Slope 1 and intercept 0 lie in their intervals, and the error is small."""
    made = forecasts(1)
    assert made.is_good
    assert made.slope.low < 1 < made.slope.high
    assert made.intercept.low < 0 < made.intercept.high
    assert made.error.low <= made.error.value <= made.error.high
    assert sum(one.part for one in made.bins) == pytest.approx(1)


def test_an_extreme_one_has_a_slope_below_one() -> None:
    """Twice too far apart: a half."""
    made = forecasts(2, stretch=2.0)
    assert made.slope.high < 0.6
    assert not made.is_good


def test_one_that_is_too_high_has_an_error() -> None:
    """A slope of 1 does not save it."""
    made = forecasts(3, shift=0.6)
    assert made.intercept.high < -0.4
    assert made.error.low > RULES.calibration_error
    assert not made.is_good


def test_weights_speak_for_those_who_were_not_drawn() -> None:
    """Of two kinds of places one is said wrongly; how much that counts is how many it stands for."""
    right = [Forecast(0.3, n % 10 < 3) for n in range(500)]
    wrong = [Forecast(0.6, n % 10 < 3) for n in range(500)]
    seldom = [Forecast(one.probability, one.has_finding, 0.01) for one in wrong]
    both, mostly = calibrate([*right, *wrong], rules=RULES), calibrate([*right, *seldom], rules=RULES)
    assert both
    assert mostly
    assert both.error.value == pytest.approx(0.15, abs=0.01)
    assert mostly.error.value < 0.02


def test_nothing_is_told_of_what_never_varies() -> None:
    """None found, or nobody."""
    assert calibrate([Forecast(0.2, False)] * 50, rules=RULES) is None
    assert calibrate([], rules=RULES) is None


def test_one_chance_for_all_is_one_group_whatever_the_order() -> None:
    """The error of what is said alike is that of its mean, not of the rows' order; and no slope is told of it."""
    said, found = np.full(100, 0.3), np.arange(100) < 30
    assert expected_calibration_error(said, found, np.ones(100)) == pytest.approx(0)
    two = np.r_[said, np.full(10, 0.9)]
    assert expected_calibration_error(two, np.r_[found, np.ones(10)], np.ones(110)) == pytest.approx(0.1 * 10 / 110)
    assert calibrate([Forecast(0.3, bool(one)) for one in found], rules=RULES) is None
