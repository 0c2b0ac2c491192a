"""An update is judged by what it does to the rows that it names; a full delivery after updates by what they made."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from shutil import copytree

import builders_registers as b
import pytest
from builders_deliveries import BORN, country
from builders_registers import Files
from builders_spoiling import (
    Damage,
    always,
    column,
    decoded_wrongly,
    exchanged,
    first_half,
    nothing,
    rows,
    shifted,
    swapped,
    twice,
)
from builders_updates import update_files

from inspection.errors import IntakeFault
from inspection.registers.lake import Lake
from inspection.registers.report import IntakeReport

NEXT = BORN + timedelta(days=7)
AUTUMN = BORN + timedelta(days=98)
NUMBER = 744  # of the extract after the country's first one


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a lake with the full extract that the updates stand on."""
    folder = tmp_path_factory.mktemp("first")
    report = _take(Lake(folder / "lake"), country().files("kbo", BORN), BORN)
    assert report.state == "current"
    return folder / "lake"


@pytest.fixture
def lake(first: Path, tmp_path: Path) -> Lake:
    """Give a lake of one's own with it."""
    return Lake(Path(copytree(first, tmp_path / "lake")))


def _take(lake: Lake, files: Files, on: date, register: str = "kbo") -> IntakeReport:
    sent = lake.root.parent / f"sent-{register}-{on}-{len(list(lake.root.parent.iterdir()))}"
    return b.take(register, b.write(sent, files), lake, on)


def _said(report: IntakeReport) -> set[tuple[str, str, str]]:
    return {(one.measure, one.table, one.column) for one in report.differences}


@pytest.mark.parametrize("anew", [True, False])
@pytest.mark.few(1)
def test_an_honest_update_passes(anew: bool, lake: Lake) -> None:
    """What changed in a quarter, with and without what was written anew as it stood."""
    report = _take(lake, update_files(1, BORN, AUTUMN, NUMBER, anew=anew), AUTUMN)
    assert (report.state, report.differences) == ("current", ())
    assert lake.snapshot("kbo", AUTUMN) == AUTUMN


def of_a_year_ago(name: str) -> Damage:
    """Put the file of another update in the place of one."""
    return lambda files: {**files, name: update_files(1, BORN - timedelta(days=60), BORN, NUMBER)[name]}


def all_exchanged(text: str, _: object) -> str:
    day, month, year = text.split("-")
    return f"{month}-{day}-{year}"


E, U, A, V = "enterprise_insert.csv", "establishment_insert.csv", "address_insert.csv", "activity_insert.csv"
DAMAGES: dict[str, tuple[Damage, tuple[str, str, str]]] = {
    "no activity comes back": (rows(V, nothing), ("empty", "activity", "")),
    "half of the activities come back": (rows(V, first_half), ("unreplaced", "activity", "")),
    "half of the enterprises come back": (rows(E, first_half), ("left_behind", "enterprise", "")),
    "half of the units come back": (rows(U, first_half), ("left_behind", "establishment", "")),
    "the deletions were cut": (rows("address_delete.csv", first_half), ("undeleted", "address", "")),
    "deletions of another update": (of_a_year_ago("activity_delete.csv"), ("unreplaced", "activity", "")),
    "activities of another update": (of_a_year_ago(V), ("undeleted", "activity", "")),
    "days and months exchanged": (column(E, "StartDate", all_exchanged), ("quarantine", "enterprise", "")),
    "days that can be exchanged are": (column(E, "StartDate", exchanged), ("exchanged", "enterprise", "start_date")),
    "kinds of enterprise moved down a row": (shifted(E, "TypeOfEnterprise"), ("together", "enterprise", "")),
    "forms of enterprise moved down a row": (shifted(E, "JuridicalForm"), ("together", "enterprise", "")),
    "starts moved down a row": (shifted(E, "StartDate"), ("changed_alone", "enterprise", "start_date")),
    "owners moved down a row": (shifted(U, "EnterpriseNumber"), ("of_another", "establishment", "enterprise_number")),
    "names moved down a row": (
        shifted("denomination_insert.csv", "Denomination"), ("of_another", "denomination", "denomination")
    ),
    "addresses of the neighbour": (shifted(A, "EntityNumber"), ("of_another", "address", "")),
    "kinds of activity moved down a row": (shifted(V, "Classification"), ("together", "activity", "")),
    "codes of activity moved down a row": (shifted(V, "NaceCode"), ("of_another", "activity", "nace_code")),
    "postcodes of the neighbour": (shifted(A, "Zipcode"), ("together", "address", "")),
    "postcode and municipality swapped": (swapped(A, "Zipcode", "MunicipalityNL"), ("shapes", "address", "postcode")),
    "house numbers lost": (column(A, "HouseNumber", always("")), ("missing", "address", "house_number")),
    "one kind of activity for all": (
        column(V, "Classification", always("ANCI")), ("codes", "activity", "classification")
    ),
    "names decoded wrongly": (
        column("denomination_insert.csv", "Denomination", decoded_wrongly), ("garbled", "denomination", "denomination")
    ),
    "activities pasted twice": (rows(V, twice), ("duplicates", "activity", "")),
}  # fmt: skip


