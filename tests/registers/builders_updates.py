"""Updates of the Crossroads Bank over the small country: what its owner would send between two days.

What an update names is taken away and written anew: what changed between the days, and what the owner wrote anew though
nothing that is kept here changed, since a country of some hundred firms changes little in a week.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from random import Random

import builders_registers as b
from builders_deliveries import FIRMS, country
from builders_registers import Files, Row

FEWEST_ANEW, MOST_ANEW = 60, 90


def update_files(seed: int, since: date, day: date, number: int, *, anew: bool = True) -> Files:
    """Return the update of a country from one day to another; without `anew` only what really changed."""
    before, after = (country(seed).files("kbo", one) for one in (since, day))
    again = _written_anew(seed, day) if anew else frozenset()
    files: Files = {"meta.csv": b.kbo_meta(day, "update", number), "code.csv": after["code.csv"]}
    for table, header in b.HEADERS.items():
        if table != "code":
            old, new = (_by_key(one[f"{table}.csv"][1:]) for one in (before, after))
            touched = [key for key in sorted({*old, *new}) if old.get(key) != new.get(key) or key in again]
            files[f"{table}_delete.csv"] = [header[:1], *([key] for key in touched if key in old)]
            files[f"{table}_insert.csv"] = [header, *(row for key in touched for row in new.get(key, ()))]
    return files


def _written_anew(seed: int, day: date) -> frozenset[str]:
    draw = Random(f"anew {seed} {day}")
    firms = draw.sample(range(1, FIRMS + 1), draw.randint(FEWEST_ANEW, MOST_ANEW))
    return frozenset(b.dotted(number(n)) for n in firms for number in (b.enterprise, b.establishment, b.branch))


def _by_key(rows: Sequence[Row]) -> Mapping[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row[0], []).append(row)
    return found
