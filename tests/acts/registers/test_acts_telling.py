"""What only a terminal saw is an alert of the office: refused deliveries, and counts outside what is expected."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import builders_registers as b
from builders_acts import AT

from inspection.acts.chasing import list_alerts
from inspection.acts.registers import note_taking, receive, tell_of_intake
from inspection.registers import delivered
from inspection.registers.lake import Lake
from inspection.registers.report import IntakeReport
from inspection.trust import AppContext

DIRECTION = "direction-1"


def _report(app: AppContext, folder: Path) -> IntakeReport:
    source = b.write(folder / "kbo", b.kbo_files())
    return b.take("kbo", source, Lake(app.settings.lake), b.FULL_DAY)


def test_odd_counts_and_refusals_are_told_once(house: AppContext, tmp_path: Path) -> None:
    """Four enterprises are no country: an alert, and no second one however often the same is taken in."""
    report = _report(house, tmp_path)
    assert report.alarms
    sent = house.settings.registers / "dimona"
    b.write(sent, b.dimona_files())
    (delivery,) = receive(house.acting(at=AT), ["dimona"])
    refused = [("dimona", delivery.folder), ("works", tmp_path)]  # the second was named by hand, and lies elsewhere
    assert tell_of_intake(house.acting(at=AT), [report], refused) == 2
    assert tell_of_intake(house.acting(at=AT + timedelta(days=1)), [report], refused) == 0  # nor the next night
    told = {(one.kind, one.subject) for one in list_alerts(house.acting(DIRECTION, AT))}
    assert told == {
        ("register_alarm", f"ONSS:kbo:{b.FULL_DAY}"),
        ("register_refused", f"ONSS:dimona:{delivery.id}"),
    }


def test_a_later_delivery_ends_what_was_told_of_the_one_before(house: AppContext, tmp_path: Path) -> None:
    """Refused, then corrected and taken in; odd counts, then another snapshot. Another register's stay."""
    report = _report(house, tmp_path)
    b.write(house.settings.registers / "dimona", b.dimona_files())
    (delivery,) = receive(house.acting(at=AT), ["dimona"])
    tell_of_intake(house.acting(at=AT), [report], [("dimona", delivery.folder)])
    _note_taking(house, "mandates")
    assert _kinds(house) == {"register_alarm", "register_refused"}
    _note_taking(house, "dimona")
    assert _kinds(house) == {"register_alarm"}
    _note_taking(house, "kbo")
    assert _kinds(house) == set()
    assert tell_of_intake(house.acting(at=AT), [report], []) == 1  # odd once more is told once more


def test_what_a_later_delivery_of_the_same_night_made_good_is_not_told(house: AppContext) -> None:
    """Held, it has made nothing good yet."""
    root = house.settings.registers / "dimona"
    b.write(root, b.dimona_files())
    (refused,) = receive(house.acting(at=AT), ["dimona"])
    (root / "later.csv").write_text("corrected")
    *_, good = receive(house.acting(at=AT + timedelta(hours=1)), ["dimona"])
    delivered.note(good, state=delivered.RawState.HELD)
    assert tell_of_intake(house.acting(at=AT), [], [("dimona", refused.folder)]) == 1
    delivered.note(good, state=delivered.RawState.CURRENT)
    _note_taking(house, "dimona")
    assert tell_of_intake(house.acting(at=AT), [], [("dimona", refused.folder)]) == 0
    assert _kinds(house) == set()


def _note_taking(house: AppContext, register: str) -> None:
    note_taking(house.acting(at=AT + timedelta(hours=2)), register, b.FULL_DAY, f"{register} of that day")


def _kinds(house: AppContext) -> set[str]:
    return {one.kind for one in list_alerts(house.acting(DIRECTION, AT))}


def test_what_was_taken_in_before_or_is_held_is_no_news(house: AppContext, tmp_path: Path) -> None:
    """The gate tells of what it held."""
    report = _report(house, tmp_path)
    same = [replace(report, unchanged=True), replace(report, alarms=())]
    assert tell_of_intake(house.acting(at=AT), same, []) == 0
    assert list_alerts(house.acting(DIRECTION, AT)) == []
