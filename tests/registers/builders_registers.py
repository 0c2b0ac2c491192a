"""Deliveries of registers in their native forms, as small as a test needs; nothing in them exists.

Every builder writes an ordinary, lawful delivery and lets a test change one thing. Numbers of persons are impossible:
wrong check digits where the delivery is marked synthetic, a date that no calendar has where it is not.
"""

import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl

from inspection.registers.gate import held
from inspection.registers.intake import ingest
from inspection.registers.lake import Lake
from inspection.registers.readers import SealedSource
from inspection.registers.report import IntakeReport
from sectors import Catalogue
from sectors.reader import load_rules
from sectors.rules.authorisations import Authorisation

FULL_DAY = date(2026, 11, 20)
UPDATE_DAY = date(2026, 11, 21)
Row = Sequence[str]
Files = dict[str, list[Row]]


@cache
def rules() -> Catalogue:
    """The rules of the day on which these deliveries are taken in, with an authorisation for every register."""
    law = load_rules().on(date(2026, 11, 25))
    needed = [key for key, register in law.registers.items() if register.needs_authorisation]
    return law.model_copy(update={"authorisations": {f"csi-{key}": an_authorisation(law, key) for key in needed}})


class _Decided:
    """The rules of a house with its decisions on closed registers."""

    def __init__(self, own: Any) -> None:
        self._own = own

    def on(self, day: date) -> Catalogue:
        return self._own.on(day).model_copy(update={"authorisations": rules().authorisations})

    def now(self) -> "_Decided":
        return self

    def __getattr__(self, name: str) -> Any:
        return getattr(self._own, name)


def decided(house: Any) -> Any:
    """Return a house that has a decision on every closed register: without one nobody reads what lies in its lake."""
    return replace(house, rules=_Decided(house.rules))


def an_authorisation(law: Catalogue, register: str, **changes: Any) -> Authorisation:
    """An authorisation in force for all that is done with a register, and for all its fields."""
    spec = law.registers[register]
    lawful: dict[str, Any] = {
        "key": f"csi-{register}", "register_key": register, "body": "Committee", "number": "26/001",
        "decided_on": date(2026, 1, 5), "purposes": spec.purposes, "fields": spec.fields, "retention_days": 92,
        "source": "invented", "confidence": "L",
    }  # fmt: skip
    return Authorisation(**lawful | changes)


def pseudonym(number: str) -> str:
    """A stand-in for the keyed pseudonym: 64 hexadecimal digits that do not show the number."""
    return hashlib.sha256(b"test" + number.encode()).hexdigest()


def take(register: str, source: Path | SealedSource, lake: Lake, on: date | None = None, **given: Any) -> IntakeReport:
    """Take a delivery in with the test's rules and pseudonyms, or `given` others; `is_demo` as in a home of the demo.

    A first one is released as `second_person` does: what a test says of it is said of the rest.
    """
    asked = {"rules": rules(), "on": on, "pseudonym": pseudonym} | given
    return second_person(lake, ingest(register, source, lake, **asked))


def second_person(lake: Lake, report: IntakeReport) -> IntakeReport:
    """Release a delivery that waits for nothing but that somebody looks at a first one; any other is left as it is.

    What is returned leaves out what it waited for; the account in the lake has it.
    """
    others = [one for one in report.differences if one.measure not in ("first", "origin")]
    if report.compared_with is not None or others:
        return report
    if report.state == "held":
        (waits,) = [one for one in lake.held(report.register) if one.day == report.snapshot]
        with held.deciding(lake, report.register, waits.about["sha256"]) as one:
            report = held.release(lake, one, {"state": "released", "by": "second", "because": "looked at"})
    return replace(report, differences=())


def _ten(first_eight: int) -> str:
    return f"{first_eight:08d}{97 - first_eight % 97:02d}"


def enterprise(n: int) -> str:
    """The n-th enterprise number, ten digits."""
    return _ten(4_000_000 + n)


def establishment(n: int) -> str:
    """The n-th establishment number, ten digits."""
    return _ten(20_000_000 + n)


def branch(n: int) -> str:
    """The n-th number of a foreign entity's branch, ten digits."""
    return _ten(90_000_000 + n)


def dotted(number: str) -> str:
    """A number as KBO writes it."""
    if number[0] in "01":
        return f"{number[:4]}.{number[4:7]}.{number[7:]}"
    return f"{number[0]}.{number[1:4]}.{number[4:7]}.{number[7:]}"


