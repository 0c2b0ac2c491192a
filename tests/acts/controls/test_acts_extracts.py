"""Extracts are looked up on the record, frozen with a control, and never cost a control."""

import shutil
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from builders_acts import AT, LIEGE, NAMUR, WEEK, a_control, a_suspicious_control, an_office
from builders_orders import planned
from builders_registers import (
    FULL_DAY,
    checkin_files,
    decided,
    dimona_files,
    dmfa_files,
    enterprise,
    establishment,
    kbo_files,
    nobody,
    take,
    works_files,
    write,
)
from databases import owned
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError
from sqlmodel import select

from inspection.acts.access import number_key
from inspection.acts.controls import (
    consult_extracts,
    control_arrears,
    control_checks,
    control_extracts,
    correct_control,
    save,
)
from inspection.acts.weeks import approve_week, field_package
from inspection.control.filled import Control, PersonFound
from inspection.errors import AccessRefused, ControlFault
from inspection.registers.lake import Lake
from inspection.sealing import pseudonymiser
from inspection.settings import Settings
from inspection.store.controls import ControlExtractRow
from inspection.store.queries import controls, plans, referrals
from inspection.store.records import AuditEntryRow
from inspection.time_of import moment_of
from inspection.trust import AppContext

BY, ELSEWHERE = "insp-liege-1", "insp-namur-1"
FIRM = f"est:{establishment(1)}"
OPEN = {"EndingDate": "", "EndingHour": "", "WorkerType": "OTH"}
PERSON = PersonFound(ref="P1", national_number=nobody(1))


def fill(house: AppContext, folder: Path, *, day: str = "") -> None:
    """Take the registers into the house's lake with the house's own pseudonyms."""
    pseudonym = pseudonymiser("worker", keys=house.store.keys)
    for register, files in {
        "kbo": kbo_files(),
        "dimona": dimona_files([OPEN]),
        "dmfa": dmfa_files(),
        "checkin": checkin_files(),
        "works": works_files(),
    }.items():
        source = write(folder / f"{register}{day}", files)
        take(register, source, Lake(house.settings.lake), FULL_DAY, pseudonym=pseudonym)


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a lake with one delivery of each register, under the keys that all houses here share."""
    first = an_office(Settings(home=tmp_path_factory.mktemp("first")))
    fill(first, tmp_path_factory.mktemp("in"))
    first.store.close()
    return first.settings.lake


@pytest.fixture
def filled(house: AppContext, lake: Path) -> AppContext:
    """Give a house whose lake has one delivery of each register."""
    shutil.copytree(lake, house.settings.lake)
    return decided(house)


def the_control(**fields: object) -> Control:
    """A control at the firm of the registers, with the person who is declared there."""
    person = {"ref": "P1", "national_number": nobody(1), "answers": {}}
    return a_control(**{"workplace": FIRM, "persons": [person], **fields})


def saved(house: AppContext, control: Control, by: str = BY, place: str = LIEGE) -> str:
    """Save a control; returns its id."""
    return save(house.acting(by, AT), control, place=place).control_id


def entries(house: AppContext, act: str) -> list[AuditEntryRow]:
    """Return what the trail says of one act."""
    with house.store.read() as session:
        return list(session.exec(select(AuditEntryRow).where(AuditEntryRow.act == act).order_by(AuditEntryRow.n)))


def test_a_look_is_recorded_without_saying_at_whom(filled: AppContext) -> None:
    """The control, the purpose, the day and a keyed hash of each; a number typed with dots is the same number."""
    typed = f"{nobody(1)[:2]}.{nobody(1)[2:4]}.{nobody(1)[4:6]}-{nobody(1)[6:9]}.{nobody(1)[9:]}"
    persons = [{"ref": "P1", "national_number": typed, "answers": {}}, {"ref": "P2", "answers": {}}]
    id_ = saved(filled, the_control(persons=persons))
    found = consult_extracts(filled.acting(BY, AT), "check_answers", control_id=id_)
    mine = [one for one in found if one.subject == "P1" and one.register_key == "dimona"]
    assert [row["company_id"] for one in mine for row in one.rows] == [enterprise(1)]
    assert not [one for one in found if one.subject == "P2"]
    (entry,) = entries(filled, "extract.consult")
    assert (entry.subject, entry.purpose, entry.facts["case"]) == (id_, "check_answers", id_)
    assert entry.facts["persons"] == [number_key(filled.store, nobody(1))]
    assert nobody(1) not in str(entry.facts)


@pytest.mark.parametrize(
    ("how", "code"),
    [
        ({"purpose": "curiosity", "control_id": "c"}, "CONTROL-860"),
        ({"purpose": "check_answers"}, "CONTROL-861"),
        ({"purpose": "check_answers", "visit": "ABCDEF"}, "CONTROL-861"),
        ({"purpose": "check_answers", "control_id": "c", "visit": "ABCDEF"}, "CONTROL-861"),
        ({"purpose": "check_answers", "control_id": "c", "persons": [PERSON]}, "CONTROL-861"),  # its own, no others
        ({"purpose": "prepare_visit", "visit": "ABCDEF", "persons": [PERSON]}, "CONTROL-861"),
        ({"purpose": "prepare_visit", "control_id": "c"}, "CONTROL-861"),
        ({"purpose": "prepare_visit", "visit": "ABCDEF"}, "CONTROL-862"),  # nobody's
    ],
)
@pytest.mark.few(4)
def test_there_is_no_look_without_a_purpose_and_what_it_belongs_to(
    filled: AppContext, how: dict[str, Any], code: str
) -> None:
    """Nobody looks up a firm or a person because they can; what is refused leaves nothing and reads nothing."""
    with pytest.raises(ControlFault) as refused:
        consult_extracts(filled.acting(BY, AT), **how)
    assert refused.value.code == code
    assert entries(filled, "extract.consult") == []


def test_whoever_may_not_look_is_refused_before_anything_is_read(filled: AppContext) -> None:
    """The system looks at nobody, nor does who is not there, nor another district's inspector."""
    id_ = saved(filled, the_control())
    for stranger in ("system", "dpo-1", "nobody", ELSEWHERE):
        with pytest.raises(AccessRefused):
            consult_extracts(filled.acting(stranger, AT), "check_answers", control_id=id_)
    with pytest.raises(AccessRefused):
        consult_extracts(filled.acting(BY, AT), "check_answers", control_id="no such control")
    assert entries(filled, "extract.consult") == []


