"""The registers of a small country that lives: what each would deliver on any day, with the drift of ordinary weeks.

Firms open and close, move and change their codes; people are hired by season; sites end; a quarter is added; offices
rest at the end of the year. Seven registers are told here; every other one follows from its layout. Everything follows
from a seed and a day. Nothing in it exists.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache, partial
from random import Random
from typing import Any

import builders_registers as b
from builders_laid_out import LaidOut
from builders_registers import Files, Row

BORN = date(2026, 9, 1)  # the country's first delivery; what it will live through is drawn from this day on
FIRMS, NEW_FIRMS = 420, 60
PERIODS, PRESENCES, SITES, HOUSES, HOLDERS = 900, 700, 160, 720, 380
PLACES = (
    ("1000", "Brussel", "Bruxelles", "21004"), ("1030", "Schaarbeek", "Schaerbeek", "21015"),
    ("2000", "Antwerpen", "Anvers", "11002"), ("2800", "Mechelen", "Malines", "12025"),
    ("3000", "Leuven", "Louvain", "24062"), ("4000", "Luik", "Liège", "62063"),
    ("4700", "Eupen", "Eupen", "63023"), ("5000", "Namen", "Namur", "92094"),
    ("6000", "Charleroi", "Charleroi", "52011"), ("7000", "Bergen", "Mons", "53053"),
    ("8500", "Kortrijk", "Courtrai", "34022"), ("9000", "Gent", "Gand", "44021"),
)  # fmt: skip
NACE = ("56101", "56102", "01110", "41201", "43310", "47110", "81210", "14110", "96021", "45200")
_STREETS = ("Rue de la Gare", "Rue de l'Église", "Chaussée de Liège", "Place du Marché", "Rue des Écoles", "Quai Nord")
_STRATEN = ("Stationsstraat", "Kerkstraat", "Luiksesteenweg", "Marktplein", "Schoolstraat", "Noordkaai")
_WORDS = ("Café", "Boulangerie", "Métal", "Müller", "Frituur", "Béton", "Atelier", "Huis", "Forêt", "Clé")
_REGION = {"1": "bru", "2": "vlg", "3": "vlg", "8": "vlg", "9": "vlg"}


class Country:
    """One small country of a seed; `files(register, day)` is what the register's owner would send."""

    def __init__(self, seed: int) -> None:
        self.seed = seed

    def files(self, register: str, day: date) -> Files:
        """Return the delivery of a register on a day, as files by name."""
        told = getattr(self, f"_{register}", None)
        if told is None:
            return LaidOut(self.seed, register, BORN, FIRMS, partial(_first_values, self.seed)).files(day)
        made: Files = told(day)
        return made

    def _draw(self, *part: object) -> Random:
        return Random(f"{self.seed}|{'|'.join(map(str, part))}")

    def _firms(self, day: date) -> list[int]:
        return [n for n in range(1, FIRMS + NEW_FIRMS) if self._lives(n, day)]

    def _lives(self, n: int, day: date) -> bool:
        draw = self._draw("life", n)
        opens = BORN + timedelta(days=draw.randrange(1, 500)) if n > FIRMS else date(1970, 1, 1)
        closes = BORN + timedelta(days=draw.randrange(1, 500)) if draw.random() < 0.12 else date(9999, 1, 1)
        return opens <= day < closes

    def _version(self, what: str, n: int, day: date, chance: float = 0.5) -> int:
        """Return 1 from the day on which something of a firm changed, else 0."""
        draw = self._draw(what, n)
        return int(draw.random() < chance and BORN + timedelta(days=draw.randrange(500)) <= day)

    def _started(self, n: int) -> str:
        draw = self._draw("started", n)
        return (date(1975, 1, 1) + timedelta(days=draw.randrange(18_500))).strftime("%d-%m-%Y")

    def _place(self, n: int, day: date) -> tuple[str, str, str, str]:
        return self._draw("place", n, self._version("moves", n, day)).choice(PLACES)

    def _kbo(self, day: date) -> Files:
        firms = self._firms(day)
        bodies = {
            "enterprise": [self._enterprise(n, day) for n in firms],
            "establishment": [b.an_establishment(n, n, self._started(n)) for n in firms],
            "denomination": [r for n in firms for r in self._names(n)],
            "address": [self._address(e(n), kind, n, day) for n in firms for e, kind in _SEATS],
            "activity": [r for n in firms for r in self._activities(n, day)],
            "contact": [],
            "branch": [
                [b.dotted(b.branch(n)), self._started(n), b.dotted(b.enterprise(n))] for n in firms if n % 9 == 0
            ],
        }
        files: Files = {f"{t}.csv": [b.HEADERS[t], *rows] for t, rows in bodies.items()}
        number = (day - date(2026, 1, 1)).days + 500
        return {"meta.csv": b.kbo_meta(day, "full", number), "code.csv": _codes(), **files}

    def _enterprise(self, n: int, day: date) -> Row:
        row = list(b.an_enterprise(n, "1" if n % 5 == 0 else "2", self._started(n)))
        row[2] = "010" if self._version("dissolved", n, day, 0.04) else "000"
        return row

    def _names(self, n: int) -> Iterator[Row]:
        draw = self._draw("name", n)
        name = f"{draw.choice(_WORDS)} {draw.choice(_WORDS)} {n}"
        if n % 5:
            yield b.a_name(b.enterprise(n), name)
        yield b.a_name(b.establishment(n), name, "003")

    def _address(self, entity: str, kind: str, n: int, day: date) -> Row:
        postcode, dutch, french, _ = self._place(n, day)
        draw = self._draw("street", n, self._version("moves", n, day))
        street = draw.randrange(len(_STREETS))
        where = [postcode, dutch, french, _STRATEN[street], _STREETS[street], str(draw.randrange(1, 200))]
        return [b.dotted(entity), kind, "", "", *where, "", "", ""]

    def _activities(self, n: int, day: date) -> Iterator[Row]:
        draw = self._draw("trade", n, self._version("trade", n, day, 0.08))
        code, second = draw.choices(NACE, weights=range(len(NACE), 0, -1), k=2)
        for entity in (b.enterprise(n), b.establishment(n)):
            for version in ("2008", "2025"):
                yield b.an_activity(entity, code, version)
        if second != code:
            yield [b.dotted(b.establishment(n)), "003", "2008", second, "SECO"]

    def _addresses(self, day: date) -> Files:
        files: dict[str, list[Row]] = {}
        for n in range(HOUSES):
            is_new = n % 7 == 0
            if self._version("built", n, day, 0.5 if is_new else 0.03) != is_new:
                continue
            draw = self._draw("house", n)
            postcode, dutch, french, refnis = draw.choice(PLACES)
            street = draw.randrange(len(_STREETS))
            changes = {
                "EPSG:4258_lat": f"{50 + int(postcode) / 10_000 + draw.random() / 50:.5f}",
                "EPSG:4258_lon": f"{3 + int(postcode) / 4_000 + draw.random() / 50:.5f}",
                "house_number": str(n), "municipality_id": refnis, "postcode": postcode,
                "municipality_name_fr": french, "municipality_name_nl": dutch,
                "streetname_fr": _STREETS[street], "streetname_nl": _STRATEN[street],
            }  # fmt: skip
            header, row = b.address_rows([changes])
            files.setdefault(f"openaddress-be{_REGION.get(postcode[0], 'wal')}.csv", [header]).append(row)
        return files

    def _dimona(self, day: date) -> Files:
        rows = []
        for n in range(PERIODS * 2):
            draw = self._draw("period", n)
            start = BORN + timedelta(days=draw.randrange(-365, 400))
            resting = (start.month, start.day) > (12, 23) or (start.month == 1 and start.day < 4)
            if not day - timedelta(days=365) <= start <= day or (resting and draw.random() < 0.7):
                continue
            length = draw.choice((0, 0, 0, 6, 30, 200))
            hour = draw.choice((6, 7, 8, 8, 9, 11, 17))
            kind = draw.choices(("EXT", "FLX", "OTH", "STU"), weights=(4, 3, 3, 1))[0]
            rows.append({
                "DimonaPeriodId": f"{n + 1:012d}", "CompanyID": b.enterprise(1 + n % FIRMS), "INSS": b.nobody(n % 700),
                "JointCommissionNbr": draw.choice(("302", "302", "124", "145")), "WorkerType": kind,
                "StartingDate": start.isoformat(),
                "EndingDate": "" if length == 200 else (start + timedelta(days=length)).isoformat(),
                "StartingHour": f"{hour:02d}00", "EndingHour": f"{hour + 5:02d}30",
                "PlannedHoursNbr": "20" if kind == "STU" else "",
                "FormType": draw.choices(("IN", "OUT", "UPDATE", "CANCEL"), weights=(8, 2, 1, 1))[0],
                "ReceivedAt": f"{start - timedelta(days=draw.randrange(3))}T0{draw.randrange(4, 9)}:10:00Z",
            })  # fmt: skip
        return _dated(b.dimona_files(rows), day)

    def _dmfa(self, day: date) -> Files:
        rows = []
        for quarter in _quarters(day):
            for n in self._firms(BORN)[::3]:
                draw = self._draw("wages", n, quarter)
                size = self._draw("size", n).randrange(1, 30)
                workers = max(1, size + draw.randrange(-1, 2))
                wages = int(workers * 400_000 * draw.uniform(0.8, 1.2))
                rows.append({
                    "CompanyID": b.enterprise(n), "LocalUnitID": b.establishment(n), "Quarter": quarter,
                    "JointCommissionNbr": draw.choice(("302", "124")) if n % 9 == 0 else "302",
                    "Workers": str(workers), "PartTimeWorkers": str(workers // 3), "HoursPaid": str(workers * 410),
                    "WagesCents": str(wages), "ContributionsDueCents": str(wages // 3),
                    "ContributionsPaidCents": str(wages // 3 if draw.random() < 0.9 else wages // 6),
                })  # fmt: skip
        return _dated(b.dmfa_files(rows), day)

    def _checkin(self, day: date) -> Files:
        rows = []
        for n in range(PRESENCES * 5):
            draw = self._draw("presence", n)
            on = BORN + timedelta(days=draw.randrange(-100, 400))
            resting = (on.month, on.day) > (12, 20) or (on.month == 1 and on.day < 5)
            if on.weekday() > 4 or not day - timedelta(days=90) <= on < day or (resting and draw.random() < 0.95):
                continue
            hour = draw.choice((6, 7, 7, 7, 8))
            rows.append({
                "WorkDeclarationNbr": f"W2026-{1 + n % SITES:04d}", "CompanyID": b.enterprise(1 + n % 90),
                "INSS": b.nobody(n % 260), "CheckInDate": on.isoformat(), "InAt": f"{hour:02d}{draw.randrange(60):02d}",
                "OutAt": "" if draw.random() < 0.3 else f"{hour + 8:02d}15",
                "Scheme": draw.choices(("construction", "cleaning", "meat"), weights=(8, 1, 1))[0],
            })  # fmt: skip
        return _dated(b.checkin_files(rows), day)

    def _works(self, day: date) -> Files:
        sites, chain = [], []
        for n in range(1, SITES + 60):
            draw = self._draw("site", n)
            start = BORN + timedelta(days=draw.randrange(-200, 0) if n <= SITES else draw.randrange(400))
            if start - timedelta(days=20) > day:
                continue
            postcode, dutch, french, _ = draw.choice(PLACES)
            number = f"W2026-{n:04d}"
            street = draw.choice(_STREETS)
            sites.append({
                "WorkDeclarationNbr": number, "MainContractorCompanyID": b.enterprise(draw.randrange(1, 90)),
                "StartDate": f"{start}", "EndDate": f"{start + timedelta(days=draw.randrange(90, 600))}",
                "AmountCents": str(int(10 ** draw.uniform(6, 8.5))), "Postcode": postcode,
                "Municipality": dutch if postcode[0] in _REGION else french, "Street": street,
                "HouseNumber": str(draw.randrange(1, 200)),
                "Latitude": f"{50 + int(postcode) / 10_000 + draw.random() / 50:.4f}",
                "Longitude": f"{3 + int(postcode) / 4_000 + draw.random() / 50:.4f}",
            })  # fmt: skip
            for level in range(1, 2 + draw.randrange(3)):
                chain.append({
                    "WorkDeclarationNbr": number, "CompanyID": b.enterprise(draw.randrange(1, 300)),
                    "PrincipalCompanyID": "" if level == 1 else b.enterprise(draw.randrange(1, 90)),
                    "Level": str(level), "DeclaredAt": (start - timedelta(days=draw.randrange(15))).isoformat(),
                })  # fmt: skip
        return _dated(b.works_files(sites, chain), day)

    def _mandates(self, day: date) -> Files:
        rows = []
        for n in range(1, HOLDERS):
            draw = self._draw("holder", n)
            ends = self._version("resigns", n, day, 0.05)
            rows.append({
                "EnterpriseNumber": b.enterprise(n), "INSS": b.nobody(300 + n),
                "Function": draw.choice(("director", "director", "manager", "partner")),
                "StartDate": (date(1990, 1, 1) + timedelta(days=draw.randrange(13_000))).isoformat(),
                "EndDate": BORN.isoformat() if ends else "",
            })  # fmt: skip
        return _dated(b.mandates_files(rows), day)


_SEATS = ((b.enterprise, "REGO"), (b.establishment, "BAET"))


@cache
def _codes() -> Any:
    further = [["Nace2008", code, "FR", code] for code in NACE] + [["Nace2025", code, "FR", code] for code in NACE]
    known = {(row[0], row[1], row[2]) for row in b.CODE}
    return [*b.CODE, *(row for row in further if tuple(row[:3]) not in known)]


def _quarters(day: date) -> list[str]:
    """Return the five quarters whose declaration is due: the end of the month after each."""
    months = [(day.year * 12 + day.month - 1 - 2) // 3 - n for n in range(1, 6)]
    return [f"{3 * q // 12}Q{3 * q % 12 // 3 + 1}" for q in reversed(months)]


def _dated(files: Files, day: date) -> Files:
    """Put the day of the snapshot into meta.csv."""
    told = [list(row) for row in files["meta.csv"]]
    told[1][1] = day.strftime("%d-%m-%Y")
    return {**files, "meta.csv": told}


@cache
def country(seed: int = 1) -> Country:
    """Return the country of a seed."""
    return Country(seed)


@cache
def _first_values(seed: int, register: str, table: str, column: str) -> list[str]:
    """Return the values of a column, by its name in the lake, as they were first delivered."""
    told = b.rules().registers[register].table(table)
    header, *rows = country(seed).files(register, BORN)[told.files[0]]
    place = list(header).index(next(one.name for one in told.columns if one.lake == column))
    return sorted({str(row[place]) for row in rows})
