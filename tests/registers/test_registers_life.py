"""A register after its intake: what was set aside, what changed, the history of a unit, and what may be pruned."""

from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import builders_registers as b
import polars as pl
import pytest
from builders_deliveries import BORN, country

from inspection.errors import IntakeFault
from inspection.registers.gate import held
from inspection.registers.lake import Lake, damages
from inspection.registers.life import (
    by_policy,
    changes_of,
    examine,
    finish,
    history_of,
    prune,
    quarantine_of,
    unit_number,
)

NEXT = BORN + timedelta(days=7)
LATER = date(2030, 1, 1)
MANY = 100_000
DECISION = {"state": "released", "by": "b", "at": "2026-09-09", "because": "looked at"}


@pytest.fixture(scope="module")
def living(tmp_path_factory: pytest.TempPathFactory) -> Lake:
    """Take two weekly deliveries of the Crossroads Bank and of Dimona in."""
    folder = tmp_path_factory.mktemp("living")
    lake = Lake(folder / "lake")
    for register in ("kbo", "dimona"):
        for day in (BORN, NEXT):
            sent = b.write(folder / f"{register}-{day}", country().files(register, day))
            assert b.take(register, sent, lake, LATER).state == "current"
    return lake


def _small(lake: Lake, files: b.Files) -> None:
    sent = lake.root.parent / f"sent{len(list(lake.root.parent.iterdir()))}"
    if b.take("kbo", b.write(sent, files), lake, LATER).state == "held":
        sha256 = str(held.held(lake, "kbo").about["sha256"])[:12]
        with held.deciding(lake, "kbo", sha256) as one:
            held.release(lake, one, DECISION)


def _full(day: date, number: int) -> b.Files:
    return {**b.kbo_files(), "meta.csv": b.kbo_meta(day, "full", number)}


def _rows(files: b.Files, name: str) -> Counter[tuple[str, ...]]:
    return Counter(tuple(row) for row in files[name][1:])


def test_the_quarantine_tells_file_line_rule_and_key(tmp_path: Path) -> None:
    """Of a firm's row its number; of a wrong number nothing; by rule, and of one rule only."""
    lake, files = Lake(tmp_path / "lake"), b.kbo_files()
    enterprises, activities = files["enterprise.csv"], files["activity.csv"]
    enterprises[2] = [enterprises[2][0], "ZZ", *enterprises[2][2:]]
    activities[3] = ["0400.000.000", *activities[3][1:]]
    _small(lake, files)
    spec = b.rules().registers["kbo"]
    found = quarantine_of(lake, spec, most=MANY)
    told = {(one.file, one.line, one.rule, one.column, one.key) for one in found.rows}
    assert ("enterprise.csv", 3, "unknown_code", "Status", f"EnterpriseNumber={b.dotted(b.enterprise(2))}") in told
    assert ("activity.csv", 4, "entity_number", "EntityNumber", "") in told
    assert found.total == len(found.rows) == sum(one.rows for one in found.rules)
    only = quarantine_of(lake, spec, rule="unknown_code", most=MANY)
    assert {one.rule for one in only.rows} == {"unknown_code"}
    assert quarantine_of(lake, spec, most=1).rows == found.rows[:1]
    with pytest.raises(IntakeFault) as fault:
        quarantine_of(lake, spec, day=BORN, most=MANY)
    assert fault.value.code == "INTAKE-040"


def test_the_quarantine_of_persons_names_the_firm_only(tmp_path: Path) -> None:
    """The number of a period leads to somebody: it is left out, as the person's own number always was."""
    lake = Lake(tmp_path / "lake")
    rows: list[dict[str, str]] = [{} for _ in range(5)]
    rows[1] = {"WorkerType": "???"}
    b.take("dimona", b.write(tmp_path / "sent", b.dimona_files(rows)), lake, LATER)
    (one,) = quarantine_of(lake, b.rules().registers["dimona"], most=MANY).rows
    assert (one.line, one.rule, one.column, one.key) == (
        3, "unknown_code", "WorkerType", f"CompanyID={b.enterprise(2)}",
    )  # fmt: skip
    assert lake.quarantine("dimona", b.FULL_DAY)["key"].to_list() == [one.key]  # it lies open: no more is written


