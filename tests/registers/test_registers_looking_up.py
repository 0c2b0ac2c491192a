"""What the lake holds of one workplace or one person: right rows, of the right day, and no pseudonym among them."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest
from builders_registers import (
    FULL_DAY,
    checkin_files,
    dimona_files,
    dmfa_files,
    enterprise,
    establishment,
    kbo_files,
    nobody,
    pseudonym,
    take,
    works_files,
    write,
)

from inspection.registers.lake import Holding, Lake, of_persons, of_workplace

DAY = date(2026, 11, 25)
FIRM = f"est:{establishment(1)}"
AROUND = {"days_before": 7, "days_after": 1}
OPEN = {"EndingDate": "", "EndingHour": "", "WorkerType": "OTH"}


def later(form: str, **fields: str) -> dict[str, str]:
    """A later declaration about the first period."""
    same = {"DimonaPeriodId": f"{1:012d}", "CompanyID": enterprise(1), "INSS": nobody(1)}
    return {**same, **OPEN, "FormType": form, "ReceivedAt": "2026-11-18T10:00:00+01:00", **fields}


def filled(lake: Lake, folder: Path, *dimona: dict[str, str]) -> Lake:
    """Take deliveries of every register that a look-up reads."""
    rows = dimona or (OPEN,)
    for register, files in {
        "kbo": kbo_files(),
        "dimona": dimona_files(rows),
        "dmfa": dmfa_files([{}, {"CompanyID": enterprise(1), "LocalUnitID": establishment(1), "Quarter": "2026Q1"}]),
        "checkin": checkin_files([{}, {"INSS": nobody(1), "CheckInDate": "2026-11-17"}]),
        "works": works_files(contractors=[{}, {}]),
    }.items():
        take(register, write(folder / register, files), lake)
    return lake


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    """Give a lake with one delivery of each register."""
    return filled(Lake(tmp_path / "lake"), tmp_path / "in")


def of_person(lake: Lake, worker_key: str, workplace: str, on: date) -> tuple[Holding, ...]:
    """What is held of one person."""
    return tuple(holding for _, holding in of_persons(lake, {"P1": worker_key}, workplace, on, **AROUND))


def table(holdings: tuple[Holding, ...], register: str, name: str) -> Holding:
    """The holding of one table."""
    (found,) = (one for one in holdings if (one.register_key, one.table) == (register, name))
    return found


def test_an_establishment_is_looked_up_with_its_enterprise(lake: Lake):
    """KBO, the number of declared workers by type, and the quarters, each with the day of its snapshot."""
    found = of_workplace(lake, FIRM, DAY)
    assert table(found, "kbo", "establishment").rows[0]["enterprise_number"] == enterprise(1)
    assert table(found, "kbo", "enterprise").count == 1
    assert set(table(found, "kbo", "address").rows[0]) == {"postcode", "municipality", "street", "house_number"}
    assert {row["nace_code"] for row in table(found, "kbo", "activity").rows} == {"56101", "55301", "5611101"}
    assert table(found, "dimona", "period").rows == ({"worker_type": "OTH", "workers": 1},)
    assert [row["quarter"] for row in table(found, "dmfa", "summary").rows] == ["2026Q2", "2026Q1"]
    assert {one.as_of for one in found} == {FULL_DAY}


def test_the_declarations_of_an_enterprise_are_read_once(lake: Lake, monkeypatch: pytest.MonkeyPatch):
    """For who is declared that day and for the sums of the year: the national register has tens of millions."""
    scanned: list[str] = []
    scan = Lake.scan

    def counting(self: Lake, register: str, table: str, on: date) -> pl.LazyFrame:
        scanned.append(register)
        return scan(self, register, table, on)

    monkeypatch.setattr(Lake, "scan", counting)
    found = of_workplace(lake, FIRM, DAY, year_types=("OTH",))
    assert table(found, "dimona", "year").rows[0]["year"] == 2026
    assert table(found, "dimona", "period").rows == ({"worker_type": "OTH", "workers": 1},)
    assert scanned.count("dimona") == 1


@pytest.mark.parametrize(
    ("declarations", "workers"),
    [
        ([OPEN], 1),
        ([{**OPEN, "StartingDate": "2026-11-26"}], 0),
        ([{**OPEN, "EndingDate": "2026-11-24"}], 0),
        ([{**OPEN, "EndingDate": "2026-11-25"}], 1),
        ([OPEN, later("OUT", EndingDate="2026-11-24")], 0),
        ([OPEN, later("OUT", EndingDate="9999-12-31")], 1),
        ([OPEN, later("CANCEL")], 0),
        ([OPEN, later("CANCEL", ReceivedAt="2026-11-26T00:00:00+01:00")], 1),  # the day after, not known yet
    ],
)
@pytest.mark.few(3)
def test_declared_workers_are_counted_as_known_on_the_day(
    tmp_path: Path, declarations: list[dict[str, str]], workers: int
):
    """Ends and cancellations count once they had come in; a count names nobody."""
    lake = filled(Lake(tmp_path / "lake"), tmp_path / "in", *declarations)
    rows = table(of_workplace(lake, FIRM, DAY), "dimona", "period").rows
    assert sum(int(str(row["workers"])) for row in rows) == workers


def test_a_site_is_looked_up_with_its_chain_and_presences(lake: Lake):
    """By the declaration of works; presences are counted by enterprise, on the day alone."""
    found = of_workplace(lake, "site:W2026-0001", date(2026, 11, 20))
    assert table(found, "works", "works").rows[0]["amount_cents"] == 125_000_000
    assert [row["company_id"] for row in table(found, "works", "contractor").rows] == [enterprise(1), enterprise(2)]
    assert table(found, "checkin", "presence").count == 0


def test_a_person_is_found_by_pseudonym_and_stays_one_nobody_can_read(lake: Lake):
    """Declarations and presences of that person alone, without the pseudonym that found them."""
    found = of_person(lake, pseudonym(nobody(1)), FIRM, DAY)
    (declared,) = table(found, "dimona", "period").rows
    assert (declared["company_id"], declared["starts_on"]) == (enterprise(1), "2026-11-14")
    assert not any("worker_key" in row for one in found for row in one.rows)
    assert table(of_person(lake, pseudonym(nobody(7)), FIRM, DAY), "dimona", "period").count == 0


@pytest.mark.parametrize(
    ("declarations", "rows"),
    [
        ([{"EndingDate": "2026-11-17"}], 0),  # eight days before the facts
        ([{"EndingDate": "2026-11-18"}], 1),
        ([{"StartingDate": "2026-11-26", "EndingDate": "2026-11-26"}], 1),
        ([{"StartingDate": "2026-11-27", "EndingDate": "2026-11-27"}], 0),
        ([OPEN, later("OUT", EndingDate="2026-11-15", ReceivedAt="2026-11-17T10:00:00+01:00")], 0),
        ([OPEN, later("OUT", EndingDate="2026-11-15")], 2),  # ended in those days, with effect long before
        ([OPEN, later("CANCEL")], 2),
        ([{"EndingDate": "2026-11-14"}, {**OPEN, "INSS": nobody(1)}], 1),  # another employer, long over
    ],
)
@pytest.mark.few(3)
def test_of_a_persons_declarations_only_those_near_the_day_are_looked_up(
    tmp_path: Path, declarations: list[dict[str, str]], rows: int
):
    """A control is no reason to read where somebody worked in other years: neither the rows nor how many there were."""
    lake = filled(Lake(tmp_path / "lake"), tmp_path / "in", *declarations)
    held = table(of_person(lake, pseudonym(nobody(1)), FIRM, DAY), "dimona", "period")
    assert (held.count, len(held.rows)) == (rows, rows)


def test_a_presence_counts_on_its_own_day_and_site(tmp_path: Path):
    """On a site, presences elsewhere are none of this control's business."""
    lake, key, day = Lake(tmp_path / "lake"), pseudonym(nobody(1)), date(2026, 11, 25)
    here = checkin_files([{"CheckInDate": day.isoformat()}, {"INSS": nobody(1), "WorkDeclarationNbr": "W2026-0002"}])
    take("checkin", write(tmp_path / "in", here), lake)
    assert table(of_person(lake, key, "site:W2026-0001", day), "checkin", "presence").count == 1
    assert table(of_person(lake, key, "site:W2026-0003", day), "checkin", "presence").count == 0
    assert table(of_person(lake, key, FIRM, day), "checkin", "presence").count == 1


