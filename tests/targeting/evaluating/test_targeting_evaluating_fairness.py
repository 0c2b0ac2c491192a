"""Groups are compared on the random arm, with intervals; and a signal that burdens one can be taken away to look."""

import pytest
from builders_evaluating import judged, measuring

from inspection.targeting.evaluating import Disparity, Judged, disparities, without

RULES = measuring()


def told(draws: list[Judged], group: str, measure: str) -> Disparity:
    """One line of the table."""
    return next(d for d in disparities(draws, rules=RULES) if (d.group, d.measure) == (group, measure))


def some(region: str, chosen: int, of: int, found: bool | None = False) -> list[Judged]:
    """Draws of a region, of which so many would be chosen."""
    return [judged(float(n < chosen), found, region) for n in range(of)]


def test_a_group_that_is_chosen_more_often_is_flagged() -> None:
    """And surely so where its whole interval lies outside the band."""
    draws = [*some("bru", 120, 200), *some("wal", 60, 300), *some("vla", 100, 500)]
    often = told(draws, "bru", "selection_rate")
    assert often.value
    assert often.ratio
    assert (often.value.value, often.ratio.value) == pytest.approx((0.6, 0.6 / 0.28))
    assert often.is_flagged
    assert often.is_sure
    assert often.value.low < 0.6 < often.value.high


def test_a_small_difference_of_a_small_group_is_flagged_and_not_sure() -> None:
    """What chance can do is not called proven."""
    draws = [*some("bru", 14, 40), *some("wal", 100, 400)]
    one = told(draws, "bru", "selection_rate")
    assert (one.is_flagged, one.is_sure) == (True, False)


def test_the_false_positive_rate_is_of_those_without_something_to_find() -> None:
    """Whoever had something, and whom nobody saw, do not count in it."""
    draws = [*some("bru", 10, 50, False), *some("bru", 40, 40, True), *some("bru", 30, 30, None)]
    rate = told(draws, "bru", "false_positive_rate")
    assert rate.value
    assert (rate.value.value, rate.n) == pytest.approx((0.2, 50))
    precise = told(draws, "bru", "precision")
    assert precise.value
    assert (precise.value.value, precise.n) == pytest.approx((0.8, 50))


def test_draws_count_for_those_they_stand_for() -> None:
    """One draw in a hundred weighs ten times as much as one in ten."""
    often = [judged(1.0, False, "bru")] * 40
    seldom = [Judged(groups={"region": "bru"}, chosen=0.0, has_finding=False, inclusion_probability=0.01)] * 40
    rate = told([*often, *seldom], "bru", "selection_rate")
    assert rate.value
    assert rate.value.value == pytest.approx(1 / 11)


def test_a_group_of_few_is_not_shown() -> None:
    """Neither its figure nor a flag."""
    few = told([*some("dg", 9, 10), *some("wal", 60, 300)], "dg", "selection_rate")
    assert (few.value, few.ratio, few.is_flagged, few.n) == (None, None, False, 10)


def test_without_a_signal_the_list_is_made_from_what_is_left() -> None:
    """A signal that burdens one region and finds nothing: without it the regions are alike, and more is found."""
    bru = [judged(0.0, n % 4 == 0, "bru", late=2 * (n % 4 == 0), proxy=3) for n in range(200)]
    wal = [judged(0.0, n % 4 == 0, "wal", late=2 * (n % 4 == 0), proxy=0) for n in range(200)]
    draws = [Judged(**{**vars(one), "chosen": 0.25}) for one in (*bru, *wal)]
    made = without("proxy", draws, rules=RULES)

    def ratio(lines: tuple[Disparity, ...]) -> float:
        line = next(d for d in lines if (d.group, d.measure) == ("bru", "selection_rate"))
        assert line.ratio
        return line.ratio.value

    assert ratio(made.with_it) == pytest.approx(2)
    assert ratio(made.without_it) == pytest.approx(1)
    assert made.precision_with
    assert made.precision_without
    assert made.precision_with.value == pytest.approx(0.5)
    assert made.precision_without.value == pytest.approx(1)
    assert made.moved == pytest.approx(0.5)


def test_a_signal_that_nobody_has_changes_nothing() -> None:
    """Both sides are the same rule."""
    draws = [judged(float(n < 20), n % 3 == 0, "bru", late=n % 5) for n in range(100)]
    made = without("unknown", draws, rules=RULES)
    assert made.moved == 0
    assert made.with_it == made.without_it
