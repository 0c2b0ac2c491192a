"""When somebody came and went, as it is typed: never in the future, nobody goes before they came, facts move along."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from inspection.control.hours import hours_typed

NOW = datetime(2026, 11, 25, 20, 0, tzinfo=UTC)
CAME = datetime(2026, 11, 24, 17, 0, tzinfo=UTC)  # six in the evening in Brussels
DRAFT: dict[str, Any] = {"entered_at": CAME.isoformat(), "left_at": None, "facts_on": "2026-11-24"}


def test_the_facts_move_with_the_entry_where_they_lay_on_its_day() -> None:
    """A day of their own stays, and the first is never after the last."""
    earlier = CAME - timedelta(days=2)
    assert hours_typed(DRAFT, earlier, None, NOW).changed["facts_on"] == "2026-11-22"
    own = hours_typed({**DRAFT, "facts_on": "2026-11-20"}, earlier, None, NOW)
    assert own.changed["facts_on"] == "2026-11-20"
    lasting = hours_typed({**DRAFT, "facts_from": "2026-11-23"}, earlier, None, NOW)
    assert (lasting.changed["facts_from"], lasting.changed["facts_on"]) == ("2026-11-22", "2026-11-22")


def test_a_leaving_before_the_entry_on_its_day_is_one_of_the_night_after() -> None:
    """As on a wall: came at 18:00, left at 01:30."""
    typed = hours_typed(DRAFT, CAME, datetime(2026, 11, 24, 0, 30, tzinfo=UTC), NOW)
    assert typed.wrong == {}
    assert typed.changed["left_at"] == "2026-11-25T00:30:00+00:00"


def test_it_is_the_hour_that_was_typed_on_the_night_the_clocks_change_too() -> None:
    """Came at 18:00 in summer time, left at 04:30 in winter time: eleven hours and a half later."""
    came = datetime(2026, 10, 24, 16, 0, tzinfo=UTC)
    typed = hours_typed(DRAFT, came, datetime(2026, 10, 24, 2, 30, tzinfo=UTC), NOW)
    assert typed.changed["left_at"] == "2026-10-25T03:30:00+00:00"


@pytest.mark.parametrize(
    ("entered", "left", "wrong"),
    [
        (NOW + timedelta(minutes=1), None, {"entered_at": "in_future"}),
        (CAME, NOW + timedelta(minutes=1), {"left_at": "in_future"}),
        (CAME, CAME - timedelta(days=1), {"left_at": "left_before"}),
        (NOW - timedelta(hours=2), NOW - timedelta(hours=4), {"left_at": "left_before"}),  # the night is still to come
    ],
)
def test_what_cannot_be_is_named_and_not_kept(entered: datetime, left: datetime | None, wrong: dict[str, str]) -> None:
    """The other moment is kept; of an entry that is still to come nothing is."""
    typed = hours_typed(DRAFT, entered, left, NOW)
    assert typed.wrong == wrong
    assert "left_at" not in typed.changed
    assert ("entered_at" in typed.changed) == ("entered_at" not in wrong)


def test_nobody_has_left_until_somebody_says_it() -> None:
    assert hours_typed({**DRAFT, "left_at": NOW.isoformat()}, CAME, None, NOW).changed["left_at"] is None
