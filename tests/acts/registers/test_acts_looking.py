"""Looks at a register after its intake ask for a right and leave an entry that names no unit."""

from collections.abc import Callable
from pathlib import Path

import builders_registers as b
import pytest
from builders_acts import AT

from inspection.acts.registers import changes, quarantine, unit_history
from inspection.errors import AccessRefused, IntakeFault
from inspection.registers.lake import Lake
from inspection.store.records import AuditEntryRow
from inspection.trust import AppContext, Context

DIRECTION, DPO, INSPECTOR = "direction-1", "dpo-1", "insp-liege-1"


@pytest.fixture
def filled(house: AppContext, tmp_path: Path) -> AppContext:
    """Give a house with an extract of which a row was set aside, and its update."""
    lake, files = Lake(house.settings.lake), b.kbo_files()
    files["activity.csv"].append(b.an_activity(b.enterprise(1), "99999"))
    other = b.an_activity(b.establishment(1), "01110")
    update = b.kbo_update_files(delete={"activity": [b.establishment(1)]}, insert={"activity": [other]})
    for name, sent in (("full", files), ("update", update)):
        b.take("kbo", b.write(tmp_path / name, sent), lake, b.UPDATE_DAY)
    return house


def _entries(app: AppContext) -> list[AuditEntryRow]:
    from sqlmodel import col, select

    with app.store.read() as session:
        mine = select(AuditEntryRow).where(col(AuditEntryRow.act).startswith("register."))
        return list(session.exec(mine.order_by(col(AuditEntryRow.n))))


def test_each_look_is_recorded_and_tells_no_unit(filled: AppContext) -> None:
    """The trail has who looked at which register; of a unit a keyed hash, since some firms are one person."""
    assert quarantine(filled.acting(DPO, AT), "kbo", day=b.FULL_DAY).rules[0].rule == "unknown_code"
    assert {one.table: one.changed for one in changes(filled.acting(DPO, AT), "kbo").tables}["activity"] == 1
    found = unit_history(filled.acting(INSPECTOR, AT), b.dotted(b.establishment(1)))
    assert [one.what for one in found.changes] == ["activity"]
    entries = _entries(filled)
    assert [(one.act, one.who) for one in entries] == [
        ("register.quarantine", DPO), ("register.changes", DPO), ("register.history", INSPECTOR),
    ]  # fmt: skip
    assert entries[0].facts == {"day": b.FULL_DAY.isoformat(), "rule": "all"}
    assert entries[2].subject.startswith("unit:")
    assert b.establishment(1) not in entries[2].subject + str(entries[2].facts)


@pytest.mark.parametrize("look", [lambda c: quarantine(c, "kbo"), lambda c: changes(c, "kbo")])
@pytest.mark.few(1)
def test_what_was_set_aside_is_not_everybodys(filled: AppContext, look: Callable[[Context], object]) -> None:
    """The office and the auditor look; an inspector does not, and nothing is recorded."""
    with pytest.raises(AccessRefused):
        look(filled.acting(INSPECTOR, AT))
    assert _entries(filled) == []


def test_a_register_that_is_none_is_told(filled: AppContext) -> None:
    """With the names of those that are."""
    with pytest.raises(IntakeFault) as fault:
        quarantine(filled.acting(DIRECTION, AT), "nothing")
    assert fault.value.code == "INTAKE-030"
