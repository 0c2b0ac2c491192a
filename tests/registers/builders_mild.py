"""Damages beside those that are judged by the ten thousand: a town that is missing, and damages of a few rows.

Drawn apart from the kinds of `builders_damages`, whose seeds stay what they are. A town that is missing must be held;
of a milder damage it is measured from which share of the rows on it is held.
"""

from collections import Counter
from collections.abc import Sequence
from random import Random

import builders_registers as b
from builders_damages import KINDS, LEAST_ROWS, NEXT, Damaged
from builders_deliveries import BORN, country
from builders_registers import Files, Row
from builders_updates import update_files

SHARES = (0.03, 0.05, 0.1, 0.2, 0.34)
MILD_KINDS = tuple(sorted(KINDS.keys() - {"saved as latin-1"}))  # a file is in one encoding as a whole
TOWN = "a town missing"
_OF_PLACES = ("addresses", "kbo", "kbo update", "works")
_NUMBER = 744  # of the extract after the country's first one
_DRAWS = 20  # in which a kind fits a register, or fits none of its columns


def town_missing(seed: int) -> Damaged:
    """Return the delivery of a seed in which one town is missing, with all that hangs on it."""
    draw = Random(f"town {seed}")
    told = draw.choice(_OF_PLACES)
    register = told.split()[0]
    honest = country().files(register, NEXT)
    town = draw.choice(_towns(register, country().files(register, BORN)))
    if told == "kbo update":
        return Damaged(register, TOWN, town, _update_without(town))
    return Damaged(
        register, TOWN, town, {"kbo": _kbo, "addresses": _addresses, "works": _works}[register](honest, town)
    )


def milder(register: str, kind: str, share: float, seed: int) -> Damaged | None:
    """Return a delivery that is damaged in about this share of the rows of a file; None where the kind does not fit."""
    draw = Random(f"mild {register} {kind} {seed}")  # the same file and column for each share
    honest = country().files(register, NEXT)
    tables = {file: one for one in b.rules().registers[register].tables if one.stored for file in one.files}
    file = draw.choice([name for name in tables if len(honest.get(name, ())) > LEAST_ROWS])
    rows = [[str(cell) for cell in row] for row in honest[file]]
    body, count = rows[1:], round(share * (len(rows) - 1))
    if kind == "cut":
        return Damaged(register, kind, file, {**honest, file: [rows[0], *body[: len(body) - count]]})
    if kind == "doubled":
        return Damaged(register, kind, file, {**honest, file: [*rows, *draw.sample(body, count)]})
    found = next(filter(None, (KINDS[kind](register, tables[file], file, rows, draw) for _ in range(_DRAWS))), None)
    if found is None:
        return None
    spoilt, where = found
    differ = [n for n, row in enumerate(body) if spoilt[n + 1] != row]
    hit = set(draw.sample(differ, min(count, len(differ))))
    mixed = [spoilt[n + 1] if n in hit else row for n, row in enumerate(body)]
    return Damaged(register, kind, where, {**honest, file: [rows[0], *mixed]})


_PLACES = {
    "kbo": ("address.csv", "Zipcode"),
    "addresses": ("openaddress", "postcode"),
    "works": ("works.csv", "Postcode"),
}
_ROWS_OF_A_TOWN = 12


def _towns(register: str, files: Files) -> list[str]:
    """Return the towns of a register that are large enough to be judged."""
    beginning, name = _PLACES[register]
    count: Counter[str] = Counter()
    for file, rows in files.items():
        if file.startswith(beginning):
            count.update(str(row[list(rows[0]).index(name)]) for row in rows[1:])
    return sorted(town for town, rows in count.items() if rows >= _ROWS_OF_A_TOWN)


def _without(rows: Sequence[Row], name: str, values: frozenset[str]) -> list[Row]:
    at = list(rows[0]).index(name)
    return [rows[0], *(row for row in rows[1:] if str(row[at]) not in values)]


def _addresses(files: Files, town: str) -> Files:
    return {n: _without(rows, "postcode", frozenset({town})) if n != "meta.csv" else rows for n, rows in files.items()}


def _works(files: Files, town: str) -> Files:
    header, *sites = files["works.csv"]
    at, number = (list(header).index(name) for name in ("Postcode", "WorkDeclarationNbr"))
    gone = frozenset(str(site[number]) for site in sites if site[at] == town)
    return {n: _without(rows, "WorkDeclarationNbr", gone) if n != "meta.csv" else rows for n, rows in files.items()}


def _kbo(files: Files, town: str) -> Files:
    gone = _entities(files, town)
    kept = ("meta.csv", "code.csv")
    return {n: rows if n in kept else _without(rows, str(rows[0][0]), gone) for n, rows in files.items()}


def _entities(files: Files, town: str) -> frozenset[str]:
    """Return the enterprises that have an address in a town, with their establishments and branches."""
    header, *addresses = files["address.csv"]
    here = {str(row[0]) for row in addresses if row[list(header).index("Zipcode")] == town}
    for name in ("establishment.csv", "branch.csv"):
        here |= {str(row[2]) for row in files[name][1:] if row[0] in here}
    own = {str(row[0]) for name in ("establishment.csv", "branch.csv") for row in files[name][1:] if row[2] in here}
    return frozenset(here | own)


def _update_without(town: str) -> Files:
    """Return an update that takes every entity of a town away, and brings none of them again."""
    first = country().files("kbo", BORN)
    gone = _entities(first, town)
    files = {**update_files(1, BORN, NEXT, _NUMBER)}
    for table, header in b.HEADERS.items():
        if table != "code":
            deleted = {str(row[0]) for row in files[f"{table}_delete.csv"][1:]}
            had = {str(row[0]) for row in first[f"{table}.csv"][1:]}
            files[f"{table}_delete.csv"] = [header[:1], *([key] for key in sorted(deleted | (gone & had)))]
            files[f"{table}_insert.csv"] = _without(files[f"{table}_insert.csv"], header[0], gone)
    return files
