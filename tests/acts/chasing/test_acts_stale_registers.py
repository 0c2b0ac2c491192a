"""A register that nobody delivered is told to the direction, once for each snapshot."""

import shutil
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from builders_deliveries import country
from builders_registers import FULL_DAY, decided, kbo_files, mandates_files, rules, take, write

from inspection.acts.chasing import list_alerts, warn_of_stale_registers
from inspection.acts.registers import prune
from inspection.errors import AccessRefused
from inspection.registers.gate import held
from inspection.registers.lake import Lake
from inspection.sealing import pseudonymiser
from inspection.settings import DEMO_MARK
from inspection.time_of import moment_of
from inspection.trust import AppContext

DIRECTION = "direction-1"


@pytest.fixture
def filled(house: AppContext, tmp_path: Path) -> AppContext:
    """Give a house that took in one register, once."""
    pseudonym = pseudonymiser("worker", keys=house.store.keys)
    source = write(tmp_path / "kbo", kbo_files())
    take("kbo", source, Lake(house.settings.lake), FULL_DAY, pseudonym=pseudonym)
    return house


def _told(app: AppContext, at: datetime) -> set[tuple[str, str]]:
    return {(one.kind, one.subject) for one in list_alerts(app.acting(DIRECTION, at))}


def test_a_stale_register_is_told_once(filled: AppContext) -> None:
    """Not on its last good day; the day after, by one alert however many nights pass."""
    days = filled.catalogue(FULL_DAY).registers["kbo"].stale_after_days
    last = moment_of(FULL_DAY + timedelta(days=days), 600)
    assert "kbo" not in warn_of_stale_registers(filled.acting("system", last))
    for nights in (1, 2):
        assert "kbo" in warn_of_stale_registers(filled.acting("system", last + timedelta(days=nights)))
    assert [one.kind for one in list_alerts(filled.acting(DIRECTION, last)) if one.subject == "ONSS:kbo"] == [
        "register_stale"
    ]
    assert list_alerts(filled.acting("insp-liege-1", last)) == []


def test_a_register_that_never_came_is_told_once_another_did(filled: AppContext, house: AppContext) -> None:
    """Each of the others, once; a house that has none of them hears of nothing."""
    day = moment_of(FULL_DAY, 600)
    others = {key for key, one in rules().registers.items() if one.is_awaited} - {"kbo"}
    for _ in range(2):
        assert set(warn_of_stale_registers(filled.acting("system", day))) == others
    assert _told(filled, day) == {("register_empty", f"ONSS:{key}") for key in others}
    shutil.rmtree(house.settings.lake)
    assert warn_of_stale_registers(house.acting("system", day)) == ()


def test_a_register_whose_last_snapshot_went_by_policy_is_told_each_time(filled: AppContext, tmp_path: Path) -> None:
    """That it never came was told before: that is no reason to say nothing now."""
    (filled.settings.home / DEMO_MARK).touch()  # in which it may be kept: only its age speaks
    warn_of_stale_registers(filled.acting("system", moment_of(FULL_DAY, 600)))
    take("mandates", write(tmp_path / "m", mandates_files()), Lake(filled.settings.lake), FULL_DAY)
    later = moment_of(FULL_DAY + timedelta(days=93), 600)
    assert [one.register for one in prune(filled.acting(at=later)).due] == ["mandates"]
    for _ in range(2):
        warn_of_stale_registers(filled.acting("system", later))
    told = [(one.kind, one.step) for one in list_alerts(filled.acting(DIRECTION, later)) if "mandates" in one.subject]
    assert told == [("register_empty", FULL_DAY.toordinal())]  # that it never came is over


def test_the_only_register_is_told_once_it_is_gone_though_no_house_has_to_have_it(
    house: AppContext, tmp_path: Path
) -> None:
    """A house that had it is no new house; of the others it never had any, and hears nothing."""
    (house.settings.home / DEMO_MARK).touch()
    files, lake = country().files("residence", FULL_DAY), Lake(house.settings.lake)
    pseudonym = pseudonymiser("worker", keys=house.store.keys)
    take("residence", write(tmp_path / "r", files), lake, FULL_DAY, pseudonym=pseudonym)
    assert lake.snapshot("residence", FULL_DAY) == FULL_DAY
    later = moment_of(FULL_DAY + timedelta(days=40), 600)
    assert [one.register for one in prune(house.acting(at=later)).due] == ["residence"]
    assert warn_of_stale_registers(house.acting("system", later)) == ("residence",)
    assert _told(house, later) == {("register_empty", "ONSS:residence")}


def test_a_register_that_holds_nothing_is_told(house: AppContext, tmp_path: Path) -> None:
    """Its file came with a header alone, and somebody released it all the same."""
    files = mandates_files()
    files["mandates.csv"] = files["mandates.csv"][:1]
    lake = Lake(house.settings.lake)
    take("mandates", write(tmp_path / "m", files), lake, FULL_DAY)
    (waiting,) = lake.held("mandates")
    held.release(lake, waiting, {"state": "released"})
    house, day = decided(house), moment_of(FULL_DAY, 600)
    assert "mandates" in warn_of_stale_registers(house.acting("system", day))
    assert ("register_empty", "ONSS:mandates") in _told(house, day)


def test_a_register_that_came_is_stale_or_missing_no_longer(filled: AppContext, tmp_path: Path) -> None:
    """The night after, both alerts have ended; that it is stale once more, of another day, is told once more."""
    days = filled.catalogue(FULL_DAY).registers["kbo"].stale_after_days
    at = moment_of(FULL_DAY + timedelta(days=days + 1), 600)
    warn_of_stale_registers(filled.acting("system", at))
    assert {("register_stale", "ONSS:kbo"), ("register_empty", "ONSS:mandates")} <= _told(filled, at)
    lake = Lake(filled.settings.lake)
    for key in ("kbo", "mandates"):
        shutil.copytree(lake.root / "kbo" / str(FULL_DAY), lake.root / key / str(at.date()))
    warn_of_stale_registers(filled.acting("system", at + timedelta(days=1)))
    assert not {("register_stale", "ONSS:kbo"), ("register_empty", "ONSS:mandates")} & _told(filled, at)
    much_later = at + timedelta(days=days + 2)
    warn_of_stale_registers(filled.acting("system", much_later))
    assert ("register_stale", "ONSS:kbo") in _told(filled, much_later)


def test_an_inspector_does_not_watch_registers(filled: AppContext) -> None:
    """It is the schedule's, or the office's."""
    with pytest.raises(AccessRefused):
        warn_of_stale_registers(filled.acting("insp-liege-1"))
