"""A held delivery is told once, and two people stand behind its release."""

from datetime import timedelta
from pathlib import Path

import pytest
from builders_acts import AT, raised
from builders_deliveries import BORN, country
from builders_registers import pseudonym, rules, write

from inspection.acts.chasing import list_alerts
from inspection.acts.context import Office
from inspection.acts.registers.deciding import list_held, reject, release, tell_of_held
from inspection.errors import AccessRefused, IntakeFault
from inspection.registers.intake import ingest
from inspection.registers.lake import Lake
from inspection.registers.report import IntakeReport
from inspection.trust import verify_trail

DIRECTION, SECOND, INSPECTOR = "direction-1", "supervisor-liege", "insp-liege-1"
NEXT = BORN + timedelta(days=7)
WHY = "The sender confirmed by telephone that this is the whole register"


def _held(here: Office, sent: Path, by: str = "system") -> IntakeReport:
    """Take a good delivery in, and half of the next one."""
    lake = Lake(here.settings.lake)
    for day, rows in ((BORN, None), (NEXT, 150)):
        files = country().files("mandates", day)
        files["mandates.csv"] = files["mandates.csv"][:rows]
        source = write(sent / f"{day}", files)
        report = ingest("mandates", source, lake, rules=rules(), on=NEXT, pseudonym=pseudonym, by=by)
    assert report.state == "held"
    tell_of_held((report,), by, at=AT, office=here)
    return report


def _acts(here: Office) -> list[str]:
    from sqlmodel import col, select

    from inspection.store.records import AuditEntry

    with here.store.read() as session:
        rows = session.exec(select(AuditEntry).where(col(AuditEntry.stream) == "register").order_by(col(AuditEntry.n)))
        return [f"{row.act} {row.who}" for row in rows]


def test_the_direction_is_alerted_once(house: Office, tmp_path: Path) -> None:
    """A nightly run that meets it again says nothing new."""
    report = _held(house, tmp_path)
    assert tell_of_held((report,), "system", at=AT, office=house) == 0
    (alert,) = list_alerts(DIRECTION, at=AT, office=house)
    assert (alert.kind, alert.subject.split(":")[:2]) == ("register_held", ["ONSS", "mandates"])
    assert list_alerts(INSPECTOR, at=AT, office=house) == []


def test_of_one_that_the_schedule_took_in_two_people_decide(house: Office, tmp_path: Path) -> None:
    """The first asks, the same one again is refused, the second releases; the trail has both, the alert is seen."""
    _held(house, tmp_path)
    lake = Lake(house.settings.lake)
    assert release("mandates", DIRECTION, reason=WHY, at=AT, office=house).state == "asked"
    assert lake.snapshot("mandates", NEXT) == BORN
    (waiting,) = list_held(SECOND, at=AT, office=house)
    assert (waiting.asked_by, waiting.last_good) == (DIRECTION, BORN)
    with pytest.raises(IntakeFault) as fault:
        release("mandates", DIRECTION, reason=WHY, at=AT, office=house)
    assert fault.value.code == "INTAKE-052"
    assert release("mandates", SECOND, reason=WHY, at=AT, office=house).state == "released"
    assert lake.snapshot("mandates", NEXT) == NEXT
    assert _acts(house) == ["register.hold system", f"register.ask {DIRECTION}", f"register.release {SECOND}"]
    assert raised(house) == []
    assert verify_trail(house.store).broken is None


def test_who_took_it_in_does_not_release_it(house: Office, tmp_path: Path) -> None:
    """One person at a terminal is one person; another one releases at once."""
    _held(house, tmp_path, by=DIRECTION)
    with pytest.raises(IntakeFault) as fault:
        release("mandates", DIRECTION, reason=WHY, at=AT, office=house)
    assert fault.value.code == "INTAKE-052"
    assert release("mandates", SECOND, reason=WHY, at=AT, office=house).state == "released"


def test_one_person_rejects(house: Office, tmp_path: Path) -> None:
    """The week goes on with the last good one anyway; the reason is recorded."""
    _held(house, tmp_path)
    assert reject("mandates", SECOND, reason=WHY, at=AT, office=house).state == "rejected"
    assert list_held(SECOND, at=AT, office=house) == ()
    assert _acts(house) == ["register.hold system", f"register.reject {SECOND}"]


def test_an_inspector_decides_nothing(embedded: Office, tmp_path: Path) -> None:
    """They may look; to release and to reject is the office's."""
    _held(embedded, tmp_path)
    assert len(list_held(INSPECTOR, at=AT, office=embedded)) == 1
    for act in (release, reject):
        with pytest.raises(AccessRefused):
            act("mandates", INSPECTOR, reason=WHY, at=AT, office=embedded)


@pytest.mark.parametrize("reason", ["", "   ", "x" * 400, "about 85.01.01-123.45"])
def test_a_decision_has_a_reason_that_names_nobody(embedded: Office, tmp_path: Path, reason: str) -> None:
    """It stands in the trail for years."""
    _held(embedded, tmp_path)
    with pytest.raises(IntakeFault) as fault:
        reject("mandates", SECOND, reason=reason, at=AT, office=embedded)
    assert fault.value.code == "INTAKE-053"


def test_nothing_is_held(embedded: Office) -> None:
    """Deciding about nothing is one clear error."""
    with pytest.raises(IntakeFault) as fault:
        release("kbo", SECOND, reason=WHY, at=AT, office=embedded)
    assert fault.value.code == "INTAKE-050"
