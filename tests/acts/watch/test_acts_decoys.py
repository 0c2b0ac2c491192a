"""Decoys: in no list, figure, plan or copy; found by whoever asks for one by name; and an alarm at each look."""

import inspect
import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from builders_acts import AT, LIEGE, WEEK, a_control, a_part
from sqlmodel import col, select

from inspection import acts
from inspection.acts.access import KIND_OF_ALERT, audited_read
from inspection.acts.chasing import list_alerts, list_controls
from inspection.acts.controls import export_control, save, show_control
from inspection.acts.stories import show_workplace
from inspection.acts.watch import decoys, end_decoy, make_case_decoy, make_control_decoy, make_workplace_decoy
from inspection.acts.weeks import propose_week
from inspection.acts.workplaces import KnownWorkplace
from inspection.errors import AccessRefused, ControlFault, DecoyFault, InspectionError
from inspection.store.core import metadata, new_id
from inspection.store.queries import alerts
from inspection.store.records import AuditEntryRow
from inspection.trust import AppContext

REAL = a_control()
DPO, INSPECTOR = "dpo-1", "insp-liege-2"
PLACE, CASE = "est:2987654321", "R-26-009999-9"
WATCHED = ("direction-1", DPO, INSPECTOR)
READS_NO_CASE = ("identity", "openrosa", "doctor")  # forms, accounts and the machine; seconds each


@pytest.fixture
def bait(house: AppContext) -> dict[str, str]:
    """Give a decoy of each kind beside a real control; by kind the name that each is asked for by."""
    save(house.acting("insp-liege-1", AT), REAL, place=LIEGE)
    invented = a_control(control_id=new_id(), workplace="est:2987654320")
    dpo = house.acting(DPO, AT)
    make_control_decoy(dpo, invented, of="insp-liege-1", place=LIEGE)
    known = KnownWorkplace(id=PLACE, district="liege", sector="restaurants", seen_on=AT.date(), name="Chez Canari")
    make_workplace_decoy(dpo, replace(known, refnis=LIEGE))
    make_case_decoy(dpo, CASE, district="liege")
    return {"control": invented.control_id, "workplace": PLACE, "referral": CASE}


def _lists() -> list[tuple[str, Any]]:
    """Return every act that needs nothing but who asks: whatever it gives is a list, a figure, a file or a count."""
    found = []
    for package in (getattr(acts, name) for name in acts.__all__ if name not in READS_NO_CASE):
        for name in getattr(package, "__all__", ()):
            act = getattr(package, name)
            if not inspect.isfunction(act):
                continue
            asked = [p for p in inspect.signature(act).parameters.values() if p.default is inspect.Parameter.empty]
            if [p.name for p in asked] == ["context"]:
                found.append((f"{package.__name__}.{name}", act))
    return found


def _told(house: AppContext) -> dict[str, str]:
    """Return what each of them tells whoever may ask, as text."""
    told: dict[str, str] = {}
    for name, act in _lists():
        for who in WATCHED:
            try:
                told[f"{name} of {who}"] = repr(act(house.acting(who, AT + timedelta(minutes=5))))
            except InspectionError:
                continue
    return told


@pytest.mark.few(1)
def test_no_list_and_no_table_has_a_decoy(house: AppContext, bait: dict[str, str]) -> None:
    """Whoever asks for a list of anything finds the real control in some, and no decoy but in the decoys' own."""
    propose_week(house.acting(at=AT), WEEK, service="ONSS", parts=[a_part()])
    told = _told(house)
    assert sum(REAL.control_id in text for text in told.values()) >= 5
    assert len({name.partition(" of ")[0] for name in told}) >= 25
    names = (*bait.values(), "Canari", "est:2987654320")
    assert {one for one, text in told.items() if any(name in text for name in names)} <= {
        f"inspection.acts.watch.decoys of {DPO}"
    }
    assert _tables_with(house, names) == set()


def _tables_with(house: AppContext, names: tuple[str, ...]) -> set[str]:
    """Return the tables of which a row says one of these names in clear."""
    found = set()
    with house.store.read() as session:
        for table in metadata.sorted_tables:
            for row in session.connection().execute(select(table)):
                if any(name in repr(tuple(row)) for name in names):
                    found.add(table.name)
    return found


