"""Every stratum gets a known number, every workplace a known probability above zero."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspection.targeting.choosing import allocate
from inspection.targeting.choosing.sampling import proportional, spread, systematic

sizes = st.dictionaries(
    st.sampled_from(["antwerpen", "eupen", "namur"]),
    st.dictionaries(st.sampled_from("abcdef"), st.integers(1, 400), min_size=1),
    min_size=1,
)


@settings(max_examples=100, deadline=None)
@given(sizes, st.integers(1, 60), st.floats(0.01, 1.0), st.integers(0, 99))
def test_inclusion_probabilities_are_positive_and_add_up_to_the_draws(strata, room, share, seed):
    """In each district the probabilities of all workplaces add up to the number of draws that is expected there."""
    shares = allocate(strata, dict.fromkeys(strata, room), share, seed)
    expected = share * room
    for district, own in strata.items():
        mine = {s: shares[district, s] for s in own}
        total = sum(s.inclusion * s.size for s in mine.values())
        wanted = expected if expected < 1 else min(int(expected + 0.5), sum(own.values()))
        assert total == pytest.approx(wanted)
        assert all(0 < s.inclusion <= 1 + 1e-12 and s.drawn <= s.size for s in mine.values())
        if expected >= 1:
            assert sum(s.drawn for s in mine.values()) == wanted


def test_each_stratum_gets_one_and_the_rest_by_size():
    """With enough visits no stratum is left out, and n_h / N_h is known beforehand."""
    shares = allocate({"gent": {"a": 100, "b": 10, "c": 1}}, {"gent": 40}, 0.2, seed=1)
    assert {s: (x.drawn, x.size) for (_, s), x in shares.items()} == {"a": (6, 100), "b": (1, 10), "c": (1, 1)}
    assert shares["gent", "b"].inclusion == pytest.approx(1 / 10)


@given(st.dictionaries(st.sampled_from("abcdefgh"), st.integers(1, 50), min_size=1), st.data())
def test_largest_remainder_uses_every_visit_and_overfills_nothing(strata, data):
    """The numbers add up exactly; no stratum is asked for more workplaces than it has."""
    n = data.draw(st.integers(len(strata), sum(strata.values())))
    counts = spread(strata, n)
    assert sum(counts.values()) == n
    assert all(1 <= counts[s] <= size for s, size in strata.items())


def test_a_stratum_that_is_too_large_is_certain_and_frees_the_rest():
    """No probability exceeds 1; what is cut off goes to the other strata."""
    assert proportional({"a": 1000, "b": 5, "c": 5}, 2) == {"a": 1.0, "b": 0.5, "c": 0.5}


@given(st.floats(0, 1, exclude_max=True))
def test_systematic_sampling_draws_the_right_number(start):
    """Probabilities that add up to 2 draw two strata for every start."""
    assert len(systematic({"a": 0.75, "b": 0.5, "c": 0.5, "d": 0.25}, start)) == 2


def test_a_district_without_room_draws_nobody_and_disturbs_nobody():
    """Adding room in one district leaves the draw in another as it was."""
    strata = {"eupen": {"a": 5, "b": 4}, "namur": {"a": 9, "b": 3}}
    without = allocate(strata, {"namur": 6}, 0.2, seed=3)
    with_room = allocate(strata, {"namur": 6, "eupen": 20}, 0.2, seed=3)
    assert without["eupen", "a"].inclusion == 0
    assert without["eupen", "a"].drawn == 0
    assert [without["namur", s] for s in "ab"] == [with_room["namur", s] for s in "ab"]
