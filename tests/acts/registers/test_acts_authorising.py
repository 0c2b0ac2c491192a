"""What a house may receive by its own rules: listed, held against what is asked, and against what is to be released."""

import re
from datetime import date
from pathlib import Path

import pytest
from builders_acts import AT
from builders_closed import closed_files
from builders_registers import FULL_DAY, nobody, take, write
from houses import House
from sqlmodel import select

from inspection.acts.chasing import list_alerts, warn_of_stale_registers
from inspection.acts.doctor import examine
from inspection.acts.registers import (
    freeze,
    list_authorisations,
    list_health,
    note_taken,
    note_taking,
    prune,
    receive,
    source_of,
)
from inspection.acts.registers.deciding import list_held, release
from inspection.errors import AccessRefused, IntakeFault
from inspection.registers.delivered import deliveries
from inspection.registers.lake import Lake, manifest_sha256
from inspection.registers.report import IntakeReport
from inspection.store.records import AuditEntryRow
from inspection.trust import AppContext
from sectors.reader import load_rules

DIRECTION = "direction-1"
DAY = AT.date()
HOW_TO = Path(__file__).parents[3] / "docs/how-to/receive-a-closed-register.md"


def a_house(app: AppContext, **days: date) -> House:
    """The house with the authorisation of the how-to, as its local rule, with other days."""
    (example,) = re.findall(r"```yaml\n(.*?)```", HOW_TO.read_text(encoding="utf-8"), re.DOTALL)
    for key, day in ({"from": date(2026, 1, 1), "decided_on": date(2026, 1, 1)} | days).items():
        example, found = re.subn(rf"(?m)^    {key}: .*$", f"    {key}: {day}", example)
        example += "" if found else f"    {key}: {day}\n"
    rules = app.settings.home / "rules"
    rules.mkdir(exist_ok=True)
    (rules / "authorisations.yaml").write_text(example, encoding="utf-8")
    return House(app.store, load_rules([rules]), app.settings)


def taken(house: House, sent: Path, day: date = FULL_DAY, rows: int = 200) -> IntakeReport:
    """Take Limosa in as the house does, the first one released; a second delivery with few rows is held."""
    source = write(sent / str(day), closed_files("limosa", [{}] * rows, day))
    lake = Lake(house.settings.lake, house.store.keys)
    return take("limosa", source, lake, DAY, rules=house.catalogue(DAY))


def test_the_example_of_the_how_to_lets_a_delivery_in(embedded: AppContext, tmp_path: Path) -> None:
    """As it stands there; the list shows it in force, which registers lack one, and nothing to delete."""
    house = a_house(embedded)
    assert taken(house, tmp_path).authorisation == "csi-2027-014"
    found = list_authorisations(house.acting(DIRECTION, AT))
    (one,) = found.known
    assert (one.register, one.number, one.state, one.fields) == ("limosa", "27/014", "in force", 10)
    assert {"dimona", "a1", "residence"} <= set(found.lacking)
    assert not {"limosa", "kbo", "accounts", "history"} & set(found.lacking)
    assert found.to_delete == ()


def test_what_was_withdrawn_is_listed_and_the_doctor_says_so(embedded: AppContext, tmp_path: Path) -> None:
    """Every snapshot that came in by it, with the folder where it lies; nothing more comes in."""
    taken(a_house(embedded), tmp_path)
    house = a_house(embedded, withdrawn_on=DAY)
    with pytest.raises(IntakeFault) as fault:
        taken(house, tmp_path, DAY)
    assert fault.value.code == "INTAKE-102"
    found = list_authorisations(house.acting(DIRECTION, AT))
    assert [(one.folder, one.why) for one in found.to_delete] == [(f"lake/limosa/{FULL_DAY}", "withdrawn")]
    assert found.known[0].state == "withdrawn"
    told = [one for one in examine(embedded.settings, at=AT) if "may not be kept: withdrawn" in one.what]
    assert [(one.state, one.what.partition(":")[0]) for one in told] == [("wrong", "limosa")]


