"""Numbers that go along to the field: a night that ended its roster yesterday, and whoever is absent."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from builders_acts import AT, an_office, later
from builders_orders import BY, INSPECTOR

from dashboards.field.package import package_json
from inspection import acts
from inspection.acts.alerts import turns_of
from inspection.control.papers import on_call_at
from inspection.settings import Settings
from inspection.trust import AppContext

NUMBER = "04 000 00 02"
SATURDAY = {"starts": "20:00", "ends": "07:00", "valid_from": "2026-11-23", "valid_until": "2026-11-28"}
SUNDAY_0130 = datetime(2026, 11, 29, 0, 30, tzinfo=UTC)


def taken_along(house: AppContext, at: datetime, monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """The police cell's numbers in a package of a moment."""
    monkeypatch.setattr("inspection.trust.context.now", lambda: at)
    device = acts.devices.DeviceUser(
        device_id="d", user_id=INSPECTOR, name="n", language="fr", kind="field", expires_at=later(days=9)
    )
    duty = package_json(house.acting(INSPECTOR, at), device)["duty"]["liege"]
    return [one for one in duty if one["role"] == "police_cell" and one["number"] == NUMBER]


@pytest.fixture
def house(tmp_path: Path) -> AppContext:
    """Give an open house with a roster of nights."""
    opened = an_office(Settings(home=tmp_path / "home"))
    turn = {"role": "police_cell", "number": NUMBER, **SATURDAY}
    acts.on_call.import_on_call(opened.acting(BY, AT), {"recipient": "pjf-liege", "source": "a test", "turns": [turn]})
    return opened


def test_the_night_of_the_last_day_goes_along_after_midnight(house, monkeypatch) -> None:
    """Whom the server rings at half past one on Sunday stands in a package of that moment, with when the night ends."""
    with house.store.read() as session:
        turns = turns_of(session, house.settings.service)
    assert on_call_at(turns, SUNDAY_0130, house.catalogue(SUNDAY_0130.date()).on_call_rules)
    (one,) = taken_along(house, SUNDAY_0130, monkeypatch)
    assert (one["valid_from"], one["valid_until"], one["night_ends"]) == (None, "2026-11-28", "07:00")
    assert taken_along(house, later(days=6), monkeypatch) == []


@pytest.mark.battery(reason="the night of the last day is tried in every run")
def test_the_first_night_of_a_roster_begins_in_the_evening(house, monkeypatch) -> None:
    """A package of its first day says so: in the small hours of that day somebody else still answers."""
    (one,) = taken_along(house, datetime(2026, 11, 23, 0, 30, tzinfo=UTC), monkeypatch)
    assert one["valid_from"] == "2026-11-23"


@pytest.mark.battery(reason="the numbers of nights go along in every run")
def test_an_absence_goes_along_with_its_number(house, monkeypatch) -> None:
    """The form leaves it out for as long as the office would ring somebody else."""
    (turn,) = acts.on_call.list_on_call(house.acting(BY, AT))
    acts.on_call.note_absence(house.acting(INSPECTOR, AT), turn.id, AT, later(hours=4))
    (one,) = taken_along(house, AT, monkeypatch)
    assert [[datetime.fromisoformat(moment) for moment in away] for away in one["absent"]] == [[AT, later(hours=4)]]
