"""A register that nobody delivered is told to the direction, once for each snapshot."""

from datetime import timedelta
from pathlib import Path

import pytest
from builders_registers import FULL_DAY, kbo_files, rules, write

from inspection.acts.chasing import list_alerts, warn_of_stale_registers
from inspection.acts.context import Office
from inspection.errors import AccessRefused
from inspection.registers.intake import ingest
from inspection.registers.lake import Lake
from inspection.sealing import pseudonymiser
from inspection.time_of import moment_of

DIRECTION = "direction-1"


@pytest.fixture
def filled(house: Office, tmp_path: Path) -> Office:
    """Give a house that took in one register, once."""
    pseudonym = pseudonymiser("worker", keys=house.store.keys)
    source = write(tmp_path / "kbo", kbo_files())
    ingest("kbo", source, Lake(house.settings.lake), rules=rules(), on=FULL_DAY, pseudonym=pseudonym)
    return house


def test_a_stale_register_is_told_once(filled: Office) -> None:
    """Not on its last good day; the day after, by one alert however many nights pass; those never taken in by none."""
    days = filled.catalogue(FULL_DAY).registers["kbo"].stale_after_days
    last = moment_of(FULL_DAY + timedelta(days=days), 600)
    assert warn_of_stale_registers("system", at=last, office=filled) == ()
    for nights in (1, 2):
        assert warn_of_stale_registers("system", at=last + timedelta(days=nights), office=filled) == ("kbo",)
    (alert,) = list_alerts(DIRECTION, at=last, office=filled)
    assert (alert.kind, alert.subject) == ("register_stale", "ONSS:kbo")
    assert list_alerts("insp-liege-1", at=last, office=filled) == []


def test_an_inspector_does_not_watch_registers(filled: Office) -> None:
    """It is the schedule's, or the office's."""
    with pytest.raises(AccessRefused):
        warn_of_stale_registers("insp-liege-1", office=filled)
