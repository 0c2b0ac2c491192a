"""Nothing of a closed register comes in without an authorisation: in force, for its purposes, for its fields."""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import builders_registers as b
import pytest
from builders_closed import closed_files

from inspection.errors import IntakeFault
from inspection.registers.intake import require_in_force
from inspection.registers.lake import Lake, Why, overstaying
from inspection.registers.report import IntakeReport
from sectors import Catalogue
from sectors.reader import load_rules

DAY = date(2026, 11, 25)
_loaded = cache(load_rules)


def law(*authorisations: Mapping[str, Any], register: str = "limosa", day: date = DAY) -> Catalogue:
    """The rules of a day with authorisations of a register, each with changes."""
    rules = _loaded().on(day)
    given = {str(n): b.an_authorisation(rules, register, key=str(n), **one) for n, one in enumerate(authorisations)}
    return rules.model_copy(update={"authorisations": given})


def take(
    rules: Catalogue, folder: Path, lake: Lake, *, register: str = "limosa", is_demo: bool = False
) -> IntakeReport:
    """Take a delivery in under rules."""
    return b.take(register, folder, lake, DAY, rules=rules, is_demo=is_demo)


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    """A lake that nothing is in."""
    return Lake(tmp_path / "lake")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An ordinary delivery of Limosa."""
    return b.write(tmp_path / "in", closed_files("limosa"))


LIMOSA = tuple(c.name for c in b.rules().registers["limosa"].tables[0].columns)
REFUSED: list[tuple[str, list[Mapping[str, Any]], str, str]] = [
    ("none", [], "101", "no authorisation"),
    ("withdrawn", [{"withdrawn_on": DAY}], "102", "withdrawn on 2026-11-25"),
    ("expired", [{"valid_until": DAY - timedelta(days=1)}], "103", "ended on 2026-11-24"),
    ("not begun", [{"decided_on": DAY + timedelta(days=1)}], "103", "is only of 2026-11-26"),
    ("wrong purpose", [{"purposes": ("control",)}], "104", "is for control, and not for targeting"),
    ("field that every row needs", [{"fields": tuple(f for f in LIMOSA if f != "State")}], "105", "State"),
    ("extra field", [{"fields": tuple(f for f in LIMOSA if f != "INSS")}], "106", "the field INSS"),
    ("the nearest is told", [{"withdrawn_on": DAY}, {"purposes": ("control",)}], "104", "26/001 of Committee"),
]


@pytest.mark.parametrize(("given", "code", "words"), [pytest.param(*one[1:], id=one[0]) for one in REFUSED])
def test_what_no_authorisation_allows_is_refused(
    given: list[Mapping[str, Any]], code: str, words: str, folder: Path, lake: Lake
) -> None:
    """Each refusal has its own code, says which decision and what it lacks, and leaves nothing in the lake."""
    with pytest.raises(IntakeFault) as fault:
        take(law(*given), folder, lake)
    assert fault.value.code == f"INTAKE-{code}"
    assert words in fault.value.what
    assert fault.value.advice
    assert b.nobody(1) not in str(fault.value)
    assert lake.snapshots("limosa") == ()
    assert list(lake.root.rglob("*.parquet*")) == []


def test_one_authorisation_in_force_is_enough(folder: Path, lake: Lake) -> None:
    """The report carries the one by which it came in; one of another register counts for nothing."""
    report = take(law({"withdrawn_on": DAY}, {"valid_until": DAY}), folder, lake)
    assert report.authorisation == "1"
    assert lake.report("limosa", b.FULL_DAY).authorisation == "1"
    with pytest.raises(IntakeFault, match="no authorisation"):
        take(law({}, register="a1"), folder, Lake(lake.root / "other"))


def test_a_field_outside_may_come_empty(tmp_path: Path, lake: Lake) -> None:
    """An owner who leaves a field empty delivered nothing in it; the line of the first value is told where not."""
    fields = tuple(f for f in LIMOSA if f != "INSS")
    rows = [{"INSS": ""}] * 3
    empty = b.write(tmp_path / "empty", closed_files("limosa", rows))
    assert take(law({"fields": fields}), empty, lake).kept == 5
    late = b.write(tmp_path / "late", closed_files("limosa", [*rows, {}]))
    with pytest.raises(IntakeFault) as fault:
        take(law({"fields": fields}), late, Lake(tmp_path / "other"))
    assert fault.value.where.endswith("limosa.csv, line 5")


def test_only_the_synthetic_of_the_demo_needs_none(tmp_path: Path, folder: Path, lake: Lake) -> None:
    """A home of the demo takes synthetic deliveries in; another home does not, and the demo's takes no real ones."""
    assert take(law(), folder, lake, is_demo=True).authorisation is None
    files = closed_files("employers")
    files["meta.csv"] = b.meta(b.FULL_DAY)
    real = b.write(tmp_path / "real", files)
    with pytest.raises(IntakeFault) as fault:
        take(law(), real, lake, register="employers", is_demo=True)
    assert fault.value.code == "INTAKE-101"


