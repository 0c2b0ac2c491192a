"""Rolling windows of the past: nobody sees ahead, and each figure is the one worked out by hand."""

from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest
from builders_cards import LIMITS, SMALL, told

from inspection.demo.histories import generate
from inspection.errors import LearningFault
from inspection.targeting.backtesting import (
    CardScorer,
    ChanceScorer,
    ColumnScorer,
    Windows,
    backtest,
    baselines,
)
from inspection.targeting.backtesting.figures import jaccard, measured
from inspection.targeting.evaluating import expected_calibration_error

END = date(2026, 9, 1)
EVERY_DAY = [
    {"workplace": n, "on": date(2026, 1, 1) + timedelta(days=n), "s": float(n % 7), "any": n % 7 >= 5}
    for n in range(180)
]


@dataclass
class Spy:
    """Keeps what it was taught by, and ranks by its signal."""

    taught_by: list = field(default_factory=list)

    def taught(self, history, label, on):
        """Remember the rows."""
        self.taught_by.append((on, history.frame))
        return ColumnScorer(column="s").taught(history, label, on)


@dataclass
class Shy:
    """Cannot be taught by fewer than a hundred controls."""

    def taught(self, history, label, on):
        """Refuse a short past."""
        if len(history) < 100:
            raise LearningFault("LEARN-011", sector="all", slope=0)
        return ColumnScorer(column="s").taught(history, label, on)


def test_nobody_is_taught_by_what_was_not_ripe_or_not_known_before_the_window():
    """Three windows of thirty days; twenty days until an outcome is ripe."""
    spy = Spy()
    made = backtest(told(EVERY_DAY), {"spy": spy}, label="any", date=date(2026, 6, 30), maturity_days=20, capacity=0.3,
                    windows=Windows(count=3, days=30), repeats=5)  # fmt: skip
    assert [first for first, _ in made.windows] == [on for on, _ in spy.taught_by]
    assert made.windows[-1][1] == date(2026, 6, 10)
    for on, rows in spy.taught_by:
        assert rows["on"].max() == on - timedelta(days=20)
        assert rows["known_on"].max() <= on
    assert [one.controls for one in made.by_window["spy"]] == [30, 30, 30]
    assert made.overall["spy"].auc == 1.0


def test_a_scorer_that_cannot_be_taught_yet_has_no_figures_until_it_can():
    """Two windows pass before it has seen a hundred controls."""
    made = backtest(told(EVERY_DAY), {"shy": Shy(), "lot": ChanceScorer(seed=1)}, label="any", date=date(2026, 6, 30),
                    maturity_days=7, capacity=0.3, windows=Windows(count=4, days=30), repeats=5)  # fmt: skip
    assert [one is None for one in made.by_window["shy"]] == [True, True, False, False]
    assert made.by_window["lot"][0] is not None
    assert made.overall["shy"].controls == 60


@pytest.mark.parametrize("capacity", [0, 1.5, -0.2])
def test_capacity_is_a_part_of_one(capacity):
    """Twenty visits are not 20."""
    with pytest.raises(LearningFault, match="LEARN-012"):
        backtest(
            told(EVERY_DAY),
            {},
            label="any",
            date=END,
            maturity_days=0,
            capacity=capacity,
            windows=Windows(count=1, days=30),
        )


def test_the_figures_are_those_worked_out_by_hand():
    """Five visits on five days, findings on the fourth and fifth; a score that puts one of them first, one third."""
    scores = np.array([1.0, 4.0, 2.0, 5.0, 3.0])
    found = np.array([False, False, False, True, True])
    one = measured(scores, found, np.arange(5), 2, 0, np.array([0, 0, 0, 1, 1]), None, np.ones(5), None)
    assert (one.precision, one.recall, one.auc) == (0.5, 0.5, pytest.approx(5 / 6))
    assert one.auc_within is None  # no inspector had both
    assert one.ndcg == pytest.approx((1 + 1 / 2) / (1 + 1 / np.log2(3)))
    assert one.days_earlier == pytest.approx(((3 - 0) + (4 - 2)) / 2)
    assert jaccard(np.array([1, 2, 3]), np.array([2, 3, 4])) == 0.5


def test_the_error_of_probabilities_is_their_distance_from_what_was_found():
    """One in ten said, three in ten found; weights decide who counts."""
    said, found = np.full(100, 0.1), np.arange(100) < 30
    assert expected_calibration_error(said, found, np.ones(100)) == pytest.approx(0.2)
    only_free = np.where(found, 1e-12, 1.0)
    assert expected_calibration_error(said, found, only_free) == pytest.approx(0.1)


def test_a_card_beats_the_lot_surely_and_not_itself():
    """The bootstrap is paired: the same list twice differs by nothing, in every draw."""
    made = generate(SMALL, 2)
    roles = made.history.roles
    card = CardScorer(limits=LIMITS, signals=roles.signals, nuisance=roles.nuisance, weight=roles.inclusion)
    scorers = {"card": card, "again": card, **baselines(made.history, 1)}
    done = backtest(made.history, scorers, label="any", date=made.end, maturity_days=60, capacity=0.2,
                    windows=Windows(count=1, days=90), repeats=60)  # fmt: skip
    told_of = {(one.better, one.than, one.figure): one for one in done.compared}
    assert told_of["card", "random", "auc"].is_better
    assert not told_of["random", "card", "auc"].is_better
    itself = told_of["card", "again", "precision"]
    assert (itself.difference, itself.low, itself.high) == (0.0, 0.0, 0.0)
    figures = done.evidence("card")
    assert figures["backtest_auc"] == done.overall["card"].auc
    assert figures["backtest_precision_over_size"] == told_of["card", "size", "precision"].difference
    assert done.overall["card"].ece is not None
    assert done.overall["random"].ece is None
    assert done.groups.keys() == {"card", "again"}
    points = done.groups["card"]
    assert sum(one.n for one in points) == done.overall["card"].controls
    assert sum(one.part * abs(one.said - one.found) for one in points) == pytest.approx(done.overall["card"].ece)
    assert figures["backtest_group_01_said"] == points[0].said


def test_labels_of_a_window_are_not_looked_at_by_what_ranks_it():
    """Outcomes of the window turned round: the same scores, so the other half of the pairs."""
    made = generate(SMALL, 2)
    roles, last = made.history.roles, made.end - timedelta(days=150)
    turned = made.history.frame.with_columns(
        any=pl.when(pl.col("on") >= last).then(~pl.col("any")).otherwise(pl.col("any"))
    )
    card = CardScorer(limits=LIMITS, signals=roles.signals, weight=roles.inclusion)
    areas = [
        backtest(history, {"card": card}, label="any", date=made.end, maturity_days=60, capacity=0.2,
                 windows=Windows(count=1, days=90), repeats=1).overall["card"].auc
        for history in (made.history, made.history.with_frame(turned))
    ]  # fmt: skip
    assert areas[0] + areas[1] == pytest.approx(1.0)
