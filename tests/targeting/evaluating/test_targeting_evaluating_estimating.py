"""The random arm says how common infringements are: its interval keeps its promise, or says that it is bounds."""

from random import Random

import pytest
from builders_evaluating import SIZES, STRATA, TRUTH, draws_of, measuring

from inspection.targeting.evaluating import Draw, Interval, Lot, Outcome, estimate, is_followed_up, share_interval
from inspection.targeting.evaluating.cells import cells_of
from inspection.targeting.evaluating.intervals import one_end, two_sided

RULES = measuring()
RUNS = 150


def part_covered(intervals: list[Interval | None], truth: float = TRUTH) -> float:
    """How often an interval held the truth."""
    return sum(one is not None and one.low <= truth <= one.high for one in intervals) / len(intervals)


def test_the_share_is_that_of_the_whole_frame_and_not_of_the_draws() -> None:
    """A stratum that was drawn more densely does not pull it; its interval holds the truth about 19 times in 20."""
    random = Random(1)
    made = [estimate(draws_of(random, shut=0), rules=RULES, sizes=SIZES) for _ in range(RUNS)]
    mean = sum(one.prevalence.value for one in made if one.prevalence) / RUNS
    assert abs(mean - TRUTH) < 0.01
    assert part_covered([one.prevalence for one in made]) > 0.91
    assert not any(one.is_bounds for one in made)


def test_doors_that_stay_shut_by_stratum_do_not_bias_it() -> None:
    """Where more is found fewer doors open: without strata the share would be far too low; printed are bounds."""
    random = Random(2)
    every = [draws_of(random) for _ in range(RUNS)]
    made = [estimate(draws, rules=RULES, sizes=SIZES) for draws in every]
    plain = [estimate([Draw(d.inclusion_probability, d.has_finding) for d in draws], rules=RULES) for draws in every]
    assert part_covered([one.if_alike for one in made]) > 0.91
    means = [sum(one.if_alike.value for one in each if one.if_alike) / RUNS for each in (made, plain)]
    assert abs(means[0] - TRUTH) < 0.01
    assert means[1] < TRUTH - 0.015
    assert all(one.is_bounds for one in made)
    assert part_covered([one.prevalence for one in made]) > 0.95


def test_bounds_hold_whatever_the_doors_hid() -> None:
    """Where they stay shut because of what is behind them no estimate is right: bounds are, and say that they are."""
    random = Random(3)
    made = [estimate(draws_of(random, 0.1, by_outcome=0.4), rules=RULES, sizes=SIZES) for _ in range(RUNS)]
    assert part_covered([one.if_alike for one in made]) < 0.6
    assert part_covered([one.prevalence for one in made]) > 0.95
    assert all(one.is_bounds and one.lift_is_bounds for one in made)


def test_second_visits_to_half_of_the_doors_mend_it() -> None:
    """Each stands for the doors that the lot did not draw; with all of them seen, it is an estimate again."""
    random = Random(4)
    made = [estimate(draws_of(random, 0.1, 0.4, reached=1.0), rules=RULES, sizes=SIZES) for _ in range(RUNS)]
    assert part_covered([one.prevalence for one in made]) > 0.91
    assert not any(one.is_bounds for one in made)
    unreached = estimate(draws_of(random, 0.1, 0.4, reached=0.9), rules=RULES, sizes=SIZES)
    assert 0 < unreached.non_response < RULES.non_response_limit
    assert unreached.is_bounds, "what second visits did not see either is too many of the same kind"


def test_the_lot_of_second_visits_is_the_same_for_everybody_and_at_any_time() -> None:
    """A door is drawn or not, whichever others are closed; about as many as the share says."""
    doors = [f"visit-{n}" for n in range(2000)]
    drawn = [is_followed_up(door, share=0.5, seed=7) for door in doors]
    assert 900 < sum(drawn) < 1100
    assert [is_followed_up(door, share=0.5, seed=7) for door in doors[:10]] == drawn[:10]
    assert [is_followed_up(door, share=0.5, seed=8) for door in doors] != drawn
    with pytest.raises(ValueError, match="part of 1"):
        is_followed_up(doors[0], share=50, seed=7)