def test_a_visit_of_ones_own_may_be_prepared_once_it_is_known(filled: AppContext) -> None:
    """From 48 hours before its day; on site with the numbers that were typed, and by nobody of another team."""
    plan_id = planned(filled)
    sha256 = next(plan.sha256 for plan in plans(filled.store) if plan.id == plan_id)
    approve_week(filled.acting("direction-1", AT), WEEK, sha256, service="ONSS")
    opens = moment_of(WEEK.monday, 0) - timedelta(hours=48)
    visit = field_package(filled.acting(BY, opens)).missions[0].visit

    def look(by: str, purpose: str, at: datetime, **fields: Any) -> Any:
        return consult_extracts(filled.acting(by, at), purpose, visit=visit, **fields)

    assert {one.subject for one in look(BY, "prepare_visit", at=opens)} == {"workplace"}
    on_site = look(BY, "identify_on_site", persons=[PERSON], at=opens)
    assert {one.subject for one in on_site} == {"workplace", "P1"}
    for by, at in ((ELSEWHERE, opens), (BY, opens - timedelta(minutes=1))):
        with pytest.raises(ControlFault) as refused:
            look(by, "prepare_visit", at=at)
        assert refused.value.code == "CONTROL-862"
    assert [entry.subject for entry in entries(filled, "extract.consult")] == [visit, visit]