def wrong_digits(number: str) -> str:
    """The same number with check digits that are not right."""
    return number[:-2] + f"{(int(number[-2:]) + 1) % 97:02d}"


def nobody(n: int) -> str:
    """A person's number whose check digits are wrong in both centuries."""
    first = 850_101_000 + n
    right = (97 - first % 97, 97 - (2_000_000_000 + first) % 97)
    return f"{first:09d}{next(c for c in range(1, 98) if c not in right):02d}"


def nobody_checked(n: int) -> str:
    """A person's number with right check digits and a birthday in month 99."""
    first = 859_999_000 + n
    return f"{first:09d}{97 - first % 97:02d}"


def csv_bytes(rows: Sequence[Row], *, quoted: bool = False) -> bytes:
    """Rows as CSV in UTF-8, line feeds between them."""
    text = io.StringIO()
    style = csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL
    csv.writer(text, quoting=style, lineterminator="\n").writerows(rows)
    return text.getvalue().encode()


def write(folder: Path, files: Files, *, quoted: bool = False) -> Path:
    """Write files into a folder and return it."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in files.items():
        (folder / name).write_bytes(csv_bytes(rows, quoted=quoted))
    return folder


def as_json_lines(folder: Path, *, ending: str = ".jsonl") -> Path:
    """Write every file of a delivery again as JSON lines, keys turned round, and take the CSV away."""
    for path in sorted(folder.glob("*.csv")):
        table = pl.read_csv(path, infer_schema=False)
        rows = (dict(reversed(row.items())) for row in table.to_dicts())
        text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        path.with_suffix(ending).write_text(text, encoding="utf-8")
        path.unlink()
    return folder


def zipped(folder: Path, *, inside: str = "") -> Path:
    """Pack a folder's files into a zip beside it, at its root or in one folder."""
    path = folder.with_suffix(".zip")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(folder.iterdir()):
            archive.write(file, inside + file.name)
    return path


def meta(day: date, **more: str) -> list[Row]:
    """meta.csv of a delivery."""
    return [["Variable", "Value"], ["SnapshotDate", day.strftime("%d-%m-%Y")], *(list(pair) for pair in more.items())]


def kbo_meta(day: date, kind: str, number: int) -> list[Row]:
    """meta.csv of a KBO extract."""
    stamp = day.strftime("%d-%m-%Y 07:40:18")
    return meta(day, ExtractTimestamp=stamp, ExtractType=kind, ExtractNumber=str(number), Version="1.0.0")


_CODES: Mapping[str, Sequence[str]] = {
    "ActivityGroup": ["001", "003", "006"],
    "Classification": ["MAIN", "SECO", "ANCI"],
    "ContactType": ["TEL", "EMAIL", "WEB"],
    "EntityContact": ["ENT", "EST"],
    "JuridicalForm": ["610", "612", "017"],
    "JuridicalSituation": ["000", "010"],
    "Language": ["0", "1", "2", "3"],
    "Nace2003": ["55301"],
    "Nace2008": ["56101", "01110", "0111"],
    "Nace2025": ["56111", "5611101"],
    "Status": ["AC"],
    "TypeOfAddress": ["REGO", "BAET", "ABBR"],
    "TypeOfDenomination": ["001", "002", "003", "004"],
    "TypeOfEnterprise": ["0", "1", "2"],
}
CODE = [
    ["Category", "Code", "Language", "Description"],
    *(
        [category, code, lang, f"{category} {code}"]
        for category, codes in _CODES.items()
        for code in codes
        for lang in ("FR", "NL")
    ),
]
HEADERS: dict[str, list[str]] = {
    table.name: [c.name for c in table.columns] for table in rules().registers["kbo"].tables
}


def an_enterprise(n: int, kind: str = "2", started: str = "01-02-2010") -> Row:
    """A row of enterprise.csv; kind 1 is a natural person."""
    return [dotted(enterprise(n)), "AC", "000", kind, "610" if kind == "2" else "", "", started]


def an_establishment(n: int, of: int, started: str = "01-03-2012") -> Row:
    """A row of establishment.csv."""
    return [dotted(establishment(n)), started, dotted(enterprise(of))]


def a_name(entity: str, name: str, kind: str = "001") -> Row:
    """A row of denomination.csv."""
    return [dotted(entity), "1", kind, name]