def test_what_was_withdrawn_is_destroyed_wherever_it_lies_and_the_doctor_misses_nothing(
    embedded: AppContext, tmp_path: Path
) -> None:
    """The current snapshot, the one that it corrected, a held one and the sealed files; the trail counts them."""
    house = a_house(embedded)
    lake = Lake(house.settings.lake, house.store.keys)
    write(house.settings.registers / "limosa", closed_files("limosa", [{}] * 200))
    (raw,) = receive(house.acting(at=AT), ["limosa"])
    report = take("limosa", source_of(house, raw.folder), lake, DAY, rules=house.catalogue(DAY))
    note_taken(house, raw.folder, report, AT)
    assert taken(house, tmp_path, rows=201).state == "current"
    note_taking(house.acting(at=AT), "limosa", FULL_DAY, str(manifest_sha256(lake, "limosa", str(FULL_DAY))))
    assert taken(house, tmp_path, DAY, rows=3).state == "held"
    house = a_house(embedded, withdrawn_on=DAY)
    done = prune(house.acting(at=AT))
    assert {(one.state, one.told, one.rows) for one in done.due} == {
        ("current", "withdrawn", 201), ("superseded", "withdrawn", 200), ("held", "withdrawn", 3),
    }  # fmt: skip
    assert not (lake.root / "limosa").exists()
    assert deliveries(house.settings.registers / "limosa") == ()
    with house.store.read() as session:
        told = session.exec(select(AuditEntryRow).where(AuditEntryRow.act == "register.prune")).all()
    assert sorted((one.facts["state"], one.facts["rows"], one.facts["raw"]) for one in told) == [
        ("current", 201, 0), ("held", 3, 0), ("superseded", 200, 1),
    ]  # fmt: skip
    assert not any(nobody(1) in str(one.facts) for one in told)
    found = [(one.state, one.what) for one in examine(embedded.settings, at=AT)]
    assert ("look", f"limosa: nothing of it is kept; the newest snapshot, of {FULL_DAY}, went by policy") in found
    assert [what for state, what in found if "limosa" in what and state == "wrong"] == []
    assert prune(house.acting(at=AT)).due == ()


def test_what_somebody_froze_stays_and_the_doctor_says_why(embedded: AppContext, tmp_path: Path) -> None:
    """It is no fault then that it is still there, and still something to look at."""
    house = a_house(embedded)
    taken(house, tmp_path)
    freeze(house.acting("supervisor-liege", AT), "limosa", FULL_DAY, reason="The labour court asked for it")
    house = a_house(embedded, withdrawn_on=DAY)
    assert prune(house.acting(at=AT)).due == ()
    assert Lake(house.settings.lake).snapshots("limosa") == (FULL_DAY,)
    found = [(one.state, one.what) for one in examine(embedded.settings, at=AT) if "may not be kept" in one.what]
    assert found == [("look", "limosa: 1 snapshots may not be kept: withdrawn; a legal hold or a freeze keeps them")]


def test_what_was_held_is_not_released_after_its_withdrawal(embedded: AppContext, tmp_path: Path) -> None:
    """The second person is refused, and readers keep the last good one."""
    house = a_house(embedded)
    taken(house, tmp_path)
    assert taken(house, tmp_path, DAY, rows=3).state == "held"
    (waits,) = list_held(house.acting(DIRECTION, AT))
    house = a_house(embedded, withdrawn_on=DAY)
    with pytest.raises(IntakeFault) as fault:
        release(house.acting(DIRECTION, AT), "limosa", waits.sha256, reason="Looked at with the sender")
    assert fault.value.code == "INTAKE-102"
    assert Lake(house.settings.lake).snapshot("limosa", DAY) == FULL_DAY


def test_the_list_is_for_staff_and_recorded(embedded: AppContext) -> None:
    """Each look leaves an entry; the schedule has none."""
    house = a_house(embedded)
    list_authorisations(house.acting(DIRECTION, AT))
    with pytest.raises(AccessRefused):
        list_authorisations(house.acting("system", AT))
    with house.store.read() as session:
        told = session.exec(select(AuditEntryRow).where(AuditEntryRow.act == "register.list")).all()
    assert [(one.who, one.facts) for one in told] == [(DIRECTION, {"kind": "authorisations"})]


def test_what_is_frozen_after_a_withdrawal_is_kept_and_read_by_nobody(embedded: AppContext, tmp_path: Path) -> None:
    """The lake of weeks and controls passes over it, its keepers have it; the direction is alerted."""
    house = a_house(embedded)
    taken(house, tmp_path)
    assert house.lake(DAY).snapshot("limosa", DAY) == FULL_DAY
    house = a_house(embedded, withdrawn_on=DAY)
    assert house.lake(DAY).snapshot("limosa", DAY) is None
    assert Lake(house.settings.lake).snapshot("limosa", DAY) == FULL_DAY
    assert "limosa" in warn_of_stale_registers(house.acting("system", AT))
    told = {one.kind for one in list_alerts(house.acting(DIRECTION, AT)) if one.subject.endswith(":limosa")}
    assert told == {"register_barred"}
    (health,) = [one for one in list_health(house.acting(DIRECTION, AT)) if one.register == "limosa"]
    assert health.standing == "barred"
