"""A device's clock that is out is kept with its control, said beside the minutes, and taken out of every comparison."""

from datetime import UTC, datetime, time, timedelta

import pytest
from builders_control import DAY, a_control

from inspection.control.checks import register_checks
from inspection.control.device_clock import by_office_clock, clock_lines
from inspection.control.filled import Control
from inspection.errors import ControlFault
from inspection.i18n import LANGUAGES
from inspection.time_of import day_text
from sectors import load_rules

AT = datetime.combine(DAY, time(8), UTC)  # nine o'clock in Brussels
SIX_HOURS = 6 * 3600
LIMIT = 60


def check(at: datetime, skew: int, within: int = 1) -> dict[str, object]:
    """A contact with the office, as a device keeps it."""
    return {"at": at.isoformat(), "clock_skew_s": skew, "within_s": within}


def a_skewed(*checks: dict[str, object], **fields: object) -> Control:
    """A control whose device was six hours ahead: it shows 14:00 where the office shows 08:00."""
    entered = AT + timedelta(seconds=SIX_HOURS)
    given = {"entered_at": entered.isoformat(), "left_at": (entered + timedelta(hours=1)).isoformat(), **fields}
    return a_control(**given, clock_checks=list(checks))


def test_a_clock_six_hours_ahead_is_said_beside_the_minutes_with_the_contact() -> None:
    """In every language: by how much, when it was seen, and entry and leaving by the office's clock."""
    control = a_skewed(check(AT - timedelta(hours=1), SIX_HOURS))
    for lang in LANGUAGES:
        ahead, by_office = clock_lines(control, LIMIT, lang)
        assert "6 h 0 min" in ahead
        assert "08:00" in ahead  # the contact, in Brussels
        assert "09:00" in by_office
        assert "10:00" in by_office


def test_a_right_clock_is_said_to_have_been_seen_and_moves_nothing() -> None:
    """So that a reader knows that somebody compared it; without any contact nothing is claimed."""
    control = a_skewed(check(AT, 2), check(AT + timedelta(hours=1), -3))
    (said,) = clock_lines(control, LIMIT, "en")
    assert said == f"Clock of the device compared with the office's on {day_text(DAY)} 10:00: 3 s apart (within 1 s)."
    assert by_office_clock(control, LIMIT) is control
    assert clock_lines(a_skewed(), LIMIT, "en") == []


def test_each_minute_is_told_by_the_contact_nearest_to_it() -> None:
    """A clock that was put right during a control: what came before is moved, what came after is not."""
    ahead = check(AT + timedelta(minutes=5), SIX_HOURS)
    right = check(AT + timedelta(minutes=30), 0)
    left = AT + timedelta(hours=7)
    told = by_office_clock(a_skewed(ahead, right, left_at=left.isoformat()), LIMIT)
    assert told.entered_at == AT
    mended = a_control(entered_at=AT.isoformat(), left_at=left.isoformat(), clock_checks=[ahead, right])
    assert by_office_clock(mended, LIMIT).entered_at == AT


def test_a_declaration_made_during_the_control_is_not_taken_for_an_earlier_one() -> None:
    """By the wrong clock the entry lies six hours after it; by the office's, ten minutes before it."""
    lookup = {
        "ref": "L1",
        "register": "dimona",
        "subject": "P1",
        "looked_up_at": (AT + timedelta(minutes=20)).isoformat(),
        "result": "found",
        "declared_at": (AT + timedelta(minutes=10)).isoformat(),
        "source": "live",
    }
    parts = {"persons": [{"ref": "P1", "answers": {}}], "lookups": [lookup]}
    catalogue = load_rules().on(AT.date())
    keys = [
        {one.key for one in register_checks(control, catalogue) if one.person == "P1"}
        for control in (a_skewed(**parts), a_skewed(check(AT, SIX_HOURS), **parts))
    ]
    assert "dimona.declared_before" in keys[0]
    assert "dimona.declared_during_control" in keys[1]


@pytest.mark.parametrize(
    ("checks", "code"),
    [
        ([check(AT, 0), check(AT, 0)], "CONTROL-362"),  # one contact told twice
        ([check(AT, 0), check(AT - timedelta(hours=1), 0)], "CONTROL-362"),  # out of order
        ([check(AT, 5_000_000_000)], "CONTROL-020"),  # more than a century out
        ([check(AT, 0, within=-1)], "CONTROL-020"),
        ([{**check(AT, 0), "clock_skew_s": "6 h"}], "CONTROL-020"),
        ([{**check(AT, 0), "because": "none"}], "CONTROL-020"),
    ],
)
def test_what_a_device_says_of_its_clock_is_read_strictly(checks: list[dict[str, object]], code: str) -> None:
    """As anything else that comes from outside."""
    with pytest.raises(ControlFault) as fault:
        a_skewed(*checks)
    assert fault.value.code == code


def test_an_answer_of_our_own_copy_needs_its_day_and_is_no_look_of_the_minute() -> None:
    """What an older copy does not hold may have been declared since: it never counts as looked up and not found."""
    lookup = {"ref": "L1", "register": "dimona", "subject": "P1", "looked_up_at": (AT + timedelta(hours=7)).isoformat()}
    lake = {**lookup, "result": "not_found", "source": "lake"}
    persons = [{"ref": "P1", "answers": {}}]
    with pytest.raises(ControlFault, match="CONTROL-362"):
        a_skewed(persons=persons, lookups=[lake])
    control = a_skewed(persons=persons, lookups=[{**lake, "as_of": DAY.isoformat()}])
    found = {one.key for one in register_checks(control, load_rules().on(AT.date())) if one.person == "P1"}
    assert "dimona.not_consulted" in found
    assert "dimona.not_found" not in found
