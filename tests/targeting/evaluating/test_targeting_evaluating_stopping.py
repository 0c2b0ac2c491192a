"""The stop rule may be asked every week, and hardly ever says what is not so."""

from random import Random

import numpy as np
import pytest
from builders_evaluating import a_week, measuring

from inspection.targeting.evaluating import DistrictWeek, Outcome, stop_rule
from inspection.targeting.evaluating.pairing import compare, expected_draws
from inspection.targeting.evaluating.stopping import Sides, first_said

RULES = measuring()


def a_year(seed: int, lift: float, shut: float = 0.0, weeks: int = 100) -> list[DistrictWeek]:
    """As many weeks of districts as two years of one."""
    random = Random(seed)
    return [a_week(random, week, lift, shut) for week in range(weeks)]


def test_it_says_that_targeting_helps_once_it_does() -> None:
    """With the week in which it first could, and a lift whose interval holds the truth."""
    standing = stop_rule(a_year(1, 2.0), rules=RULES)
    assert standing.says == "helps"
    assert standing.since is not None
    assert standing.lift is not None
    assert 1 < standing.lift.low < 2 < standing.lift.high
    assert standing.compared == 100


def test_it_says_that_targeting_does_not_help_where_it_is_worse() -> None:
    """Not only when it is looked at in the end."""
    assert stop_rule(a_year(2, 0.5, weeks=150), rules=RULES).says == "does_not_help"


def test_it_cannot_tell_before_it_can() -> None:
    """After a few weeks, without any, and where nobody was drawn."""
    assert stop_rule(a_year(3, 2.0, weeks=4), rules=RULES).says == "cannot_tell_yet"
    assert stop_rule([], rules=RULES).lift is None
    undrawn = DistrictWeek(week="2026-W01", strata={"liege|a": (0, 50)}, drawn=(), chosen=(Outcome(True, "liege|a"),))
    assert stop_rule([undrawn], rules=RULES).compared == 0


def test_closed_doors_count_against_whatever_it_would_say() -> None:
    """With a third shut in both arms neither a lift nor its absence is proven: it keeps silent."""
    assert stop_rule(a_year(4, 1.6, shut=0.35), rules=RULES).says == "cannot_tell_yet"
    assert stop_rule(a_year(4, 0.8, shut=0.35), rules=RULES).says == "cannot_tell_yet"


def test_draws_that_are_missing_count_as_not_seen() -> None:
    """A convenient random arm, of which the full houses were left out, moves nothing to its favour."""
    full = a_week(Random(5), 1, 1.0)
    some = DistrictWeek(week=full.week, strata=full.strata, drawn=full.drawn[:5], chosen=full.chosen)
    whole, part = compare(full, 6), compare(some, 6)
    assert whole
    assert part
    assert part.lot[1] >= whole.lot[1]
    assert part.lot[0] <= whole.lot[0]


def test_the_order_of_weeks_is_theirs_and_not_the_callers() -> None:
    """Whoever shuffles them gets the same answer."""
    weeks = a_year(6, 2.0)
    assert stop_rule(reversed(weeks), rules=RULES) == stop_rule(weeks, rules=RULES)


def test_sectors_that_policy_prefers_give_no_lift() -> None:
    """A card that is a lot within its sectors has none, though it visits the worse sector more."""
    random = Random(7)
    weeks = []
    for week in range(300):
        drawn = tuple(
            Outcome(random.random() < rate, f"l|{s}") for s, rate in (("a", 0.1), ("b", 0.5)) for _ in "12345"
        )
        chosen = [Outcome(random.random() < 0.5, "l|b") for _ in range(50)]
        chosen += [Outcome(random.random() < 0.1, "l|a") for _ in range(10)]
        strata = {"l|a": (5, 900), "l|b": (5, 900)}
        weeks.append(DistrictWeek(week=f"{week:03}", strata=strata, drawn=drawn, chosen=tuple(chosen)))
    lift = stop_rule(weeks, rules=RULES).lift
    assert lift is not None
    assert lift.low < 1 < lift.high
    assert lift.value == pytest.approx(1, abs=0.12)


def test_a_lot_among_strata_has_the_draws_that_its_design_gives() -> None:
    """In proportion to size where there are fewer draws than strata, and what was drawn where each has some."""
    assert expected_draws({"a": (1, 30), "b": (0, 10), "c": (0, 20)}) == pytest.approx(
        {"a": 1 / 2, "b": 1 / 6, "c": 1 / 3}
    )
    assert expected_draws({"a": (3, 30), "b": (1, 10), "c": (0, 0)}) == {"a": 3.0, "b": 1.0}


def test_without_a_lift_it_hardly_ever_says_that_it_helps() -> None:
    """Asked after each of 300 comparisons: about one in a hundred at the very most, also where districts differ."""
    random = np.random.default_rng(8)
    said = []
    for _ in range(200):
        rate = np.where(np.arange(300) % 2, 0.15, 0.45)
        risk = random.binomial(60, rate[::-1]) / 60 * 0.9
        lot = random.binomial(10, rate) / 10 * 0.9
        said.append(first_said(Sides(risk, risk, lot, lot), RULES)[0])
    assert said.count("helps") <= 3
