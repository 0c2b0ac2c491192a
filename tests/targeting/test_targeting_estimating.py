"""The random arm says how common infringements are, with an interval that keeps its promise."""

from random import Random

import pytest

from inspection.targeting.choosing import Draw, estimate

STRATA = ((400, 0.02, 0.05), (100, 0.10, 0.45), (50, 0.30, 0.30))  # size, inclusion probability, true share


def a_sample(random: Random) -> list[Draw]:
    """Draw from three strata with very different shares and probabilities."""
    return [
        Draw(chance, random.random() < share)
        for size, chance, share in STRATA
        for _ in range(size)
        if random.random() < chance
    ]


def test_the_share_is_that_of_the_whole_frame_and_not_of_the_draws():
    """Strata drawn more densely do not pull the estimate; the plain rate of the draws is far off."""
    random = Random(1)
    samples = [a_sample(random) for _ in range(600)]
    truth = sum(size * share for size, _, share in STRATA) / sum(size for size, *_ in STRATA)
    found = [estimate(draws).prevalence for draws in samples]
    mean = sum(interval.value for interval in found if interval) / len(found)
    plain = sum(sum(bool(d.has_finding) for d in s) / len(s) for s in samples) / len(samples)
    assert abs(mean - truth) < 0.02
    assert plain > truth + 0.1


def test_the_interval_covers_the_truth_as_often_as_it_says():
    """Nearly 95 % at some thirty draws with unequal weights."""
    random = Random(2)
    truth = sum(size * share for size, _, share in STRATA) / sum(size for size, *_ in STRATA)
    intervals = [estimate(a_sample(random)).prevalence for _ in range(600)]
    covered = sum(interval is not None and interval.low <= truth <= interval.high for interval in intervals)
    assert covered / len(intervals) > 0.92


def test_no_lift_means_an_interval_round_one():
    """Risk visits that are drawn by lot do no better; the interval says so about 19 times in 20."""
    random = Random(3)
    held = 0
    for _ in range(500):
        draws = [Draw(0.1, random.random() < 0.3) for _ in range(60)]
        lift = estimate(draws, [random.random() < 0.3 for _ in range(150)]).lift
        held += lift is not None and lift.low <= 1 <= lift.high
    assert held / 500 > 0.93


def test_what_was_not_seen_is_counted_and_bounds_the_share():
    """A draw that failed is replaced by nothing."""
    made = estimate([Draw(0.1, True), Draw(0.1, False), Draw(0.1, None), Draw(0.1, None)])
    assert (made.drawn, made.seen) == (4, 2)
    assert made.prevalence is not None
    assert made.prevalence.value == pytest.approx(0.5)
    assert made.bounds == pytest.approx((0.25, 0.75))


def test_nothing_seen_gives_no_number():
    """Not zero: none."""
    made = estimate([Draw(0.1, None)], [True])
    assert (made.prevalence, made.lift) == (None, None)
    assert estimate([]).bounds is None


def test_zero_findings_still_have_an_interval():
    """Neither a division by zero nor a certainty."""
    made = estimate([Draw(0.1, False)] * 10, [True, True, False])
    assert made.prevalence is not None
    assert made.prevalence.value == 0
    assert made.prevalence.high > 0.2
    assert made.lift is not None
    assert made.lift.low < made.lift.value < made.lift.high