def an_address(entity: str, kind: str = "BAET", number: str = "16") -> Row:
    """A row of address.csv."""
    street = ["1000", "Brussel", "Bruxelles", "Wetstraat", "Rue de la Loi", number]
    return [dotted(entity), kind, "", "", *street, "", "", ""]


def an_activity(entity: str, code: str = "56101", version: str = "2008") -> Row:
    """A row of activity.csv."""
    return [dotted(entity), "003", version, code, "MAIN"]


def kbo_files() -> Files:
    """A full extract: enterprises 1 to 4 (4 is a natural person), each with an establishment of the same number."""
    numbers = range(1, 5)
    bodies: Files = {
        "enterprise": [an_enterprise(n, "1" if n == 4 else "2") for n in numbers],
        "establishment": [an_establishment(n, n) for n in numbers],
        "denomination": [
            *(a_name(enterprise(n), f"Entreprise {n}") for n in (1, 2, 3)),
            a_name(enterprise(4), "Nom Prénom"),
            a_name(enterprise(4), "Chez le quatrième", "003"),
            a_name(establishment(4), "Le comptoir, n° 4"),
        ],
        "address": [
            *(an_address(enterprise(n), "REGO") for n in (1, 2, 3)),
            *(an_address(establishment(n)) for n in numbers),
        ],
        "contact": [[dotted(enterprise(1)), "ENT", "TEL", "000"]],
        "activity": [
            *(an_activity(establishment(n)) for n in numbers),
            an_activity(establishment(1), "55301", "2003"),
            an_activity(establishment(1), "5611101", "2025"),
            an_activity(establishment(2), "01110"),
        ],
        "branch": [[dotted(branch(1)), "01-01-2001", dotted(enterprise(1))]],
    }
    files: Files = {f"{table}.csv": [HEADERS[table], *rows] for table, rows in bodies.items()}
    return {"meta.csv": kbo_meta(FULL_DAY, "full", 10), "code.csv": list(CODE), **files}


def kbo_update_files(
    day: date = UPDATE_DAY,
    number: int = 11,
    delete: Mapping[str, Sequence[str]] | None = None,
    insert: Mapping[str, Sequence[Row]] | None = None,
) -> Files:
    """An update: entities (ten digits) whose rows go, and rows that come, by table."""
    files: Files = {"meta.csv": kbo_meta(day, "update", number), "code.csv": list(CODE)}
    for table in ("enterprise", "establishment", "denomination", "address", "activity", "contact", "branch"):
        gone = [[dotted(entity)] for entity in (delete or {}).get(table, ())]
        files[f"{table}_delete.csv"] = [HEADERS[table][:1], *gone]
        files[f"{table}_insert.csv"] = [HEADERS[table], *(insert or {}).get(table, ())]
    return files


def dimona_files(rows: Sequence[Mapping[str, str]] = ({},), *, synthetic: bool = True) -> Files:
    """Dimona declarations, each an ordinary one with the given fields changed."""
    body = [_dimona_row(n, changes) for n, changes in enumerate(rows, start=1)]
    mark = {"Synthetic": "yes"} if synthetic else {}
    return {"meta.csv": meta(FULL_DAY, **mark), "dimona.csv": [list(body[0]), *(list(row.values()) for row in body)]}


def _dimona_row(n: int, changes: Mapping[str, str]) -> dict[str, str]:
    return {
        "DimonaPeriodId": f"{n:012d}",
        "CompanyID": enterprise(n),
        "NOSSRegistrationNbr": "",
        "INSS": nobody(n),
        "JointCommissionNbr": "302",
        "WorkerType": "EXT",
        "StartingDate": "2026-11-14",
        "EndingDate": "2026-11-14",
        "StartingHour": "0900",
        "EndingHour": "1730",
        "PlannedHoursNbr": "",
        "UsingEmployerCompanyID": "",
        "FormType": "IN",
        "ReceivedAt": "2026-11-14T08:59:00+01:00",
        **changes,
    }


def dmfa_files(rows: Sequence[Mapping[str, str]] = ({},)) -> Files:
    """DmfA summaries of one unit each."""
    body = [
        {
            "CompanyID": enterprise(n),
            "LocalUnitID": establishment(n),
            "Quarter": "2026Q2",
            "JointCommissionNbr": "302",
            "Workers": "8",
            "PartTimeWorkers": "5",
            "HoursPaid": "2510.5",
            "WagesCents": "4010000",
            "ContributionsDueCents": "1080000",
            "ContributionsPaidCents": "1080000",
            **changes,
        }
        for n, changes in enumerate(rows, start=1)
    ]
    return {"meta.csv": meta(FULL_DAY), "dmfa_summary.csv": [list(body[0]), *(list(row.values()) for row in body)]}


