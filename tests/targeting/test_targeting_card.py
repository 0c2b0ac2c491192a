"""Points are a sum that can be read aloud."""

import math
from collections.abc import Mapping
from datetime import date

import numpy as np
import polars as pl
import pytest
from builders_targeting import assessed, card, catalogue
from hypothesis import given, settings
from hypothesis import strategies as st

from inspection.targeting.assessing import assess, assess_all
from inspection.targeting.assessing.probability import chances
from sectors.reader import RuleFault

starts = st.lists(st.floats(-5, 5).map(lambda x: round(x, 2)), min_size=1, max_size=5, unique=True).map(sorted)
bins = starts.flatmap(
    lambda s: st.lists(st.integers(-3, 9), min_size=len(s) + 1, max_size=len(s) + 1).map(
        lambda p: dict(zip([None, *s], p, strict=True))
    )
)
values = st.lists(st.tuples(st.none() | st.floats(-9, 9), st.none() | st.floats(-9, 9)), min_size=1, max_size=12)


@settings(max_examples=75, deadline=None)
@given(bins, bins, values)
def test_points_are_the_sum_of_the_reasons(a, b, rows):
    """Whatever the bins and values, the vectorised points equal the sum of the reasons that are shown."""
    frame = pl.DataFrame(
        {"workplace": [f"est:{n:03d}" for n in range(len(rows))], "a": [r[0] for r in rows], "b": [r[1] for r in rows]},
        schema={"workplace": pl.String, "a": pl.Float64, "b": pl.Float64},
    )
    done = assess(frame, card(a=a, b=b))
    for row in done.frame.iter_rows(named=True):
        assert row["points"] == sum(r.points for r in done.reasons(row["workplace"]))


def test_missing_is_a_bin_of_its_own():
    """A null never counts as a zero, nor does a NaN."""
    frame = pl.DataFrame({"workplace": ["est:1", "est:2", "est:3"], "a": [None, 0.0, math.nan]})
    done = assess(frame, card(a={None: 5, 0.0: 1}))
    assert done.frame["points"].to_list() == [5, 1, 5]
    assert [done.reasons(w)[0].value for w in ("est:1", "est:2", "est:3")] == [None, 0.0, None]


def test_a_start_belongs_to_its_bin_and_below_the_first_gives_nothing():
    """The step happens at the start itself; a value under every start gets no points and says so."""
    frame = pl.DataFrame({"workplace": ["est:1", "est:2", "est:3"], "a": [0.19, 0.2, 0.05]})
    done = assess(frame, card(a={None: 0, 0.1: 2, 0.2: 7}))
    assert done.frame["points"].to_list() == [2, 7, 0]
    assert done.reasons("est:3")[0].bin == "< 0.1"


def test_a_card_that_counts_what_was_not_measured_is_refused():
    """Points for a signal that nobody measured would be points for nothing."""
    with pytest.raises(RuleFault, match="RULE-511"):
        assess(pl.DataFrame({"workplace": ["est:1"]}), card(a={None: 0, 0.0: 1}))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(-10, 40), min_size=1, max_size=50), st.floats(0.02, 0.98), st.floats(1, 10))
def test_the_mean_probability_is_the_base_rate(points, base_rate, doubling):
    """A calibrated card moves workplaces apart and leaves the sector where it was measured to be."""
    found = chances(np.array(points, dtype=np.int64), base_rate, doubling)
    assert found.mean() == pytest.approx(base_rate, abs=1e-9)
    assert ((found > 0) & (found < 1)).all()


def test_without_calibration_there_is_no_probability():
    """The same points: a fitted card gives a figure, ours give none, whatever their base rate says."""
    frame = pl.DataFrame({"workplace": ["est:1", "est:2"], "a": [0.0, 2.0]})
    bins = {None: 0, 0.0: 0, 2.0: 4}
    assert assess(frame, card(a=bins)).frame["probability"].null_count() == 2
    fitted = assess(frame, card(calibrated=date(2026, 11, 1), a=bins)).frame["probability"]
    assert fitted.mean() == pytest.approx(0.3)
    assert not [s.key for s in catalogue().sectors.values() if s.card and s.card.calibrated]


def test_a_card_for_another_objective_gives_no_probability():
    """Where serious infringements are served, a card that was fitted to any infringement says nothing."""
    frame = pl.DataFrame({"workplace": ["est:1", "est:2"], "sectors": [["restaurants"]] * 2, "a": [0.0, 2.0]})
    fitted = card(calibrated=date(2026, 11, 1), a={None: 0, 0.0: 0, 2.0: 4})
    for asked, nulls in (("any", 0), ("serious", 2)):
        rules = _Rules({"restaurants": fitted})
        rules.selection = catalogue().selection.model_copy(update={"objective": asked})
        assert assess_all(frame, rules).frame["probability"].null_count() == nulls


def test_points_to_double_double_the_odds():
    """Four points more are twice the odds where four points double."""
    low, high = chances(np.array([0, 4], dtype=np.int64), 0.3, 4)
    assert high / (1 - high) == pytest.approx(2 * low / (1 - low))


def test_two_sectors_take_the_card_with_more_points_and_say_so(monkeypatch):
    """Both sectors are kept, the better card counts, and the choice is written down; a tie goes to the first key."""
    cards = {
        "construction": card("construction", a={None: 0, 0.0: 3}),
        "restaurants": card(a={None: 0, 0.0: 1, 2.0: 9}),
    }
    frame = pl.DataFrame(
        {
            "workplace": ["est:1", "est:2", "est:3"],
            "sectors": [["construction", "restaurants"], ["construction", "restaurants"], ["restaurants"]],
            "a": [0.0, 2.0, 2.0],
        }
    )
    done = assess_all(frame, _Rules(cards))
    assert done.frame["sector"].to_list() == ["construction", "restaurants", "restaurants"]
    assert done.frame["card_choice"].to_list() == [
        "construction=3 restaurants=1",
        "construction=3 restaurants=9",
        None,
    ]
    assert done.reasons("est:2")[0].points == 9


def test_reasons_carry_the_register_and_its_day():
    """A visit can be defended: each term says from which snapshot it was read."""
    done = assessed({("gent", "restaurants"): 1})
    assert done.reasons("est:genres0000")[0].snapshot == "kbo@2026-11-25"


class _Sector:
    def __init__(self, key, own):
        self.key, self.card = key, own


class _Rules:
    """As much of a catalogue as `assess_all` asks."""

    day = None
    selection = catalogue().selection
    signals: Mapping[str, object] = {}

    def __init__(self, cards):
        self._cards = cards

    def enabled_sectors(self):
        return tuple(_Sector(k, c) for k, c in sorted(self._cards.items()))
