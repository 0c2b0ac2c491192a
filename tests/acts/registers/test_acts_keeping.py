"""Pruning by policy: recorded before it happens, never what is frozen or used under a hold, known to the doctor."""

import shutil
from datetime import date, timedelta
from pathlib import Path

import builders_registers as b
import pytest
from builders_acts import AT, LIEGE, a_control

from inspection.acts import controls, retention
from inspection.acts.doctor import examine
from inspection.acts.registers import freeze, note_taking, prune, snapshots_taken, thaw
from inspection.errors import AccessRefused, IntakeFault
from inspection.registers.lake import Lake, manifest_sha256
from inspection.sealing import pseudonymiser
from inspection.time_of import moment_of
from inspection.trust import AppContext, Context

DIRECTION, SUPERVISOR, INSPECTOR = "direction-1", "supervisor-liege", "insp-liege-1"
DAYS = [b.FULL_DAY + timedelta(days=days) for days in (0, 10, 20, 30)]
WHY = "The labour court asked what the register said"


@pytest.fixture
def filled(house: AppContext, tmp_path: Path) -> AppContext:
    """Give a house with four full extracts."""
    return _fill(house, tmp_path)


def _fill(house: AppContext, tmp_path: Path) -> AppContext:
    """Take four full extracts in, each in the trail."""
    lake = Lake(house.settings.lake)
    for number, day in enumerate(DAYS, start=10):
        files = {**b.kbo_files(), "meta.csv": b.kbo_meta(day, "full", number)}
        files["enterprise.csv"].append(b.an_enterprise(number))
        b.take("kbo", b.write(tmp_path / str(day), files), lake, DAYS[-1])
        manifest = manifest_sha256(lake, "kbo", day.isoformat())
        assert manifest
        note_taking(house.acting(at=AT), "kbo", day, manifest)
    return house


def _much_later(app: AppContext, by: str = "system") -> Context:
    """Whoever acts when the days of every snapshot are over."""
    return app.acting(by, moment_of(DAYS[-1] + timedelta(days=5_000), 600))


def _kept(app: AppContext) -> list[date]:
    return list(Lake(app.settings.lake).snapshots("kbo"))


def test_what_is_over_goes_and_the_doctor_knows(filled: AppContext) -> None:
    """The newest two full deliveries stay; the trail has the hash of each account that went; nothing is missing."""
    before = prune(_much_later(filled), dry_run=True)
    assert [one.why for one in before.snapshots] == ["due", "due", "newest", "newest"]
    assert _kept(filled) == DAYS
    manifests = [one.manifest for one in before.due]
    assert [one.manifest for one in prune(_much_later(filled)).due] == manifests
    assert _kept(filled) == DAYS[2:]
    with filled.store.read() as session:
        assert sorted(snapshots_taken(session)) == [("kbo", day.isoformat()) for day in DAYS[2:]]
    assert prune(_much_later(filled)).due == ()


@pytest.mark.battery(reason="what is over goes and what is frozen stays in every run")
def test_the_doctor_finds_nothing_wrong_in_what_was_pruned(embedded: AppContext, tmp_path: Path) -> None:
    """And misses one that went without an entry."""
    _fill(embedded, tmp_path)
    prune(_much_later(embedded))
    assert [one.what for one in examine(embedded.settings, at=AT) if "lake/kbo" in one.what] == []
    shutil.rmtree(Lake(embedded.settings.lake).root / "kbo" / DAYS[2].isoformat())
    assert [one.state for one in examine(embedded.settings, at=AT) if "lake/kbo" in one.what] == ["wrong"]


@pytest.mark.battery(reason="what is over goes and what is frozen stays in every run")
def test_nothing_goes_while_its_days_run(filled: AppContext) -> None:
    """A night that finds nothing removes nothing."""
    assert prune(filled.acting(at=AT)).due == ()
    assert _kept(filled) == DAYS


def test_what_somebody_froze_stays_until_it_is_thawed(filled: AppContext) -> None:
    """By its day; twice changes nothing; the direction lets the policy decide again."""
    for _ in range(2):
        freeze(filled.acting(SUPERVISOR, AT), "kbo", DAYS[0], reason=WHY)
    assert [one.why for one in prune(_much_later(filled)).snapshots] == ["frozen", "due", "newest", "newest"]
    assert _kept(filled) == [DAYS[0], *DAYS[2:]]
    with pytest.raises(AccessRefused):
        thaw(filled.acting(SUPERVISOR, AT), "kbo", DAYS[0], reason=WHY)
    thaw(filled.acting(DIRECTION, AT), "kbo", DAYS[0], reason=WHY)
    prune(_much_later(filled))
    assert _kept(filled) == DAYS[2:]
    with pytest.raises(IntakeFault) as fault:
        freeze(filled.acting(SUPERVISOR, AT), "kbo", DAYS[0], reason=WHY)
    assert fault.value.code == "INTAKE-073"


def test_what_a_control_under_legal_hold_was_told_from_stays(filled: AppContext) -> None:
    """The snapshot of which an extract was frozen with it goes only once the hold is lifted."""
    control = controls.save(filled.acting(INSPECTOR, AT), a_control(), place=LIEGE).control_id
    retention.place_legal_hold(filled.acting(DIRECTION, AT), control, reason="appeal")
    prune(_much_later(filled))
    assert _kept(filled) == [DAYS[0], *DAYS[2:]]
    retention.lift_legal_hold(filled.acting(DIRECTION, AT), control)
    prune(_much_later(filled))
    assert _kept(filled) == DAYS[2:]


def test_a_legal_hold_keeps_what_no_authorisation_does(house: AppContext, tmp_path: Path) -> None:
    """What a control under hold was told from stays until it is lifted; and what only lacks a decision goes by hand."""
    lake, pseudonym = Lake(house.settings.lake), pseudonymiser("worker", keys=house.store.keys)
    open_period = {"EndingDate": "", "EndingHour": "", "WorkerType": "OTH"}
    sent = b.write(tmp_path / "dimona", b.dimona_files([open_period]))
    b.take("dimona", sent, lake, b.FULL_DAY, pseudonym=pseudonym)
    person = {"ref": "P1", "national_number": b.nobody(1), "answers": {}}
    told = a_control(workplace=f"est:{b.establishment(1)}", persons=[person])
    control = controls.save(b.decided(house).acting(INSPECTOR, AT), told, place=LIEGE).control_id
    retention.place_legal_hold(house.acting(DIRECTION, AT), control, reason="appeal")
    (kept,) = prune(house.acting(DIRECTION, AT)).snapshots
    assert (kept.why, kept.unlawful, kept.goes) == ("frozen", "no authorisation", False)
    retention.lift_legal_hold(house.acting(DIRECTION, AT), control)
    prune(house.acting(at=AT))
    assert lake.snapshots("dimona") == (b.FULL_DAY,)
    (gone,) = prune(house.acting(DIRECTION, AT)).due
    assert (gone.told, gone.rows, lake.snapshots("dimona")) == ("no authorisation", 1, ())


def test_only_the_schedule_and_the_direction_prune(filled: AppContext) -> None:
    """An inspector does not, nor a supervisor."""
    for by in (INSPECTOR, SUPERVISOR):
        with pytest.raises(AccessRefused):
            prune(_much_later(filled, by))
    assert _kept(filled) == DAYS