def test_the_lift_is_over_what_a_lot_finds_in_the_same_strata() -> None:
    """Visits that go to the sector where more is found, and are drawn by lot there, have no lift."""
    random = Random(5)
    lifts = []
    for _ in range(RUNS):
        outcomes = [Outcome(random.random() < STRATA["liege|b"][2], "liege|b") for _ in range(150)]
        lifts.append(estimate(draws_of(random, shut=0), outcomes, rules=RULES, sizes=SIZES).lift)
    assert part_covered(lifts, 1.0) > 0.91
    everywhere = [Outcome(one.has_finding) for one in outcomes]
    elsewhere = estimate(draws_of(random, shut=0), everywhere, rules=RULES, sizes=SIZES).lift
    assert elsewhere is not None
    assert elsewhere.low > 1.2, "without strata it is compared with all"


def test_the_lift_is_bounds_where_the_risk_arm_was_not_seen() -> None:
    """Its own closed doors count too, though every draw of the lot was seen."""
    draws = draws_of(Random(6), shut=0)
    seen = [Outcome(True, "liege|a")] * 40 + [Outcome(False, "liege|a")] * 40
    made = estimate(draws, [*seen, *[Outcome(None, "liege|a")] * 20], rules=RULES, sizes=SIZES)
    fewer = estimate(draws, seen, rules=RULES, sizes=SIZES)
    assert (made.is_bounds, made.lift_is_bounds, fewer.lift_is_bounds) == (False, True, False)
    assert (made.targeted, made.targeted_unseen) == (80, 20)
    assert made.lift
    assert fewer.lift
    assert made.lift.low < fewer.lift.low < fewer.lift.high < made.lift.high


def test_what_was_not_seen_is_counted_and_bounds_the_share() -> None:
    """A draw that failed is replaced by nothing; what a lot passed by is stood for by what it drew."""
    made = estimate([Draw(0.1, True), Draw(0.1, False), Draw(0.1, None), Draw(0.1, None)], rules=RULES)
    assert (made.drawn, made.seen, made.non_response) == (4, 2, 0.5)
    assert made.bounds == pytest.approx((0.25, 0.75))
    again = [
        Draw(0.1, True),
        Draw(0.1, False),
        Draw(0.1, True, "", Lot(0.5, True)),
        Draw(0.1, None, "", Lot(0.5, False)),
    ]
    mended = estimate(again, rules=RULES)
    assert mended.prevalence
    assert (mended.prevalence.value, mended.non_response) == pytest.approx((0.75, 0))


def test_nothing_seen_gives_no_number() -> None:
    """Not zero: none."""
    made = estimate([Draw(0.1, None)], [Outcome(True)], rules=RULES)
    assert (made.prevalence, made.lift, made.is_bounds) == (None, None, True)
    assert estimate([], rules=RULES).bounds is None


def test_zero_findings_still_have_an_interval() -> None:
    """Neither a division by zero nor a certainty."""
    risk = [Outcome(True), Outcome(True), Outcome(False)]
    made = estimate([Draw(0.1, False)] * 10, risk, rules=RULES)
    assert made.prevalence is not None
    assert made.prevalence.value == 0
    assert made.prevalence.high > 0.2
    assert made.lift is not None
    assert made.lift.low < made.lift.value < made.lift.high


def test_a_stratum_that_nobody_saw_is_given_to_its_sector() -> None:
    """Its size still counts; and no cell is left with a single draw."""
    cells = cells_of({"liege|a": 0, "namur|a": 5, "liege|b": 1, "namur|b": 1, "mons|c": 1})
    assert cells["liege|a"] == "namur|a"
    assert cells["liege|b"] == cells["namur|b"] == "*|b"
    assert cells["mons|c"] in ("namur|a", "*|b")


def test_bounds_that_meet_are_an_interval_of_two_sides() -> None:
    """And far apart, one of one side each: the truth is near one of them only."""
    assert one_end(0, 0.1, 0.95) == pytest.approx(two_sided(0.95), abs=1e-3)
    assert one_end(5, 0.1, 0.95) == pytest.approx(two_sided(0.90), abs=1e-3)
    assert two_sided(0.95, 5) > two_sided(0.95)


def test_a_plain_share_becomes_bounds_above_the_limit() -> None:
    """At five in a hundred not yet."""
    _, at_limit = share_interval(30, 95, 5, level=0.95, limit=0.05)
    wide, above = share_interval(30, 94, 6, level=0.95, limit=0.05)
    assert (at_limit, above) == (False, True)
    assert wide.low < 0.30 < 0.36 < wide.high