def checkin_files(rows: Sequence[Mapping[str, str]] = ({},), *, synthetic: bool = True) -> Files:
    """Presences on one site."""
    body = [
        {
            "WorkDeclarationNbr": "W2026-0001",
            "CompanyID": enterprise(n),
            "INSS": nobody(n),
            "CheckInDate": "2026-11-16",
            "InAt": "0705",
            "OutAt": "",
            "Scheme": "construction",
            **changes,
        }
        for n, changes in enumerate(rows, start=1)
    ]
    mark = {"Synthetic": "yes"} if synthetic else {}
    return {"meta.csv": meta(FULL_DAY, **mark), "checkin.csv": [list(body[0]), *(list(row.values()) for row in body)]}


def works_files(rows: Sequence[Mapping[str, str]] = ({},), contractors: Sequence[Mapping[str, str]] = ({},)) -> Files:
    """Declared sites and their contractors."""
    sites = [
        {
            "WorkDeclarationNbr": f"W2026-{n:04d}",
            "MainContractorCompanyID": enterprise(n),
            "StartDate": "2026-10-01",
            "EndDate": "2027-03-31",
            "AmountCents": "125000000",
            "Postcode": "4000",
            "Municipality": "Liège",
            "Street": "Rue Saint-Gilles",
            "HouseNumber": "12",
            "Latitude": "50.6402",
            "Longitude": "5.5718",
            **changes,
        }
        for n, changes in enumerate(rows, start=1)
    ]
    chain = [
        {
            "WorkDeclarationNbr": "W2026-0001",
            "CompanyID": enterprise(n),
            "PrincipalCompanyID": "" if n == 1 else enterprise(n - 1),
            "Level": str(n),
            "DeclaredAt": "2026-09-25",
            **changes,
        }
        for n, changes in enumerate(contractors, start=1)
    ]
    return {
        "meta.csv": meta(FULL_DAY),
        "works.csv": [list(sites[0]), *(list(row.values()) for row in sites)],
        "works_contractors.csv": [list(chain[0]), *(list(row.values()) for row in chain)],
    }


def mandates_files(rows: Sequence[Mapping[str, str]] = ({},)) -> Files:
    """Holders of mandates: one an enterprise, each somebody else."""
    body = [
        {
            "EnterpriseNumber": enterprise(n),
            "INSS": nobody(500 + n),
            "Function": "director",
            "StartDate": "2020-01-01",
            "EndDate": "",
            **changes,
        }
        for n, changes in enumerate(rows, start=1)
    ]
    return {
        "meta.csv": meta(FULL_DAY, Synthetic="yes"),
        "mandates.csv": [list(body[0]), *(list(row.values()) for row in body)],
    }


def address_rows(rows: Sequence[Mapping[str, str]] = ({},)) -> list[Row]:
    """A BeSt address file: houses of one street in Brussels."""
    body = [
        {
            "EPSG:31370_x": "",
            "EPSG:31370_y": "",
            "EPSG:4258_lat": "50.84660",
            "EPSG:4258_lon": "4.36830",
            "address_id": str(n),
            "box_number": "",
            "house_number": str(n),
            "municipality_id": "21004",
            "municipality_name_de": "",
            "municipality_name_fr": "Bruxelles",
            "municipality_name_nl": "Brussel",
            "postcode": "1000",
            "postname_fr": "",
            "postname_nl": "",
            "street_id": "77",
            "streetname_de": "",
            "streetname_fr": "Rue de la Loi",
            "streetname_nl": "Wetstraat",
            "region_code": "BE-BRU",
            "status": "current",
            **changes,
        }
        for n, changes in enumerate(rows, start=1)
    ]
    return [list(body[0]), *(list(row.values()) for row in body)]


def lake_bytes(lake: Lake) -> dict[str, bytes]:
    """Everything that lies in a lake, by path: two equal answers mean that nothing changed."""
    return {p.relative_to(lake.root).as_posix(): p.read_bytes() for p in sorted(lake.root.rglob("*")) if p.is_file()}
