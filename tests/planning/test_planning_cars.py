"""Which team takes which car: its own first, as many teams as the seats allow, nobody in two."""

from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from inspection.planning.problem import Car, Rider, deal_cars

SIZES = st.lists(st.integers(1, 5), max_size=4)
SEATS = st.lists(st.integers(1, 6), max_size=4)


def riders(sizes: list[int]) -> list[Rider]:
    return [Rider(team=f"t{n}", size=size) for n, size in enumerate(sizes)]


def cars(seats: list[int]) -> list[Car]:
    return [Car(id=f"c{n}", seats=one) for n, one in enumerate(seats)]


def test_a_team_has_its_own_car_though_a_smaller_one_is_free() -> None:
    own = Car(id="c9", seats=9, team="t0")
    assert deal_cars(riders([2]), [own, *cars([2])]) == {"t0": ("c9",)}


def test_a_team_whose_own_car_is_too_small_takes_another() -> None:
    """And its own is free for whoever fits into it."""
    own = Car(id="c9", seats=2, team="t0")
    assert deal_cars(riders([4, 2]), [own, *cars([5])]) == {"t0": ("c0",), "t1": ("c9",)}


def test_a_team_that_no_car_seats_takes_two_once_everybody_has_one() -> None:
    assert deal_cars(riders([6, 2]), cars([5, 5])) == {"t1": ("c0",)}
    assert deal_cars(riders([6, 2]), cars([5, 5, 2])) == {"t1": ("c2",), "t0": ("c0", "c1")}


@given(SIZES, SEATS)
def test_as_many_teams_go_out_as_single_cars_allow(sizes: list[int], seats: list[int]) -> None:
    """Tried against every way in which cars can be handed to teams, one each."""
    taken = deal_cars(riders(sizes), cars(seats))
    places = [*seats, *([0] * len(sizes))]
    best = max(
        sum(size <= place for size, place in zip(sizes, order, strict=False))
        for order in permutations(places, len(sizes))
    )
    used = [one for some in taken.values() for one in some]
    assert len(used) == len(set(used))
    assert len(taken) >= best
    for n, size in enumerate(sizes):
        assert sum(seats[int(one[1:])] for one in taken.get(f"t{n}", ())) >= (size if f"t{n}" in taken else 0)


@given(SIZES, SEATS)
def test_the_order_in_which_they_are_named_means_nothing(sizes: list[int], seats: list[int]) -> None:
    assert deal_cars(riders(sizes)[::-1], cars(seats)[::-1]) == deal_cars(riders(sizes), cars(seats))
