"""A held delivery is told once, and two people stand behind its release."""

import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest
from builders_acts import AT, raised
from builders_deliveries import BORN, country
from builders_registers import pseudonym, rules, write

from inspection.acts.chasing import list_alerts
from inspection.acts.doctor import examine
from inspection.acts.doctor.found import Found
from inspection.acts.registers import note_taking
from inspection.acts.registers.deciding import give_up, list_held, reject, release, tell_of_held
from inspection.errors import AccessRefused, IntakeFault
from inspection.registers.intake import ingest
from inspection.registers.lake import Lake, manifest_sha256
from inspection.registers.report import IntakeReport
from inspection.trust import AppContext, verify_trail

DIRECTION, SECOND, INSPECTOR = "direction-1", "supervisor-liege", "insp-liege-1"
NEXT = BORN + timedelta(days=7)
LATER = NEXT + timedelta(days=7)
CHECK = 97 - 850_730_033 % 97
PARTED = (f"asked 85-07-30-033-{CHECK}", f"asked 85/07/30 033/{CHECK}", f"asked 8507_30_033_{CHECK}")
WHY = "The sender confirmed by telephone that this is the whole register"


def _held(app: AppContext, sent: Path, by: str = "system") -> IntakeReport:
    """Take a good delivery in, and half of the next one."""
    _taken(app, sent, BORN, None, by)
    report = _taken(app, sent, NEXT, 150, by)
    assert report.state == "held"
    tell_of_held(app.acting(by, AT), (report,))
    return report


def _taken(app: AppContext, sent: Path, day: date, rows: int | None, by: str = "system") -> IntakeReport:
    """Take a delivery of a day in, or its first rows."""
    files = country().files("mandates", day)
    files["mandates.csv"] = files["mandates.csv"][:rows]
    source, lake = write(sent / f"{day}-{rows}", files), Lake(app.settings.lake)
    report = ingest("mandates", source, lake, rules=rules(), on=LATER, pseudonym=pseudonym, by=by, is_demo=True)
    if (manifest := manifest_sha256(lake, "mandates", day.isoformat())) is not None:
        note_taking(app.acting(at=AT), "mandates", day, manifest)
    return report


def _hash(app: AppContext) -> str:
    """What `vigie registers held` prints of the one that is held."""
    (one,) = list_held(app.acting(DIRECTION, AT))
    return one.sha256[:12]


def _acts(app: AppContext, stream: str = "register") -> list[str]:
    from sqlmodel import col, select

    from inspection.store.records import AuditEntryRow

    with app.store.read() as session:
        rows = session.exec(
            select(AuditEntryRow).where(col(AuditEntryRow.stream) == stream).order_by(col(AuditEntryRow.n))
        )
        return [f"{row.act} {row.who}" for row in rows]


def test_the_direction_is_alerted_once(house: AppContext, tmp_path: Path) -> None:
    """A nightly run that meets it again says nothing new."""
    report = _held(house, tmp_path)
    assert tell_of_held(house.acting("system", AT), (report,)) == 0
    (alert,) = list_alerts(house.acting(DIRECTION, AT))
    assert (alert.kind, alert.subject.split(":")[:2]) == ("register_held", ["ONSS", "mandates"])
    assert list_alerts(house.acting(INSPECTOR, AT)) == []


def test_of_one_that_the_schedule_took_in_two_people_decide(house: AppContext, tmp_path: Path) -> None:
    """The first asks, the same one again is refused, the second releases; the trail has both, the alert is seen."""
    _held(house, tmp_path)
    lake, sha256 = Lake(house.settings.lake), _hash(house)
    assert release(house.acting(DIRECTION, AT), "mandates", sha256, reason=WHY).state == "asked"
    assert lake.snapshot("mandates", NEXT) == BORN
    (waiting,) = list_held(house.acting(SECOND, AT))
    assert (waiting.asked_by, waiting.last_good) == (DIRECTION, BORN)
    with pytest.raises(AccessRefused) as fault:
        release(house.acting(DIRECTION, AT), "mandates", sha256, reason=WHY)
    assert fault.value.code == "ACCESS-041"
    assert release(house.acting(SECOND, AT), "mandates", sha256, reason=WHY).state == "released"
    assert lake.snapshot("mandates", NEXT) == NEXT
    assert _acts(house) == ["register.hold system", f"register.ask {DIRECTION}", f"register.release {SECOND}"]
    assert raised(house) == []
    assert verify_trail(house.store).broken is None