def test_only_the_latest_rows_are_kept_and_all_are_counted(tmp_path: Path):
    """Somebody declared every day for months does not fill a control."""
    many = [{**OPEN, "INSS": nobody(1), "ReceivedAt": f"2026-11-14T08:{n % 60:02d}:00+01:00"} for n in range(60)]
    lake = filled(Lake(tmp_path / "lake"), tmp_path / "in", *many)
    held = table(of_person(lake, pseudonym(nobody(1)), FIRM, DAY), "dimona", "period")
    assert (held.count, len(held.rows)) == (60, 50)
    assert held.rows[0]["received_at"] == max(str(row["received_at"]) for row in held.rows)


def test_before_the_first_snapshot_nothing_is_known(lake: Lake):
    """A control of last month is not judged by a register of this one."""
    assert of_workplace(lake, FIRM, date(2026, 11, 19)) == ()
    assert of_person(lake, pseudonym(nobody(1)), FIRM, date(2026, 11, 19)) == ()


def test_a_place_that_no_register_knows_is_empty_not_missing(lake: Lake):
    """An unplanned control at an unknown door: looked for, and not found."""
    assert {one.count for one in of_workplace(lake, "site:nobody-knows", DAY)} == {0}
    assert {one.count for one in of_workplace(lake, f"est:{establishment(99)}", DAY)} == {0}


def test_persons_are_looked_up_together_and_told_apart(tmp_path: Path):
    """One reading of the register for everybody; each gets their own rows, and whoever is nowhere gets none."""
    two = [{**OPEN, "INSS": nobody(1)}, {**OPEN, "INSS": nobody(2)}]
    lake = filled(Lake(tmp_path / "lake"), tmp_path / "in", *two)
    keys = {"P1": pseudonym(nobody(1)), "P2": pseudonym(nobody(2)), "P3": pseudonym(nobody(3))}
    rows = {ref: one.rows for ref, one in of_persons(lake, keys, FIRM, DAY, **AROUND) if one.register_key == "dimona"}
    assert {ref: [row["company_id"] for row in mine] for ref, mine in rows.items()} == {
        "P1": [enterprise(1)],
        "P2": [enterprise(2)],
        "P3": [],
    }
    assert list(of_persons(lake, {}, FIRM, DAY, **AROUND)) == []
