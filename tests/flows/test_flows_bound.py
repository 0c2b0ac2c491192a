"""How near the best possible a week is: asked for on a week that is approved, by whoever may replan it."""

from pathlib import Path

import pytest
from builders_flows import As, next_week, vigie

WEEK = next_week()
SUPERVISOR = "supervisor-leuven"


@pytest.mark.battery(reason="a solver bounds the week of a district: twenty seconds")
def test_no_week_is_worth_more_than_its_bound(approved_home: Path) -> None:
    """The bound is said beside the worth of the rounds, and is near enough to tell something."""
    asked = ("bound", "--week", WEEK, As(SUPERVISOR), "--district", "leuven")
    (said,) = vigie(approved_home, *asked, "--json").value
    assert said["district"] == "leuven"
    assert 0 < said["value"] <= said["bound"]
    assert 0 <= said["within_percent"] < 25
    assert f"{said['within_percent']:.1f} %" in vigie(approved_home, *asked).out


def test_a_week_that_is_not_approved_has_no_rounds_to_bound(ready_home: Path) -> None:
    """It is refused with a code."""
    assert "[PLAN-321]" in vigie(ready_home, "bound", "--week", WEEK, As(SUPERVISOR), expected=2).err


def test_an_inspector_asks_for_no_bound(approved_home: Path) -> None:
    """It takes a team head or the office."""
    assert "[ACCESS-" in vigie(approved_home, "bound", "--week", WEEK, As("insp-leuven-1"), expected=2).err
