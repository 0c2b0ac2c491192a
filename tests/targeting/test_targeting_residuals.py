"""Own history is what was found beyond what was to be expected, and it fades."""

from datetime import date, timedelta

import pytest

from inspection.targeting.learning import Control, decayed_residuals

ON = date(2026, 11, 30)


def control(subject: str | None, *, found: bool, inspector: str = "a", days: int = 10, kind: str = "lot") -> Control:
    """A control of some days before."""
    return Control(
        subject=subject, known_on=ON - timedelta(days=days), sector="s", inspector=inspector, kind=kind, found=found
    )


def crowd(inspector: str, rate: int, n: int = 100) -> list[Control]:
    """Controls of one inspector, `rate` of a hundred with a finding, at nobody's place."""
    return [control(None, found=k < rate, inspector=inspector) for k in range(n)]


def left(*controls: Control) -> dict:
    """What is left of some controls on the day."""
    return decayed_residuals(controls, on=ON, half_life_days=450)


def test_a_strict_inspector_leaves_no_mark_on_a_workplace():
    """The same finding weighs less by whoever finds something nearly everywhere; a clean visit then weighs more."""
    others = [*crowd("strict", 90), *crowd("mild", 10)]
    found = left(
        *others,
        control("of the strict", found=True, inspector="strict"),
        control("of the mild", found=True, inspector="mild"),
    )
    assert 0 < found["of the strict"] < 0.15 < 0.35 < found["of the mild"] < 0.5
    clean = left(*others, control("x", found=False, inspector="strict"), control("y", found=False, inspector="mild"))
    assert clean["x"] < -0.3 < clean["y"] < 0


def test_it_halves_and_ends_at_nothing():
    """After two half-lives a quarter is left of the weight; whoever was never controlled is not there."""
    others = crowd("a", 50)
    new, old, older = (left(*others, control("w", found=True, days=days))["w"] for days in (1, 900, 9000))
    assert new == pytest.approx(0.25, abs=0.02)
    assert old == pytest.approx(0.5 * 0.25 / 1.25, abs=0.02)
    assert 0 <= older < 0.001
    assert "never" not in left(*others)


def test_nothing_of_the_day_itself_or_later_counts():
    """A history as of a day knows what was known before it."""
    future = [control("w", found=True, days=days) for days in (0, -5)]
    assert left(*crowd("a", 50), *future) == {}