@pytest.mark.parametrize("name", DAMAGES)
@pytest.mark.few(3)
def test_a_damaged_update_is_held_for_the_right_reason(name: str, lake: Lake) -> None:
    """It is small beside the country, and nobody's newest register all the same."""
    damage, measure = DAMAGES[name]
    report = _take(lake, damage(update_files(1, BORN, NEXT, NUMBER)), NEXT)
    assert report.state == "held"
    assert measure in _said(report)
    assert lake.snapshot("kbo", NEXT) == BORN


@pytest.mark.battery(reason="that updates are judged by their rows is tried in every run, of other damages")
def test_a_wrong_row_of_a_short_file_is_no_damage(lake: Lake) -> None:
    """One of some seventy is set aside, and the update is current."""

    def one_wrong(body: list[list[str]], _: object) -> list[list[str]]:
        return [[*body[0][:-1], "31-02-2020"], *body[1:]]

    report = _take(lake, rows(E, one_wrong)(update_files(1, BORN, NEXT, NUMBER)), NEXT)
    assert (report.state, report.reasons) == ("current", {"date": 1})


@pytest.mark.parametrize("table", ["activity", "establishment"])
@pytest.mark.few(1)
def test_an_update_that_only_inserts_what_nobody_knows_is_refused(table: str, lake: Lake) -> None:
    """It deletes nothing that could be strange; what its rows refer to is."""
    inserted = {
        "activity": [b.an_activity(b.enterprise(n)) for n in range(7_000, 7_040)],
        "establishment": [b.an_establishment(n, n) for n in range(7_000, 7_040)],
    }
    before = b.lake_bytes(lake)
    with pytest.raises(IntakeFault, match="40 were never here") as fault:
        _take(lake, b.kbo_update_files(NEXT, NUMBER, insert={table: inserted[table]}), NEXT)
    assert fault.value.code == "INTAKE-027"
    assert b.lake_bytes(lake) == before


