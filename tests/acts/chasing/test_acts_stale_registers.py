"""A register that nobody delivered is told to the direction, once for each snapshot."""

from datetime import timedelta
from pathlib import Path

import pytest
from builders_registers import FULL_DAY, kbo_files, rules, write

from inspection.acts.chasing import list_alerts, warn_of_stale_registers
from inspection.errors import AccessRefused
from inspection.registers.intake import ingest
from inspection.registers.lake import Lake
from inspection.sealing import pseudonymiser
from inspection.time_of import moment_of
from inspection.trust import AppContext

DIRECTION = "direction-1"


@pytest.fixture
def filled(house: AppContext, tmp_path: Path) -> AppContext:
    """Give a house that took in one register, once."""
    pseudonym = pseudonymiser("worker", keys=house.store.keys)
    source = write(tmp_path / "kbo", kbo_files())
    ingest("kbo", source, Lake(house.settings.lake), rules=rules(), on=FULL_DAY, pseudonym=pseudonym)
    return house


def test_a_stale_register_is_told_once(filled: AppContext) -> None:
    """Not on its last good day; the day after, by one alert however many nights pass; those never taken in by none."""
    days = filled.catalogue(FULL_DAY).registers["kbo"].stale_after_days
    last = moment_of(FULL_DAY + timedelta(days=days), 600)
    assert warn_of_stale_registers(filled.acting("system", last)) == ()
    for nights in (1, 2):
        assert warn_of_stale_registers(filled.acting("system", last + timedelta(days=nights))) == ("kbo",)
    (alert,) = list_alerts(filled.acting(DIRECTION, last))
    assert (alert.kind, alert.subject) == ("register_stale", "ONSS:kbo")
    assert list_alerts(filled.acting("insp-liege-1", last)) == []


def test_an_inspector_does_not_watch_registers(filled: AppContext) -> None:
    """It is the schedule's, or the office's."""
    with pytest.raises(AccessRefused):
        warn_of_stale_registers(filled.acting("insp-liege-1"))
