"""The registers of the demo: native form, same bytes for one seed, about as large as asked, read by our readers."""

import csv
import hashlib
from datetime import date
from pathlib import Path

import builders_registers as b
import polars as pl
import pytest

from inspection.demo.registers import Demo, write_registers
from inspection.errors import IntakeFault
from inspection.registers.lake import Lake

ON = date(2026, 11, 25)
SCALE = 700
HEADERS = {
    "kbo/meta.csv": "Variable,Value",
    "kbo/code.csv": "Category,Code,Language,Description",
    "kbo/enterprise.csv": "EnterpriseNumber,Status,JuridicalSituation,TypeOfEnterprise,JuridicalForm,JuridicalFormCAC,"
    "StartDate",
    "kbo/establishment.csv": "EstablishmentNumber,StartDate,EnterpriseNumber",
    "kbo/denomination.csv": "EntityNumber,Language,TypeOfDenomination,Denomination",
    "kbo/address.csv": "EntityNumber,TypeOfAddress,CountryNL,CountryFR,Zipcode,MunicipalityNL,MunicipalityFR,StreetNL,"
    "StreetFR,HouseNumber,Box,ExtraAddressInfo,DateStrikingOff",
    "kbo/activity.csv": "EntityNumber,ActivityGroup,NaceVersion,NaceCode,Classification",
    "kbo/contact.csv": "EntityNumber,EntityContact,ContactType,Value",
    "kbo/branch.csv": "Id,StartDate,EnterpriseNumber",
    "addresses/openaddress-bebru.csv": "EPSG:31370_x,EPSG:31370_y,EPSG:4258_lat,EPSG:4258_lon,address_id,box_number,"
    "house_number,municipality_id,municipality_name_de,municipality_name_fr,municipality_name_nl,postcode,postname_fr,"
    "postname_nl,street_id,streetname_de,streetname_fr,streetname_nl,region_code,status",
    "dimona/dimona.csv": "DimonaPeriodId,CompanyID,NOSSRegistrationNbr,INSS,JointCommissionNbr,WorkerType,StartingDate,"
    "EndingDate,StartingHour,EndingHour,PlannedHoursNbr,UsingEmployerCompanyID,FormType,ReceivedAt",
    "dmfa/dmfa_summary.csv": "CompanyID,LocalUnitID,Quarter,JointCommissionNbr,Workers,PartTimeWorkers,HoursPaid,"
    "WagesCents,ContributionsDueCents,ContributionsPaidCents",
    "checkin/checkin.csv": "WorkDeclarationNbr,CompanyID,INSS,CheckInDate,InAt,OutAt,Scheme",
    "works/works.csv": "WorkDeclarationNbr,MainContractorCompanyID,StartDate,EndDate,AmountCents,Postcode,Municipality,"
    "Street,HouseNumber,Latitude,Longitude",
    "works/works_contractors.csv": "WorkDeclarationNbr,CompanyID,PrincipalCompanyID,Level,DeclaredAt",
    "mandates/mandates.csv": "EnterpriseNumber,INSS,Function,StartDate,EndDate",
    "employers/employers.csv": "CompanyID,NOSSRegistrationNbr,JointCommissionNbr,ImportanceCode,NaceCode,StartDate,"
    "EndDate",
    "accidents/accidents.csv": "CompanyID,Year,Accidents,SeriousAccidents,DaysLost,AggravatedRisk",
    "vat/vat_ratios.csv": "CompanyID,Quarter,TurnoverOfYearBefore,PurchasesOfTurnover,MissingReturns",
    "accounts/accounts_ratios.csv": "CompanyID,FiscalYear,AverageStaff,StaffCostOfTurnover,EquityOfTotal,FiledOn",
    "history/history.csv": "FileNbr,CompanyID,LocalUnitID,ControlledOn,Outcome",
    "limosa/limosa.csv": "LimosaDeclarationNbr,INSS,Kind,SenderCountry,UserCompanyID,WorkDeclarationNbr,StartDate,"
    "EndDate,DeclaredAt,State",
    "a1/a1.csv": "CertificateNbr,INSS,IssuingCountry,StartDate,EndDate,State",
    "single_permit/single_permit.csv": "PermitNbr,INSS,EmployerCompanyID,IssuedBy,StartDate,EndDate,LabourMarket,State",
    "residence/residence.csv": "INSS,Title,StartDate,EndDate,LabourMarket",
}


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    """A small demo that no test changes."""
    return write_registers(tmp_path_factory.mktemp("demo"), scale=SCALE, seed=1, on=ON)


def _hashes(folder: Path) -> dict[str, str]:
    files = sorted(p for p in folder.rglob("*") if p.is_file())
    return {str(p.relative_to(folder)): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}


