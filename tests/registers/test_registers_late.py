"""A register whose rows are gone when its next file comes: their counts tell a spoilt file from a right one."""

import json
from datetime import timedelta
from pathlib import Path

import builders_registers as b
import pytest
from builders_deliveries import BORN, country
from builders_registers import Files

from inspection.registers import life
from inspection.registers.lake import Lake, damages
from inspection.registers.report import IntakeReport

LATE = BORN + timedelta(days=40)
FIRST = {"first", "origin"}  # of an invented one, outside a home of the demo
RULES = b.rules().model_copy(update={"day": LATE})


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    """Give a lake of permits to stay whose only snapshot is over, and has gone."""
    lake = Lake(tmp_path / "lake")
    assert _take(lake, country().files("residence", BORN)).state == "current"
    _prune(lake)
    assert lake.snapshot("residence", LATE) is None
    return lake


def _take(lake: Lake, files: Files) -> IntakeReport:
    sent = lake.root.parent / f"sent{len(list(lake.root.parent.iterdir()))}"
    return b.take("residence", b.write(sent, files), lake, BORN)


def _prune(lake: Lake) -> list[str]:
    found = life.by_policy(lake, RULES, "residence", frozen=(), is_demo=False)
    for one in found:
        assert one.goes
        life.prune(lake, one)
    return [one.state for one in found]


def _late(lake: Lake, files: Files) -> IntakeReport:
    """Take a delivery in as an office does: a first one waits for a second person."""
    sent = b.write(lake.root.parent / "late", files)
    return b.ingest("residence", sent, lake, rules=RULES, on=LATE, pseudonym=b.pseudonym)


def _spoilt() -> Files:
    """Half a file, with the same labour market for everybody."""
    files = country().files("residence", LATE)
    header, *body = files["residence.csv"]
    place = header.index("LabourMarket")
    half = [[*row[:place], "unlimited", *row[place + 1 :]] for row in body[: len(body) // 2]]
    return {**files, "residence.csv": [header, *half]}


def test_a_late_file_is_compared_with_the_counts_of_the_last_good_one(lake: Lake) -> None:
    """A right one is a first one (and invented); of a spoilt one the second person sees what is wrong with it."""
    right = _late(Lake(lake.root), country().files("residence", LATE))
    assert (right.state, right.compared_with, {one.measure for one in right.differences}) == ("held", BORN, FIRST)
    spoilt = _late(lake, _spoilt())
    assert (spoilt.state, spoilt.compared_with) == ("held", BORN)
    assert {*FIRST, "rows", "codes"} <= {one.measure for one in spoilt.differences}


def test_what_stays_of_rows_about_persons_is_counts(lake: Lake) -> None:
    """No sample, no hash, and no value that only few persons had; the doctor finds nothing wrong in it."""
    assert [path.name for path in (lake.root / "residence").iterdir()] == ["pruned.json"]
    kept = json.loads((lake.root / "residence" / "pruned.json").read_text(encoding="utf-8"))
    (table,) = kept["tables"].values()
    assert (table["content"], table["rows"] > 0) == (0, True)
    counts = [one for column in table["columns"].values() for bins in column["bins"].values() for one in bins.items()]
    assert counts
    assert [one for one in counts if one[0] != "other" and one[1] < 20] == []
    assert list(damages(lake, "residence")) == []


def test_what_is_held_goes_after_its_days_too(lake: Lake) -> None:
    """Nobody decided on it: rows about persons stay no longer for that, and what it counted is nothing to go by."""
    later = _late(lake, _spoilt())
    before = (lake.root / "residence" / "pruned.json").read_bytes()
    days = RULES.register_keep.days_of(RULES.registers["residence"])
    for age, goes in ((days - 1, []), (days, ["due"])):
        rules = RULES.model_copy(update={"day": later.snapshot + timedelta(days=age + 1)})
        found = life.by_policy(lake, rules, "residence", frozen=(), is_demo=True)
        assert [one.why for one in found] == goes
    life.prune(lake, found[0])
    assert (lake.held("residence"), (lake.root / "residence" / "pruned.json").read_bytes()) == ((), before)