def test_an_open_register_needs_none(tmp_path: Path, lake: Lake) -> None:
    """What is published, and what the service itself kept, is asked of nobody."""
    for register in ("accounts", "history"):
        report = take(law(), b.write(tmp_path / register, closed_files(register)), lake, register=register)
        assert (report.state, report.authorisation) == ("current", None)


def test_the_same_delivery_again_asks_nothing(folder: Path, lake: Lake) -> None:
    """What is there already does not come in once more: one that ended since refuses nothing every night."""
    take(law({}), folder, lake)
    assert take(law({"valid_until": DAY - timedelta(days=1)}), folder, lake).unchanged


def test_a_name_of_several_tables_opens_one_of_them(tmp_path: Path) -> None:
    """A street of the works that may come lets no street of a contractor in; the other way round it is 105."""
    rules = law()
    works, contractor = rules.registers["works"].tables
    street = next(c for c in works.columns if c.name == "Street")
    wider = contractor.model_copy(update={"columns": (*contractor.columns, street)})
    spec = rules.registers["works"].model_copy(update={"tables": (works, wider)})
    changed = rules.model_copy(update={"registers": {**rules.registers, "works": spec}})

    def take_with(*left_out: str, rows: Mapping[str, str]) -> str:
        fields = tuple(f for f in spec.fields if f not in left_out)
        given = b.an_authorisation(changed, "works", fields=fields)
        sent = b.write(tmp_path / str(len(list(tmp_path.iterdir()))), b.works_files([{}], [{"Street": "", **rows}]))
        try:
            lawful = changed.model_copy(update={"authorisations": {"one": given}})
            return take(lawful, sent, Lake(sent / "lake"), register="works").state
        except IntakeFault as fault:
            return f"{fault.code} {fault.what}"

    assert {"works.Street", "contractor.Street", "MainContractorCompanyID"} < set(spec.fields)
    assert take_with(rows={"Street": "Rue Basse"}) == "current"
    assert take_with("contractor.Street", rows={}) == "current"
    assert take_with("contractor.Street", rows={"Street": "Rue Basse"}).startswith("INTAKE-106")
    assert take_with("works.Street", rows={}).startswith("INTAKE-106")
    lacking = take_with("contractor.WorkDeclarationNbr", rows={})
    assert lacking.startswith("INTAKE-105")
    assert lacking.endswith("contractor.WorkDeclarationNbr")


@pytest.mark.parametrize("how", ["folder", "zip", "beside a zip"])
def test_a_file_that_a_closed_register_does_not_have_refuses_the_delivery(how: str, tmp_path: Path, lake: Lake) -> None:
    """No decision names it; its own name, which may be somebody's, is not told."""
    sent = b.write(tmp_path / "in", closed_files("limosa") | {"janssens.csv": [["INSS"], [b.nobody(1)]]})
    if how == "zip":
        sent = b.zipped(sent)
    if how == "beside a zip":
        (sent / "janssens.csv").rename(tmp_path / "janssens.csv")
        archive, sent = b.zipped(sent), tmp_path / "post"
        sent.mkdir()
        for file in (archive, tmp_path / "janssens.csv"):
            file.rename(sent / file.name)
    with pytest.raises(IntakeFault) as fault:
        take(law({}), sent, lake)
    assert fault.value.code == "INTAKE-107"
    assert "1 files" in fault.value.what
    assert "janssens" not in str(fault.value)
    assert lake.snapshots("limosa") == ()