def test_who_took_it_in_does_not_release_it(house: AppContext, tmp_path: Path) -> None:
    """One person at a terminal is one person; another one releases at once."""
    _held(house, tmp_path, by=DIRECTION)
    sha256 = _hash(house)
    with pytest.raises(AccessRefused) as fault:
        release(house.acting(DIRECTION, AT), "mandates", sha256, reason=WHY)
    assert fault.value.code == "ACCESS-041"
    assert release(house.acting(SECOND, AT), "mandates", sha256, reason=WHY).state == "released"


def test_one_person_rejects(house: AppContext, tmp_path: Path) -> None:
    """The week goes on with the last good one anyway; the reason is recorded."""
    _held(house, tmp_path)
    sha256 = _hash(house)
    assert reject(house.acting(SECOND, AT), "mandates", sha256, reason=WHY).state == "rejected"
    assert list_held(house.acting(SECOND, AT)) == ()
    assert _acts(house) == ["register.hold system", f"register.reject {SECOND}"]


def test_an_inspector_decides_nothing(embedded: AppContext, tmp_path: Path) -> None:
    """They may look; to release and to reject is the office's."""
    _held(embedded, tmp_path)
    sha256 = _hash(embedded)
    assert len(list_held(embedded.acting(INSPECTOR, AT))) == 1
    for act in (release, reject):
        with pytest.raises(AccessRefused):
            act(embedded.acting(INSPECTOR, AT), "mandates", sha256, reason=WHY)


@pytest.mark.parametrize("reason", ["", "   ", "x" * 400, "about 85.01.01-123.45", *PARTED])
@pytest.mark.few(4)
def test_a_decision_has_a_reason_that_names_nobody(embedded: AppContext, tmp_path: Path, reason: str) -> None:
    """It stands in the trail for years."""
    _held(embedded, tmp_path)
    sha256 = _hash(embedded)
    with pytest.raises(IntakeFault) as fault:
        reject(embedded.acting(SECOND, AT), "mandates", sha256, reason=reason)
    assert fault.value.code == "INTAKE-053"


def test_nothing_is_held(embedded: AppContext) -> None:
    """Deciding about nothing is one clear error."""
    with pytest.raises(IntakeFault) as fault:
        release(embedded.acting(SECOND, AT), "kbo", "0" * 64, reason=WHY)
    assert fault.value.code == "INTAKE-050"


def test_a_decision_is_about_what_was_looked_at(house: AppContext, tmp_path: Path) -> None:
    """Another delivery came in its place: neither released nor rejected by the old hash, and nothing is recorded."""
    _held(house, tmp_path)
    looked_at = _hash(house)
    other = _taken(house, tmp_path, NEXT, 140)
    assert other.state == "held"
    assert _hash(house) != looked_at
    before = _acts(house)
    for act in (release, reject):
        for wrong in (looked_at, "", _hash(house)[:11]):
            with pytest.raises(IntakeFault) as fault:
                act(house.acting(SECOND, AT), "mandates", wrong, reason=WHY)
            assert fault.value.code == "INTAKE-054"
    assert _acts(house) == before
    assert reject(house.acting(SECOND, AT), "mandates", _hash(house), reason=WHY).state == "rejected"


def test_who_asked_for_one_asked_for_no_other(house: AppContext, tmp_path: Path) -> None:
    """What came in its place waits for a first person again."""
    _held(house, tmp_path)
    assert release(house.acting(DIRECTION, AT), "mandates", _hash(house), reason=WHY).state == "asked"
    _taken(house, tmp_path, NEXT, 140)
    assert release(house.acting(SECOND, AT), "mandates", _hash(house), reason=WHY).state == "asked"