def test_a_look_finds_a_decoy_as_a_real_file_and_alarms(house: AppContext, bait: dict[str, str]) -> None:
    """What is shown is what a real one shows; the data officer and the direction are told, and nobody else."""
    reader = house.acting(INSPECTOR, AT)
    shown = show_control(reader, bait["control"])
    real = show_control(reader, REAL.control_id)
    assert (shown.is_masked, shown.control.answers) == (True, real.control.answers)
    assert shown.conclusion.findings == real.conclusion.findings
    why = reader.because("stand_in", bait["control"])
    assert json.loads(export_control(why, bait["control"]))["control_id"] == bait["control"]
    seen = show_workplace(reader, PLACE)
    assert seen is not None
    assert seen.name == "Chez Canari"
    with pytest.raises(InspectionError):
        acts.board.case_page(reader, CASE)
    raised = [(one.for_role, one.subject) for one in alerts(house.store) if one.kind == KIND_OF_ALERT]
    assert sorted(role for role, _ in raised) == ["auditor_dpo"] * 3 + ["direction"] * 3
    later = AT + timedelta(minutes=1)
    seen_by = {
        who: sum(one.kind == KIND_OF_ALERT for one in list_alerts(house.acting(who, later)))
        for who in ("supervisor-liege", INSPECTOR, "direction-1", DPO)
    }
    assert seen_by == {"supervisor-liege": 0, INSPECTOR: 0, "direction-1": 3, DPO: 3}
    assert _tables_with(house, (*bait.values(), "Canari")) == set()
    looked = {one.kind: [who for _, who in one.looks] for one in decoys(house.acting(DPO, later))}
    assert looked == {"control": [INSPECTOR] * 2, "workplace": [INSPECTOR], "referral": [INSPECTOR]}


def test_a_decoy_of_a_year_without_rules_is_refused_as_a_control_is(house: AppContext) -> None:
    """A year that was typed wrong is told with its code, and nothing is made."""
    with pytest.raises(ControlFault, match="CONTROL-419"):
        make_control_decoy(house.acting(DPO, AT), a_control(facts_from="1006-01-05"), of="insp-liege-1", place=LIEGE)
    assert decoys(house.acting(DPO, AT)) == []


def test_whoever_tries_and_is_refused_has_tried(house: AppContext, bait: dict[str, str]) -> None:
    """Elsewhere, without a reason, and by whoever made it: each is refused as of a real one, and alarms."""
    refused = {"insp-namur-1": "ACCESS-060", "supervisor-liege": "ACCESS-090", DPO: "ACCESS-090"}
    for who, code in refused.items():
        with pytest.raises(AccessRefused) as fault:
            audited_read(house.acting(who, AT), "control", bait["control"], read=lambda: "read")
        assert fault.value.code == code
    with house.store.read() as session:
        looked = select(AuditEntryRow).where(AuditEntryRow.act == "decoy.looked").order_by(col(AuditEntryRow.n))
        entries = session.exec(looked).all()
    assert [one.who for one in entries] == list(refused)


def test_each_who_looks_is_told_of_once_a_day(house: AppContext, bait: dict[str, str]) -> None:
    """Nobody is flooded by a page that is drawn again; the next day, and the next person, are told of anew."""
    for minutes, who in ((0, INSPECTOR), (1, INSPECTOR), (2, "head-liege"), (24 * 60, INSPECTOR)):
        show_control(house.acting(who, AT + timedelta(minutes=minutes)), bait["control"])
    assert sum(one.kind == KIND_OF_ALERT for one in alerts(house.store)) == 2 * 3


def test_only_the_data_officer_makes_lists_and_ends_them(house: AppContext, bait: dict[str, str]) -> None:
    """The direction neither; a name that is taken is refused; one that ended is found by nobody, and alarms nobody."""
    for who in ("direction-1", "supervisor-liege", INSPECTOR, "system"):
        with pytest.raises(AccessRefused):
            decoys(house.acting(who, AT))
        with pytest.raises(AccessRefused):
            make_case_decoy(house.acting(who, AT), "R-26-009999-8", district="liege")
    dpo = house.acting(DPO, AT)
    with pytest.raises(DecoyFault):
        make_case_decoy(dpo, CASE, district="liege")
    with pytest.raises(DecoyFault):
        make_control_decoy(dpo, REAL, of="insp-liege-1", place=LIEGE)
    for one in decoys(dpo):
        end_decoy(dpo, one.id)
    with pytest.raises(AccessRefused):
        show_control(house.acting(INSPECTOR, AT), bait["control"])
    assert [one for one in alerts(house.store) if one.kind == KIND_OF_ALERT] == []


def test_a_real_file_is_never_hidden_behind_a_decoy(house: AppContext, bait: dict[str, str]) -> None:
    """A number that was invented may be given to a firm one day: from then on it is that firm."""
    firm = KnownWorkplace(id=PLACE, district="liege", sector="garment", seen_on=AT.date(), refnis=LIEGE)
    acts.workplaces.remember_workplaces(house.acting(at=AT), [firm])
    seen = show_workplace(house.acting(INSPECTOR, AT), PLACE)
    assert seen is not None
    assert (seen.name, seen.sector) == (None, "garment")
    assert list_controls(house.acting(INSPECTOR, AT))


def test_the_keyring_tells_of_no_decoy(house: AppContext, bait: dict[str, str]) -> None:
    """A file that bears the id of a control which no table has would name it."""
    assert bait["control"] not in set(house.store.keyring.cases())