def test_a_file_that_an_open_register_does_not_have_is_told(tmp_path: Path, lake: Lake) -> None:
    """It lies beside what is read, also in a home of the demo; nothing of it is in the lake."""
    for register, is_demo in (("accounts", False), ("limosa", True)):
        sent = b.write(tmp_path / register, closed_files(register) | {"more.csv": [["A"], ["1"]]})
        report = take(law(), sent, lake, register=register, is_demo=is_demo)
        assert [told for told in report.warnings if "1 files" in told]


WENT: list[tuple[str, Mapping[str, Any], int, Why | None]] = [
    ("in force", {}, 0, None),
    ("over is no reason to delete", {"valid_until": DAY}, 30, None),
    ("withdrawn", {"withdrawn_on": DAY + timedelta(days=10)}, 10, Why.WITHDRAWN),
    ("withdrawn tomorrow", {"withdrawn_on": DAY + timedelta(days=10)}, 9, None),
    ("its days are over", {"retention_days": 30}, 26, Why.OVER),
    ("its last day", {"retention_days": 30}, 25, None),
]


@pytest.mark.parametrize(("given", "later", "why"), [pytest.param(*one[1:], id=one[0]) for one in WENT])
def test_what_may_not_be_kept_is_listed(
    given: Mapping[str, Any], later: int, why: Why | None, folder: Path, lake: Lake
) -> None:
    """Withdrawn, or older than the decision lets it be: the snapshot is named with the day since when."""
    take(law(given), folder, lake)
    found = list(overstaying(lake, law(given, day=DAY + timedelta(days=later)), is_demo=False))
    assert [(one.folder, one.why) for one in found] == ([("lake/limosa/2026-11-20", why)] if why else [])


def test_what_was_corrected_and_what_is_held_is_listed_too(tmp_path: Path, lake: Lake) -> None:
    """Their rows lie there as well, under another name and beside the current one."""
    rules = law({})
    for name, rows, day in (("a", 100, b.FULL_DAY), ("b", 101, b.FULL_DAY), ("c", 3, b.UPDATE_DAY)):
        take(rules, b.write(tmp_path / name, closed_files("limosa", [{}] * rows, day)), lake)
    found = list(overstaying(lake, law({"withdrawn_on": DAY}), is_demo=False))
    assert sorted(one.name.partition(".")[2].partition("-")[0] for one in found) == ["", "held", "superseded"]
    assert {one.why for one in found} == {Why.WITHDRAWN}
    assert sorted(path.name for path in (lake.root / "limosa").iterdir()) == sorted(one.name for one in found)


def test_a_snapshot_without_authorisation_is_listed(folder: Path, lake: Lake) -> None:
    """One of an earlier version, or by a decision that the rules no longer have; the demo keeps its synthetic ones."""
    take(law(), folder, lake, is_demo=True)
    assert [one.why for one in overstaying(lake, law({}), is_demo=False)] == [Why.NONE]
    assert not list(overstaying(lake, law(), is_demo=True))


def test_what_was_held_is_not_released_without_it() -> None:
    """A delivery that waited while its authorisation was withdrawn stays outside."""
    register = law().registers["limosa"]
    require_in_force(register, None, law())
    require_in_force(register, "0", law({}))
    for rules, code in (
        (law({"withdrawn_on": DAY}), "102"),
        (law({"valid_until": date(2026, 2, 1)}), "103"),
        (law(), "101"),
    ):
        with pytest.raises(IntakeFault) as fault:
            require_in_force(register, "0", rules)
        assert fault.value.code == f"INTAKE-{code}"