@pytest.mark.battery(reason="that updates are judged by their rows is tried in every run, of other damages")
def test_the_part_of_a_large_update_that_is_drawn_says_the_same(lake: Lake, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every second entity, in each table the same ones: the honest one passes, the cut one does not."""
    monkeypatch.setattr("inspection.registers.gate.touching.SAMPLE_ROWS", 150)
    honest = update_files(1, BORN, NEXT, NUMBER)
    cut = _take(lake, rows(E, nothing)(honest), NEXT)
    assert ("left_behind", "enterprise", "") in _said(cut)
    assert _take(lake, honest, NEXT).differences == ()


def test_a_new_unit_of_a_new_enterprise_is_no_stranger_where_a_part_is_drawn(
    lake: Lake, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of an update that names far more entities, the unit may be drawn and its enterprise not."""
    monkeypatch.setattr("inspection.registers.gate.touching.SAMPLE_ROWS", 10)
    inserted = {
        "enterprise": [b.an_enterprise(n) for n in range(7_000, 7_040)],
        "establishment": [b.an_establishment(n, n) for n in range(7_000, 7_040)],
    }
    report = _take(lake, b.kbo_update_files(NEXT, NUMBER, insert=inserted), NEXT)
    assert {file.file: file.kept for file in report.files}["establishment_insert.csv"] == 40


# --- what a full delivery is compared with ----------------------------------------------------------------------------


def _later_full(change: Damage | None = None) -> tuple[Files, date]:
    day = AUTUMN + timedelta(days=7)
    files = {**country().files("kbo", day), "meta.csv": b.kbo_meta(day, "full", NUMBER + 1)}
    return (change(files) if change else files), day


def three_quarters(body: list[list[str]], _: object) -> list[list[str]]:
    return body[: 3 * len(body) // 4]


@pytest.mark.parametrize(("change", "state"), [(None, "current"), (rows("activity.csv", three_quarters), "held")])
def test_a_full_delivery_is_compared_with_what_updates_made(change: Damage | None, state: str, lake: Lake) -> None:
    """Fifteen weeks after the full one, one after the last update: a quarter less is not the drift of months."""
    assert _take(lake, update_files(1, BORN, AUTUMN, NUMBER), AUTUMN).state == "current"
    report = _take(lake, *_later_full(change))
    assert (report.state, report.compared_with) == (state, AUTUMN)
    assert ("rows" in {one.measure for one in report.differences}) == (state == "held")


@pytest.mark.battery(reason="what a full delivery after updates is compared with is tried in every run")
def test_the_full_delivery_of_before_the_updates_is_the_same_as_it_was(lake: Lake) -> None:
    """Sent again under a new day it would take back what the updates told."""
    assert _take(lake, update_files(1, BORN, NEXT, NUMBER), NEXT).state == "current"
    day = NEXT + timedelta(days=7)
    again = {**country().files("kbo", BORN), "meta.csv": b.kbo_meta(day, "full", NUMBER + 1)}
    assert ("same", "", "") in _said(_take(lake, again, day))


def test_hashes_of_another_version_are_made_again(lake: Lake) -> None:
    """After the library was renewed, owners that moved down a row are seen as before."""
    _rewrite(lake, "kbo", lambda profile: profile | {"hashed_by": "0.0.1"})
    moved = shifted("establishment.csv", "EnterpriseNumber")(country().files("kbo", NEXT))
    assert ("changed", "establishment", "enterprise_number") in _said(_take(lake, moved, NEXT))


def _rewrite(lake: Lake, register: str, change: Callable[[dict[str, object]], dict[str, object]]) -> None:
    path = lake.root / register / BORN.isoformat() / "profile.json"
    path.write_text(json.dumps(change(json.loads(path.read_text(encoding="utf-8")))), encoding="utf-8")


def test_a_link_that_was_not_looked_for_before_is_compared_all_the_same(tmp_path: Path) -> None:
    """Works were there before the Crossroads Bank: that nobody knows their contractors any more is seen at once."""
    lake = Lake(tmp_path / "lake")
    for register in ("works", "kbo"):
        assert _take(lake, country().files(register, BORN), BORN, register).state == "current"
    strange = column("works_contractors.csv", "CompanyID", lambda _, d: b.enterprise(d.randrange(9_000, 9_400)))
    report = _take(lake, strange(country().files("works", NEXT)), NEXT, "works")
    assert ("orphans", "contractor", "") in _said(report)
    assert _take(lake, country().files("works", NEXT), NEXT, "works").state == "current"


def _few(count: int) -> Files:
    """Return an update that writes so many enterprises anew, which changed in nothing."""
    full = country().files("kbo", BORN)
    _, *found = (list(map(str, row)) for row in full["enterprise.csv"])
    chosen = {row[0] for row in found[:count]}
    own = {
        table: [row for row in full[f"{table}.csv"][1:] if row[0] in chosen]
        for table in ("enterprise", "denomination", "address", "activity")
    }
    ten = sorted(one.replace(".", "") for one in chosen)
    return b.kbo_update_files(NEXT, NUMBER, dict.fromkeys(own, ten), own)


def test_an_honest_update_of_a_few_entities_passes(lake: Lake) -> None:
    """Of a handful any share is ordinary."""
    report = _take(lake, _few(7), NEXT)
    assert (report.state, report.differences) == ("current", ())


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (column("address_insert.csv", "HouseNumber", always("")), ("missing", "address", "house_number")),
        (column("address_insert.csv", "Zipcode", always("")), ("missing", "address", "postcode")),
        (
            column("denomination_insert.csv", "Denomination", lambda _, __: "BÃ©ton"),
            ("garbled", "denomination", "denomination"),
        ),
    ],
)
def test_an_update_of_a_few_entities_that_spoils_all_of_them_is_held(
    damage: Damage, said: tuple[str, str, str], lake: Lake
) -> None:
    """Fewer than twenty rows are not judged by parts, but what cannot be chance is told."""
    report = _take(lake, damage(_few(7)), NEXT)
    assert report.state == "held"
    assert said in _said(report)