def test_extracts_are_frozen_with_a_control_and_survive_the_lake(filled: AppContext) -> None:
    """Pruned a year later, the dossier still has what was known."""
    id_ = saved(filled, the_control())
    for path in sorted(filled.settings.lake.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    frozen = control_extracts(filled.acting(BY, AT), id_)
    assert {(one.register_key, one.subject) for one in frozen} >= {("kbo", "workplace"), ("dimona", "P1")}
    assert {one.as_of for one in frozen} == {FULL_DAY}
    (entry,) = entries(filled, "extract.freeze")
    assert entry.facts["dimona"] == FULL_DAY.isoformat()


def test_the_rows_are_sealed_and_cannot_be_changed(filled: AppContext) -> None:
    """Neither a number nor an enterprise can be read from the table, and nobody rewrites what was known."""
    saved(filled, the_control())
    with filled.store.read() as session:
        rows = session.exec(select(ControlExtractRow)).all()
    assert rows
    assert not any(enterprise(1).encode() in row.rows for row in rows)
    with pytest.raises(DatabaseError), owned(filled.store).write() as session:
        session.connection().execute(text("UPDATE control_extract SET as_of = '2020-01-01'"))


def test_saving_again_freezes_only_what_is_new(filled: AppContext) -> None:
    """The same control twice keeps one copy; a person added later gets their own extract."""
    open_one = the_control(left_at=None, persons=[])
    id_ = saved(filled, open_one)
    before = len(control_extracts(filled.acting(BY, AT), id_))
    assert saved(filled, open_one) == id_
    assert len(entries(filled, "extract.freeze")) == 1
    saved(filled, the_control(control_id=id_))
    after = control_extracts(filled.acting(BY, AT), id_)
    assert len(after) > before
    assert [entry.facts["extracts"] for entry in entries(filled, "extract.freeze")] == [before, len(after) - before]


def test_a_correction_that_mends_a_number_looks_the_person_up_again(filled: AppContext) -> None:
    """A slip of the thumb found nobody; the right number finds the declaration, and it is the one that counts."""
    wrong = {"ref": "P1", "national_number": nobody(9), "answers": {}}
    id_ = saved(filled, the_control(persons=[wrong]))
    correct_control(filled.acting(BY, AT), the_control(control_id=id_), "number misread", place=LIEGE)
    (mine,) = (
        one
        for one in control_extracts(filled.acting(BY, AT), id_)
        if (one.register_key, one.table, one.subject) == ("dimona", "period", "P1")
    )
    assert mine.count == 1


def test_a_control_before_the_first_snapshot_freezes_nothing(filled: AppContext) -> None:
    """As of the day of the entry, never of today."""
    old = a_control(workplace=FIRM, on=FULL_DAY - timedelta(days=1))
    id_ = saved(filled, old)
    assert control_extracts(filled.acting(BY, AT), id_) == ()
    assert entries(filled, "extract.freeze") == []


def test_a_house_without_registers_saves_controls(house: AppContext) -> None:
    """No lake, no extract, no fault."""
    assert control_extracts(house.acting(BY, AT), saved(house, the_control())) == ()


def test_a_broken_lake_costs_the_extracts_and_never_the_control(filled: AppContext) -> None:
    """The referral has left before anything is read; the trail says that the extracts are missing."""
    for path in filled.settings.lake.rglob("establishment.parquet"):
        path.write_bytes(b"no parquet")
    control = a_suspicious_control("yes", workplace=FIRM)
    id_ = saved(filled, control)
    assert [row.id for row in controls(filled.store)] == [id_]
    assert len(referrals(filled.store)) == 1
    assert len(entries(filled, "extract.miss")) == 1


def test_a_register_that_nobody_may_read_is_named_in_the_trail(house: AppContext, lake: Path) -> None:
    """Without a decision it is left out: nobody takes it for a register that holds nothing. Who is in it stays out."""
    shutil.copytree(lake, house.settings.lake)
    control = the_control(left_at=None)
    id_ = saved(house, control)
    read = {one.register_key for one in control_extracts(house.acting(BY, AT), id_)}
    assert saved(house, control) == id_  # the same control again: it is said once
    (missed,) = entries(house, "extract.miss")
    assert missed.facts["why"] == "barred"
    assert "dimona" in missed.facts["registers"]
    assert "kbo" in read
    assert not read & set(missed.facts["registers"])


def test_checks_of_a_stored_control_use_its_frozen_extracts(filled: AppContext) -> None:
    """The extract stands beside the look-up with its age, and alone it proves nothing."""
    id_ = saved(filled, the_control())
    said = control_checks(filled.acting(BY, AT), id_)
    (dimona,) = (check for check in said.checks if check.person == "P1" and check.key.startswith("dimona."))
    assert (dimona.key, dimona.result) == ("dimona.extract_has_period", "no_proof")
    assert [ground.as_of for ground in dimona.grounds if ground.kind == "register"] == [FULL_DAY]
    assert said.entered_at == the_control().entered_at
    assert len(entries(filled, "record.consult")) == 1


def test_arrears_of_a_stored_control_are_a_recorded_look(filled: AppContext) -> None:
    """What somebody earned is theirs: whoever looks leaves a trace."""
    pay = {"person": "P1", "from_on": "2026-11-01", "to_on": "2026-11-24", "hours": "150", "received_cents": 50_000}
    id_ = saved(filled, the_control(pay=[pay]))
    (draft,) = control_arrears(filled.acting(BY, AT), id_)
    assert (draft.person, draft.is_complete, draft.known_cents) == ("P1", False, 0)
    assert len(entries(filled, "record.consult")) == 1
    with pytest.raises(AccessRefused):
        control_arrears(filled.acting(ELSEWHERE, AT), id_)


def test_frozen_extracts_are_as_guarded_as_their_control(filled: AppContext) -> None:
    """Who may not look at the control may not look at what was frozen with it."""
    id_ = saved(filled, the_control())
    for look in (control_extracts, control_checks):
        with pytest.raises(AccessRefused):
            look(filled.acting(ELSEWHERE, AT), id_)


def test_another_districts_control_is_its_makers_to_read(filled: AppContext) -> None:
    """Whoever made a control may read its extracts, wherever it was."""
    id_ = saved(filled, the_control(), by=BY, place=NAMUR)
    assert control_extracts(filled.acting(BY, AT), id_)