def _read(demo: Demo, name: str) -> pl.DataFrame:
    return pl.read_csv(demo.folder / name, infer_schema=False)


@pytest.mark.battery(reason="of the demo: two small countries; our readers take one in in every run")
def test_the_same_seed_gives_the_same_bytes(demo: Demo, tmp_path: Path) -> None:
    """Registers, roster and past controls are byte-identical for one seed, scale and day; another seed differs."""
    again = write_registers(tmp_path / "again", scale=SCALE, seed=1, on=ON)
    assert _hashes(again.folder) == _hashes(demo.folder)
    other = write_registers(tmp_path / "other", scale=60, seed=2, on=ON)
    assert _hashes(other.folder)["kbo/enterprise.csv"] != _hashes(demo.folder)["kbo/enterprise.csv"]


@pytest.mark.parametrize("name", sorted(HEADERS))
def test_files_have_the_native_header(demo: Demo, name: str) -> None:
    """Columns, their names and their order are those of the register's keeper, or of our contract."""
    with (demo.folder / name).open(encoding="utf-8", newline="") as file:
        assert ",".join(next(csv.reader(file))) == HEADERS[name]


def test_every_administrative_delivery_says_that_it_is_synthetic(demo: Demo) -> None:
    """The mark lets readers accept impossible persons here, and nowhere else."""
    for register in ("kbo", "dimona", "dmfa", "checkin", "works"):
        meta = dict(_read(demo, f"{register}/meta.csv").rows())
        assert meta["Synthetic"] == "yes"
        assert meta["SnapshotDate"] == "25-11-2026"


def test_counts_are_near_the_scale(demo: Demo) -> None:
    """The scale is the number of establishments in the risk sectors; a tenth more lies outside them."""
    assert abs(demo.rows["kbo/establishment.csv"] - SCALE * 1.1) < SCALE * 0.05
    kinds = _read(demo, "kbo/enterprise.csv")["TypeOfEnterprise"].value_counts(normalize=True)
    assert 0.15 < dict(kinds.rows())["1"] < 0.4


def test_natural_persons_have_no_seat(demo: Demo) -> None:
    """As in the real register: an address of a natural person is that of the establishment only."""
    natural = _read(demo, "kbo/enterprise.csv").filter(pl.col("TypeOfEnterprise") == "1")["EnterpriseNumber"]
    seats = _read(demo, "kbo/address.csv").filter(pl.col("TypeOfAddress") == "REGO")["EntityNumber"]
    assert not set(natural) & set(seats)


def test_both_nace_versions_stand_side_by_side(demo: Demo) -> None:
    """Each establishment has a main activity in 2008 and in 2025, and code.csv explains every code used."""
    activity = _read(demo, "kbo/activity.csv")
    unit = activity.filter(pl.col("EntityNumber").str.starts_with("8."), pl.col("Classification") == "MAIN")
    versions = unit.group_by("EntityNumber").agg(pl.col("NaceVersion").unique())["NaceVersion"].to_list()
    assert len(versions) == demo.rows["kbo/establishment.csv"]
    assert all({"2008", "2025"} <= set(found) for found in versions)
    known = set(_read(demo, "kbo/code.csv").select("Category", "Code").rows())
    assert set(activity.select(pl.concat_str(pl.lit("Nace"), "NaceVersion"), "NaceCode").rows()) <= known


def test_our_readers_take_everything_in(demo: Demo, tmp_path: Path) -> None:
    """No row of the demo is quarantined: it keeps every rule of the registers."""
    lake = Lake(tmp_path / "lake")
    for register in ("kbo", "addresses", "dimona", "dmfa", "checkin", "works"):
        report = b.take(register, demo.folder / register, lake, ON)
        assert report.quarantined == 0, (register, report.reasons)
        assert report.read == report.kept > 0


def test_a_real_extract_gets_closed_registers_only(demo: Demo, tmp_path: Path) -> None:
    """Over a given extract no kbo/ is written, and the employers are firms of that extract."""
    over = write_registers(tmp_path, scale="small", seed=1, on=ON, kbo=demo.folder / "kbo")
    assert not (tmp_path / "kbo").exists()
    firms = {n.replace(".", "") for n in _read(demo, "kbo/enterprise.csv")["EnterpriseNumber"]}
    employers = set(_read(over, "dimona/dimona.csv")["CompanyID"])
    assert employers
    assert employers <= firms
    assert over.rows["addresses/openaddress-bewal.csv"] > 0


def test_a_folder_that_is_no_extract_is_refused(tmp_path: Path) -> None:
    """The message says which file is missing and what to give."""
    with pytest.raises(IntakeFault, match=r"enterprise\.csv"):
        write_registers(tmp_path / "home", scale=50, seed=1, on=ON, kbo=tmp_path)