def test_what_changed_is_what_the_files_say(living: Lake) -> None:
    """Counted again from the delivered files, by plain loops: firms that came and went, and whose rows are others."""
    found = {one.table: one for one in changes_of(living, b.rules().registers["kbo"], most=MANY).tables}
    old, new = country().files("kbo", BORN), country().files("kbo", NEXT)
    firms = [{row[0].replace(".", ""): row for row in files["enterprise.csv"][1:]} for files in (old, new)]
    assert set(found["enterprise"].added_keys) == firms[1].keys() - firms[0].keys()
    assert set(found["enterprise"].removed_keys) == firms[0].keys() - firms[1].keys()
    moved = {key for key in firms[0].keys() & firms[1].keys() if firms[0][key] != firms[1][key]}
    assert set(found["enterprise"].changed_keys) == moved
    for table in ("activity", "address"):
        lists: list[dict[str, Counter[tuple[str, ...]]]] = []
        for files in (old, new):
            units: dict[str, Counter[tuple[str, ...]]] = {}
            for row in files[f"{table}.csv"][1:]:
                units.setdefault(row[0].replace(".", ""), Counter())[tuple(row)] += 1
            lists.append(units)
        both = lists[0].keys() & lists[1].keys()
        assert found[table].changed == len([key for key in both if lists[0][key] != lists[1][key]])
        assert found[table].units_now == len(lists[1])
        assert found[table].changed_keys or not found[table].changed
    assert sum(one.changed for one in found.values()) > 0
    assert set(found["address"].columns) <= {
        "postcode", "municipality_nl", "municipality_fr", "street_nl", "street_fr", "house_number",
    }  # fmt: skip


def test_one_of_several_rows_of_a_unit_is_a_change_and_another_order_is_none(tmp_path: Path) -> None:
    """Of three activities the second becomes another, and one more comes elsewhere; all rows lie in another order."""
    lake, one, two = Lake(tmp_path / "lake"), b.dotted(b.establishment(1)), b.establishment(3)
    _small(lake, b.kbo_files())
    files = _full(b.FULL_DAY + timedelta(days=7), 17)
    head, *rows = files["activity.csv"]
    rows = [b.an_activity(b.establishment(1), "01110") if row[0] == one and row[3] == "55301" else row for row in rows]
    files["activity.csv"] = [head, *reversed(rows), b.an_activity(two, "01110")]
    _small(lake, files)
    found = {one.table: one for one in changes_of(lake, b.rules().registers["kbo"], most=MANY).tables}
    told = found["activity"]
    assert (told.added, told.removed, told.changed_keys) == (0, 0, (b.establishment(1), two))
    assert told.columns["nace_code"] == 2
    assert {one.changed for name, one in found.items() if name != "activity"} == {0}


def test_of_persons_only_counts_are_told(living: Lake) -> None:
    """No key of theirs, nor of the firms that they work for."""
    (period,) = changes_of(living, b.rules().registers["dimona"], most=MANY).tables
    assert period.persons
    assert period.added
    assert (period.added_keys, period.removed_keys, period.changed_keys) == ((), (), ())


def test_one_snapshot_has_nothing_to_compare_with(tmp_path: Path) -> None:
    """It says so instead of telling that everything is new."""
    lake = Lake(tmp_path / "lake")
    _small(lake, b.kbo_files())
    with pytest.raises(IntakeFault) as fault:
        changes_of(lake, b.rules().registers["kbo"], most=MANY)
    assert fault.value.code == "INTAKE-070"


def test_the_history_of_a_unit_says_between_which_days_it_changed(tmp_path: Path) -> None:
    """Over a full delivery, an update and another full one: address and NACE change, and then it is gone."""
    lake, one = Lake(tmp_path / "lake"), b.establishment(2)
    _small(lake, b.kbo_files())
    moved, other = b.an_address(one, number="99"), b.an_activity(one, "56111", "2025")
    gone = {"address": [one], "activity": [one]}
    _small(lake, b.kbo_update_files(delete=gone, insert={"address": [moved], "activity": [other]}))
    last = _full(b.UPDATE_DAY + timedelta(days=5), 16)
    for table in ("establishment", "address", "activity"):
        last[f"{table}.csv"] = [row for row in last[f"{table}.csv"] if row[0] != b.dotted(one)]
    _small(lake, last)
    found = history_of(lake, b.dotted(one))
    assert (found.kind, found.snapshots, found.known_from, found.known_until) == (
        "establishment", 3, b.FULL_DAY, b.UPDATE_DAY,
    )  # fmt: skip
    between = [(c.what, c.last_seen, c.first_seen) for c in found.changes]
    assert between[:2] == [("activity", b.FULL_DAY, b.UPDATE_DAY), ("address", b.FULL_DAY, b.UPDATE_DAY)]
    assert {c.what for c in found.changes[2:]} == {"status", "activity", "address", "enterprise"}
    assert found.changes[0].was == ("2008 01110 MAIN", "2008 56101 MAIN")
    assert found.changes[0].is_now == ("2025 56111 MAIN",)
    assert "Wetstraat 16" in found.changes[1].was[0]
    assert "Wetstraat 99" in found.changes[1].is_now[0]
    assert found.now["enterprise"] == (b.enterprise(2),)
    assert history_of(lake, b.enterprise(1)).changes == ()


