"""Every delivery that is not what it should be is held or refused, with the right reason; ordinary weeks pass."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from shutil import copytree

import builders_registers as b
import pytest
from builders_closed import CLOSED
from builders_deliveries import BORN, country
from builders_registers import Files
from builders_spoiling import (
    Damage,
    always,
    column,
    decoded_wrongly,
    exchanged,
    exchanged_iso,
    first_half,
    from_elsewhere,
    mostly_wrong,
    nothing,
    older,
    rows,
    shifted,
    swapped,
    times,
    told,
    twice,
    without_accents,
    without_wallonia,
)

from inspection.errors import IntakeFault
from inspection.registers.lake import Lake
from inspection.registers.report import IntakeReport

NEXT = BORN + timedelta(days=7)
ORDER = ("kbo", "addresses", "works", "dimona", "dmfa", "checkin", "mandates")


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a lake with a first good delivery of each register."""
    folder = tmp_path_factory.mktemp("good")
    for register in ORDER:
        _take(register, country().files(register, BORN), BORN, folder / "lake", folder / "sent")
    return folder / "lake"


def _take(register: str, files: Files, on: date, lake: Path, sent: Path) -> IntakeReport:
    return b.take(register, b.write(sent / f"{register}-{on}", files), Lake(lake), on)


K, E, D, W, C, M = "kbo", "enterprise.csv", "dimona.csv", "works.csv", "checkin.csv", "mandates.csv"
BRU, VLG = "openaddress-bebru.csv", "openaddress-bevlg.csv"
NAMED_BY_THE_FINDINGS: dict[str, tuple[str, Damage, str, str]] = {
    "99 % wrong check digits": (K, column(E, "EnterpriseNumber", mostly_wrong), "quarantine", "enterprise"),
    "activity file cut at half": (K, rows("activity.csv", first_half), "rows", "activity (activity.csv)"),
    "activity file empty": (K, rows("activity.csv", nothing), "empty", "activity (activity.csv)"),
    "day and month exchanged": (K, column(E, "StartDate", exchanged), "exchanged", "enterprise.start_date"),
    "umlauts decoded wrongly": (
        K, column("denomination.csv", "Denomination", decoded_wrongly), "garbled", "denomination.denomination"
    ),
    "postcode and municipality swapped": (
        K, swapped("address.csv", "Zipcode", "MunicipalityNL"), "shapes", "address.postcode"
    ),
    "activities pasted twice": (K, rows("activity.csv", twice), "duplicates", "activity"),
    "all start dates 2099": (K, column(E, "StartDate", always("01-01-2099")), "far_future", "enterprise.start_date"),
}  # fmt: skip
OURS: dict[str, tuple[str, Damage, str, str]] = {
    "owners of units moved down a row": (
        K, shifted("establishment.csv", "EnterpriseNumber"), "changed", "establishment.enterprise_number"
    ),
    "addresses of the neighbour": (
        K, shifted("address.csv", "Zipcode", "MunicipalityNL", "MunicipalityFR"), "changed", "address.postcode"
    ),
    "postcodes moved down two rows": (
        K, lambda f: shifted("address.csv", "Zipcode")(shifted("address.csv", "Zipcode")(f)), "together", "address"
    ),
    "accents lost": (
        K, column("denomination.csv", "Denomination", without_accents), "accents", "denomination.denomination"
    ),
    "all in dissolution": (
        K, column(E, "JuridicalSituation", always("010")), "codes", "enterprise.juridical_situation"
    ),
    "one version of the activities missing": (
        K, rows("activity.csv", lambda r, _: [x for x in r if x[2] == "2008"]), "codes", "activity.nace_version"
    ),
    "activity codes drawn anew": (
        K, column("activity.csv", "NaceCode", lambda _, d: d.choice(("47110", "56101"))), "codes", "activity.nace_code"
    ),
    "two extracts mixed": (K, rows(E, from_elsewhere), "gone", "enterprise"),
    "units without their enterprises": (K, rows(E, first_half), "orphans", "establishment"),
    "a region missing": (K, rows("address.csv", without_wallonia), "codes", "address.postcode"),
    "one name for all": (
        K, column("denomination.csv", "Denomination", always("Café")), "distinct", "denomination.denomination"
    ),
    "house numbers lost": (K, column("address.csv", "HouseNumber", always("")), "missing", "address.house_number"),
    "branches empty": (K, rows("branch.csv", nothing), "empty", "branch (branch.csv)"),
    "the next day's date": (K, told("SnapshotDate", "20-09-2026"), "day", "the delivery"),
    "number of another series": (K, told("ExtractNumber", "9000"), "extract", "the delivery"),
    "invented register": (K, told("Synthetic", "yes"), "origin", "the delivery"),
    "one worker for all": (D, column(D, "INSS", always(b.nobody(1))), "distinct", "period.worker_key"),
    "hours in another time zone": (
        D, column(D, "StartingHour", lambda t, _: f"{(int(t[:2]) + 12) % 24:02d}{t[2:]}"), "sizes", "period.start_hour"
    ),
    "employers that nobody knows": (
        D, column(D, "CompanyID", lambda _, d: b.enterprise(d.randrange(9_000, 9_400))), "orphans", "period"
    ),
    "declarations of last season": (D, column(D, "ReceivedAt", older(120)), "dates", "period.received_at"),
    "no declaration was cancelled": (D, column(D, "FormType", always("IN")), "codes", "period.form_type"),
    "ends lost": (D, column(D, "EndingDate", always("")), "missing", "period.ends_on"),
    "start and end swapped": (D, swapped(D, "StartingDate", "EndingDate"), "quarantine", "period"),
    "days and months of declarations exchanged": (
        D, column(D, "StartingDate", exchanged_iso), "exchanged", "period.starts_on"
    ),
    "periods twice": (D, rows(D, twice), "duplicates", "period"),
    "wages in euros": (
        "dmfa", column("dmfa_summary.csv", "WagesCents", lambda t, _: str(int(t) // 100)), "sizes",
        "summary.wages_cents",
    ),
    "quarters of two years ago": (
        "dmfa", column("dmfa_summary.csv", "Quarter", lambda t, _: f"{int(t[:4]) - 2}{t[4:]}"), "codes",
        "summary.quarter",
    ),
    "workers and hours swapped": ("dmfa", swapped("dmfa_summary.csv", "Workers", "HoursPaid"), "sizes", "summary"),
    "everybody on one site": (
        "checkin", column(C, "WorkDeclarationNbr", always("W2026-0001")), "distinct", "presence.work_declaration"
    ),
    "sites that were never declared": (
        "checkin", column(C, "WorkDeclarationNbr", lambda t, _: t.replace("W2026", "X1999")), "orphans", "presence"
    ),
    "one scheme for all": ("checkin", column(C, "Scheme", always("meat")), "codes", "presence.scheme"),
    "presences of last year": ("checkin", column(C, "CheckInDate", older(365)), "dates", "presence.on_day"),
    "departures lost": ("checkin", column(C, "OutAt", always("")), "missing", "presence.out_at"),
    "all sites at one point": ("works", column(W, "Latitude", always("50.8503")), "sizes", "works.lat"),
    "amounts in other cents": ("works", column(W, "AmountCents", times(100)), "sizes", "works.amount_cents"),
    "chain of other sites": (
        "works", column("works_contractors.csv", "WorkDeclarationNbr", lambda t, _: t.replace("W", "Y")), "orphans",
        "contractor",
    ),
    "no subcontractor any more": (
        "works", column("works_contractors.csv", "Level", always("1")), "sizes", "contractor.level"
    ),
    "all holders directors": (M, column("mandates.csv", "Function", always("director")), "codes", "holder.function"),
    "holders of the neighbour": (M, shifted("mandates.csv", "INSS"), "changed", "holder.holder_key"),
    "holders cut at half": (M, rows("mandates.csv", first_half), "rows", "holder (mandates.csv)"),
    "a region's file missing": (
        "addresses", lambda f: {n: r for n, r in f.items() if n != VLG}, "empty", f"address ({VLG})"
    ),
    "a region moved north": (
        "addresses", column(VLG, "EPSG:4258_lat", lambda t, _: str(float(t) - 0.6)), "sizes", "address.lat"
    ),
    "streets in capitals": (
        "addresses", column(VLG, "streetname_fr", lambda t, _: t.upper()), "shapes", "address.street_fr"
    ),
    "streets cut short": (
        "addresses", column(VLG, "streetname_nl", lambda t, _: t[:4]), "shapes", "address.street_nl"
    ),
    "municipalities of the neighbour": ("addresses", shifted(VLG, "municipality_id"), "together", "address"),
}  # fmt: skip
DAMAGES = {**NAMED_BY_THE_FINDINGS, **OURS}


@pytest.mark.parametrize("name", DAMAGES)
@pytest.mark.few(8)
def test_a_damaged_delivery_is_held_for_the_right_reason(name: str, good: Path, tmp_path: Path) -> None:
    """It is nobody's newest register, and what is said of it names measure, table and column."""
    register, damage, measure, where = DAMAGES[name]
    register = {D: "dimona", M: "mandates"}.get(register, register)
    lake = Lake(copytree(good, tmp_path / "lake"))
    report = _take(register, damage(country().files(register, NEXT)), NEXT, lake.root, tmp_path)
    assert report.state == "held"
    said = [(one.measure, one.where) for one in report.differences]
    assert any(m == measure and w.startswith(where) for m, w in said), said
    assert lake.snapshot(register, date(2030, 1, 1)) == BORN
    assert [one.day for one in lake.held(register)] == [report.snapshot]


def test_at_least_twenty_five_damages_are_ours() -> None:
    """The promise counts kinds beyond those that somebody found."""
    assert len(OURS) >= 25


def test_an_old_delivery_under_a_new_day_is_held(good: Path, tmp_path: Path) -> None:
    """A register in which nobody moved for a week was sent again, not made again."""
    again = told("SnapshotDate", NEXT.strftime("%d-%m-%Y"))(country().files("kbo", BORN))
    again = told("ExtractNumber", "750")(again)
    report = _take("kbo", again, NEXT, copytree(good, tmp_path / "lake"), tmp_path)
    assert [one.measure for one in report.differences] == ["same"]


REFUSED: dict[str, tuple[str, Callable[[Path], object], str]] = {
    "saved as latin-1": (
        "kbo",
        lambda f: (f / "address.csv").write_bytes((f / "address.csv").read_bytes().decode().encode("latin-1")),
        "012",
    ),
    "code file cut": (
        "kbo",
        lambda f: (f / "code.csv").write_text("\n".join((f / "code.csv").read_text().split("\n")[:25]) + "\n"),
        "016",
    ),
    "a file missing": ("works", lambda f: (f / "works_contractors.csv").unlink(), "005"),
    "columns in another order": (
        "dimona",
        lambda f: (f / D).write_bytes((f / D).read_bytes().replace(b"DimonaPeriodId,CompanyID", b"CompanyID,DimonaPe")),
        "010",
    ),
    "a zero byte": ("checkin", lambda f: (f / C).write_bytes((f / C).read_bytes()[:-9] + b"\0\n"), "011"),
}


@pytest.mark.parametrize("name", REFUSED)
@pytest.mark.few(3)
def test_a_broken_delivery_is_refused_and_nothing_changes(name: str, good: Path, tmp_path: Path) -> None:
    """What cannot be read is not held either: it leaves no trace."""
    register, damage, code = REFUSED[name]
    lake = Lake(copytree(good, tmp_path / "lake"))
    before = b.lake_bytes(lake)
    folder = b.write(tmp_path / "sent", country().files(register, NEXT))
    damage(folder)
    with pytest.raises(IntakeFault) as fault:
        b.take(register, folder, lake, NEXT)
    assert fault.value.code == f"INTAKE-{code}"
    assert b.lake_bytes(lake) == before


FIRST = {
    "half of all numbers wrong": (K, column(E, "EnterpriseNumber", mostly_wrong), "quarantine"),
    "no activity at all": (K, rows("activity.csv", nothing), "empty"),
    "all start dates 2099": (K, column(E, "StartDate", always("01-01-2099")), "far_future"),
    "names decoded wrongly": (K, column("denomination.csv", "Denomination", decoded_wrongly), "garbled"),
}


@pytest.mark.parametrize("name", FIRST)
@pytest.mark.few(2)
def test_a_first_delivery_is_judged_by_itself(name: str, tmp_path: Path) -> None:
    """There is nothing to compare it with, and it says so; what no delivery may be is held all the same."""
    register, damage, measure = FIRST[name]
    report = _take(register, damage(country().files(register, BORN)), BORN, tmp_path / "lake", tmp_path)
    assert (report.state, report.compared_with) == ("held", None)
    assert measure in {one.measure for one in report.differences}


def test_a_first_delivery_of_part_of_the_country_is_held_where_the_whole_is_expected(tmp_path: Path) -> None:
    """An office expects the country; a demo and a sample do not."""
    folder = b.write(tmp_path / "kbo", country().files("kbo", BORN))
    told_all = b.ingest("kbo", folder, Lake(tmp_path / "whole"), rules=b.rules(), on=BORN, pseudonym=b.pseudonym,
                        whole_country=True)  # fmt: skip
    assert {one.measure for one in told_all.differences} == {"expected", "first"}
    told = {one.measure: one.is_now for one in told_all.differences}
    assert told["first"] == "yes"
    assert told["expected"].replace(",", "").isdigit()  # rows, never a share of something
    assert b.take("kbo", folder, Lake(tmp_path / "part"), BORN).state == "current"


# --- ordinary weeks ---------------------------------------------------------------------------------------------------

WEEKS = {
    2: [BORN + timedelta(days=7 * n) for n in range(5)],  # an autumn: a quarter of DmfA becomes due in it
    3: [date(2026, 12, 7) + timedelta(days=7 * n) for n in range(6)],  # over the end of the year
    4: [date(2027, 2, 25), date(2027, 3, 4), date(2027, 3, 25), date(2027, 4, 29)],  # with gaps
}


@pytest.mark.parametrize("register", ORDER)
@pytest.mark.parametrize("seed", WEEKS)
@pytest.mark.few(4)
def test_ordinary_weeks_pass(register: str, seed: int, tmp_path: Path) -> None:
    """Eighty-four honest updates of seven registers, with drift, seasons, a year's end and weeks without a delivery."""
    for day in WEEKS[seed]:
        report = _take(register, country(seed).files(register, day), day, tmp_path / "lake", tmp_path / "sent")
        assert report.differences == (), (seed, day)


@pytest.mark.battery(reason="a demo's home takes in a later day in every run (test_flows_registers.py)")
def test_the_demo_of_a_later_day_passes(tmp_path: Path) -> None:
    """A demo home is filled anew on another day, with the same seed: no register of it is held."""
    from inspection.demo.registers import write_registers

    for day in (date(2026, 11, 25), date(2027, 1, 12)):
        write_registers(tmp_path / str(day), scale=60, seed=3, on=day)
        for register in (*ORDER, *CLOSED):
            report = b.take(register, tmp_path / str(day) / register, Lake(tmp_path / "lake"), day, is_demo=True)
            assert report.differences == (), (day, register)