def test_an_alert_goes_with_what_it_is_about(house: AppContext, tmp_path: Path) -> None:
    """One that was superseded, and one that a good delivery overtook: nobody is sent to decide about nothing."""
    _held(house, tmp_path)
    (first,) = [one.subject for one in raised(house)]
    tell_of_held(house.acting("system", AT), (_taken(house, tmp_path, NEXT, 140),))
    (second,) = [one.subject for one in raised(house)]
    assert first != second
    tell_of_held(house.acting("system", AT), (_taken(house, tmp_path, LATER, None),))
    assert raised(house) == []
    assert verify_trail(house.store).broken is None


def test_files_that_are_held_a_second_time_are_told_again(house: AppContext, tmp_path: Path) -> None:
    """Another delivery took their place, which closed their alert; they came once more, and somebody has to know."""
    first = _held(house, tmp_path)
    tell_of_held(house.acting("system", AT), (_taken(house, tmp_path, NEXT, 140),))
    again = _taken(house, tmp_path, NEXT, 150)
    assert (first.turn, again.state, again.turn) == (1, "held", 2)
    assert tell_of_held(house.acting("system", AT), (again,)) == 1
    assert tell_of_held(house.acting("system", AT), (_taken(house, tmp_path, NEXT, 150),)) == 0
    (alert,) = raised(house)
    assert (alert.kind, alert.step) == ("register_held", 2)
    assert _acts(house) == ["register.hold system"] * 3


def test_an_older_snapshot_that_is_lost_is_given_up_by_the_direction(embedded: AppContext, tmp_path: Path) -> None:
    """The doctor then says it, finds nothing wrong in it, and keeps saying that the others are whole or not."""
    for day in (BORN, NEXT):
        assert _taken(embedded, tmp_path, day, None).state == "current"
    folder = Lake(embedded.settings.lake).root / "mandates" / BORN.isoformat()
    with pytest.raises(IntakeFault) as whole:
        give_up(embedded.acting(DIRECTION, AT), "mandates", BORN, reason=WHY)
    shutil.rmtree(folder)
    (advice,) = {one.advice for one in _lost(embedded, "wrong", BORN)}
    assert f"vigie registers given-up mandates {BORN}" in advice
    with pytest.raises(IntakeFault) as newest:
        give_up(embedded.acting(DIRECTION, AT), "mandates", NEXT, reason=WHY)
    assert [one.value.code for one in (whole, newest)] == ["INTAKE-055", "INTAKE-057"]
    with pytest.raises(AccessRefused):
        give_up(embedded.acting(SECOND, AT), "mandates", BORN, reason=WHY)
    for _ in range(2):
        give_up(embedded.acting(DIRECTION, AT), "mandates", BORN, reason=WHY)
    assert _lost(embedded, "wrong", BORN) == []
    (told,) = _lost(embedded, "look", BORN)
    assert "accepted by the direction" in told.what
    assert [row for row in _acts(embedded, "registers") if "give_up" in row] == [f"register.give_up {DIRECTION}"]


def test_a_damaged_snapshot_has_advice_that_can_be_followed(embedded: AppContext, tmp_path: Path) -> None:
    """The newest may be taken in again; an older one never."""
    for day in (BORN, NEXT):
        _taken(embedded, tmp_path, day, None)
    for day, part in ((BORN, "given-up"), (NEXT, "take the delivery in again")):
        table = Lake(embedded.settings.lake).root / "mandates" / day.isoformat() / "quarantine.parquet"
        table.write_bytes(b"x")
        assert [part in one.advice for one in _lost(embedded, "wrong", day)] == [True]


def _lost(app: AppContext, state: str, day: date) -> list[Found]:
    found = examine(app.settings, at=AT)
    return [one for one in found if one.state == state and f"mandates/{day}" in one.what]
