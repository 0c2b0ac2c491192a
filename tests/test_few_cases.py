"""What is tried in every run of a test of many cases, and what the battery tries: together all of them, once each."""

import pytest
from few_cases import leave_to_battery, spread


@pytest.mark.parametrize(("many", "wanted", "kept"), [(10, 3, {0, 4, 9}), (4, 1, {0}), (2, 5, {0, 1})])
def test_cases_are_spread(many: int, wanted: int, kept: set[int]) -> None:
    """First and last are among them, wherever there are two."""
    assert spread(many, wanted) == kept


def test_the_others_are_the_batterys(request: pytest.FixtureRequest) -> None:
    """A test without the mark is tried whole in every run; a case that was the battery's already counts as none."""
    cases = (plain, many, many, many)
    items = [pytest.Function.from_parent(request.node.parent, name="x", callobj=one) for one in cases]
    items[1].add_marker(pytest.mark.battery)
    leave_to_battery(items)
    assert [item.get_closest_marker("battery") is not None for item in items] == [False, True, False, True]


def plain() -> None:
    """Stand for a test of which every case is tried."""


@pytest.mark.few(1)
def many() -> None:
    """Stand for a test of many cases."""