def test_the_history_asks_for_a_number_that_exists(living: Lake) -> None:
    """A wrong form, wrong check digits and a unit that no snapshot has are told apart."""
    assert unit_number(f"est:{b.establishment(1)}") == b.establishment(1)
    for key, code in (("Café", "INTAKE-071"), (b.wrong_digits(b.enterprise(1)), "INTAKE-071"),
                      (b.enterprise(9_000), "INTAKE-072")):  # fmt: skip
        with pytest.raises(IntakeFault) as fault:
            history_of(living, key)
        assert fault.value.code == code


def test_of_persons_the_newest_goes_too_once_its_days_are_over(living: Lake) -> None:
    """Rows about workers are short-lived though nothing newer came; of firms the newest two stay whatever their age."""
    law = b.rules()
    days = law.register_keep.days_of(law.registers["dimona"])

    def why(register: str, age: int, frozen: tuple[date, ...] = ()) -> list[str]:
        rules = law.model_copy(update={"day": NEXT + timedelta(days=age)})
        stays = {(register, day) for day in frozen}
        return [one.why for one in by_policy(living, rules, register, frozen=stays, is_demo=False)]

    assert why("dimona", days - 7) == ["young", "young"]
    assert why("dimona", days) == ["due", "young"]
    assert why("dimona", days + 1) == ["due", "due"]
    assert why("dimona", days + 1, frozen=(NEXT,)) == ["due", "frozen"]
    assert why("kbo", 5_000) == ["newest", "newest"]


@pytest.mark.battery(reason="what goes and what stays is tried in every run (test_acts_keeping.py)")
def test_chains_go_whole_and_only_when_nobody_stands_on_them(tmp_path: Path) -> None:
    """Three full deliveries, the first with an update: by age, but never the newest, the frozen or half a chain."""
    lake = Lake(tmp_path / "lake")
    days = [b.FULL_DAY, b.UPDATE_DAY, b.FULL_DAY + timedelta(days=20), b.FULL_DAY + timedelta(days=40)]
    _small(lake, b.kbo_files())
    _small(lake, b.kbo_update_files())
    _small(lake, _full(days[2], 30))
    _small(lake, _full(days[3], 50))

    def why(age: int, at_least: int = 1, frozen: tuple[date, ...] = ()) -> list[str]:
        on = days[3] + timedelta(days=age)
        return [one.why for one in examine(lake, "kbo", on=on, days=10, at_least=at_least, frozen=frozen)]

    assert why(0) == ["due", "due", "young", "newest"]
    assert why(9) == ["due", "due", "young", "newest"]  # the third was current until the day of the fourth
    assert why(10) == ["due", "due", "due", "newest"]
    assert why(2_000, at_least=2) == ["due", "due", "newest", "newest"]
    assert why(2_000, frozen=(days[1] + timedelta(days=3),)) == ["frozen", "frozen", "due", "newest"]
    for one in examine(lake, "kbo", on=days[3] + timedelta(days=10), days=10, at_least=1):
        if one.why == "due":
            prune(lake, one)
    assert sorted(path.name for path in (lake.root / "kbo").iterdir()) == [days[3].isoformat()]
    assert list(damages(lake, "kbo")) == []
    assert lake.scan("kbo", "enterprise", LATER).select(pl.len()).collect().item() == 4


def test_what_a_killed_process_left_of_a_pruned_snapshot_goes_the_next_time(tmp_path: Path) -> None:
    """It is hidden already, so that no reader and no doctor meets half of it."""
    lake = Lake(tmp_path / "lake")
    _small(lake, b.kbo_files())
    _small(lake, _full(b.FULL_DAY + timedelta(days=20), 30))
    old = lake.root / "kbo" / b.FULL_DAY.isoformat()
    old.rename(old.with_name(f".pruned-{old.name}"))
    assert lake.snapshots("kbo") == (b.FULL_DAY + timedelta(days=20),)
    assert list(damages(lake, "kbo")) == []
    finish(lake, "kbo")
    assert len(list((lake.root / "kbo").iterdir())) == 1
