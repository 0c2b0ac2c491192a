"""All registers of the demo, written in one go: from one seed, one scale and one day."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal
from zlib import crc32

import numpy as np
import polars as pl

from inspection.demo.registers import closed, crossroads, declarations, extract, mandates, on_call, roster, sites, wages
from inspection.demo.registers.enterprises import Firms, Size, found_firms
from inspection.demo.registers.parts import WHOLE, Part
from inspection.demo.registers.past import workplaces, write_past
from inspection.demo.registers.writing import Folders, snapshot
from inspection.progress import say
from sectors.reader import Rules, load_rules

Scale = Literal["small", "medium", "national"]
STEP = "demo bytes"

# establishments in the four risk sectors and outside them, enterprises without one, secondary activities
_SCALES = {"small": Size.of(2_000, 200), "medium": Size.of(54_000, 6_000)}
_SCALES["national"] = Size.of(238_600, 1_461_400, idle=430_000, activities=3)
_A_PART = 150_000  # establishments that are invented at a time: what decides how much memory the demo takes
_BYTES_EACH = 2_000  # an establishment, over all files: what progress is counted against until a part is written


@dataclass(frozen=True)
class Demo:
    """What was written.

    folder
        The folder of the registers.
    rows
        File, relative to `folder`, to its number of rows (of entries for JSON).
    """

    folder: Path
    rows: Mapping[str, int]

    @property
    def paths(self) -> tuple[Path, ...]:
        """The files, in order of their names."""
        return tuple(self.folder / name for name in sorted(self.rows))


def write_registers(
    home_registers: Path,
    *,
    scale: Scale | int | Size,
    seed: int,
    on: date,
    kbo: Path | None = None,
    rules: Rules | None = None,
) -> Demo:
    """Write synthetic registers, a roster and complaints in their native formats, and say how much.

    The same arguments give the same bytes. Whoever calls this has seen that nothing else is there, and marked the home
    (see `inspection.demo.home`).

    scale
        "small" about 2,000 establishments in the four risk sectors, "medium" about 60,000 in all, "national" 1.7
        million; a number of establishments in the risk sectors; or a size. Above 225,000 establishments the country is
        invented in parts, and only one of them is in memory.
    on
        The day of the snapshots; everything lies before it, but for announcements some days ahead.
    kbo
        Zip or folder of a real full extract: then no `kbo/` is written, and the closed registers are about its firms.
    rules
        Whose offices have duty rosters; those of this installation when None.
    """
    rules = rules or load_rules()
    size = size_of(scale)
    parts = _parts(size) if kbo is None else (WHOLE,)
    expected = _Expected(sum(size.establishments.values()) * _BYTES_EACH, len(parts))
    with Folders(home_registers, expected.hear) as folders:
        places = []
        for part in parts:
            places.append(_write_part(folders, part, size, seed, on, kbo))
            expected.learn(part.index + 1, folders.bytes)
    rows = folders.rows | roster.write_roster(home_registers / "roster", on)
    rows |= on_call.write_on_call(home_registers / "roster", rules.on(on), on)
    rows |= write_past(home_registers / "past", pl.concat(places), on, seed, _draws(seed, WHOLE)("past"))
    return Demo(home_registers, rows)


def size_of(scale: Scale | int | Size) -> Size:
    """Return how many firms a scale has, by its name or by its establishments in the risk sectors."""
    if isinstance(scale, Size):
        return scale
    return _SCALES[scale] if isinstance(scale, str) else Size.of(scale, scale // 10)


def _parts(size: Size) -> tuple[Part, ...]:
    """Return the parts in which a country of that size is invented: one, where it fits into memory."""
    count = max(1, round(sum(size.establishments.values()) / _A_PART))
    return tuple(Part(index, count) for index in range(count))


class _Expected:
    """How many bytes there will be: a guess until the first part is written, then as many for each part."""

    def __init__(self, guess: int, parts: int) -> None:
        self._total, self._parts = guess, parts

    def hear(self, written: int) -> None:
        say(STEP, written, max(written, self._total))

    def learn(self, parts: int, written: int) -> None:
        self._total = written * self._parts // parts


def _write_part(folders: Folders, part: Part, size: Size, seed: int, on: date, kbo: Path | None) -> pl.DataFrame:
    """Write one part of the country, and return its workplaces that a past control may have been at."""
    draw = _draws(seed, part)
    firms = found_firms(size, on, draw("firms"), part) if kbo is None else extract.firms_of(kbo, draw("firms"))
    if kbo is None:
        tables = crossroads.extract(firms)
        if part.index:
            del tables["code.csv"]  # the country's, written with the first part
        folders.add("kbo", tables, quotes="non_numeric", meta=crossroads.meta(on))
    folders.add("addresses", crossroads.address_files(firms.addresses, part), meta=None)
    built = _closed(folders, firms, on, draw)
    return workplaces(firms, built, on, is_invented=kbo is None)


def _draws(seed: int, part: Part) -> Callable[[str], np.random.Generator]:
    """Return a stream of random numbers for each subject, so that a change in one leaves the others as they are."""
    lane = [part.index] if part.index else []
    return lambda subject: np.random.default_rng([seed, crc32(subject.encode()), *lane])


def _closed(folders: Folders, firms: Firms, on: date, draw: Callable[[str], np.random.Generator]) -> sites.Sites:
    engagements = declarations.engage(firms, on, draw("dimona"))
    workforce = declarations.workforce(engagements)
    built = sites.build_sites(firms, workforce, on, draw("sites"))
    posted = closed.postings(built, on, draw("limosa"), firms.part)
    permits = closed.permits(workforce, firms.enterprises.select("ent", "number"), on)
    tables = {
        "dimona": {"dimona.csv": declarations.forms(engagements, firms, on)},
        "dmfa": {"dmfa_summary.csv": wages.summaries(engagements, firms, on, draw("dmfa"))},
        "checkin": {"checkin.csv": built.presences},
        "works": {"works.csv": built.works, "works_contractors.csv": built.contractors},
        "mandates": {"mandates.csv": mandates.holders(firms, on, draw("mandates"))},
        "employers": {"employers.csv": closed.employers(firms, on)},
        "accidents": {"accidents.csv": closed.accidents(firms, on, draw("accidents"))},
        "vat": {"vat_ratios.csv": closed.vat(firms, on, draw("vat"))},
        "accounts": {"accounts_ratios.csv": closed.accounts(firms, on, draw("accounts"))},
        "history": {"history.csv": closed.history(firms, on, draw("history"))},
        "limosa": {"limosa.csv": posted},
        "a1": {"a1.csv": closed.certificates(posted, draw("a1"))},
        "single_permit": {"single_permit.csv": permits},
        "residence": {"residence.csv": closed.titles(workforce, on)},
    }
    for register, files in tables.items():
        folders.add(register, files, meta=snapshot(on))
    return built
