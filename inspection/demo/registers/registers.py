"""All registers of the demo, written in one go: from one seed, one scale and one day."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal
from zlib import crc32

import numpy as np

from inspection.control.checklists import Checklist, checklist
from inspection.demo.registers import closed, crossroads, declarations, extract, mandates, on_call, roster, sites, wages
from inspection.demo.registers.enterprises import Firms, found_firms
from inspection.demo.registers.past import Behind, workplaces, write_past
from inspection.demo.registers.writing import snapshot, write_folder
from sectors.reader import Rules, load_rules

Scale = Literal["small", "medium", "national"]

# establishments in the four risk sectors, and outside them
_SCALES = {"small": (2_000, 200), "medium": (54_000, 6_000), "national": (238_600, 1_461_400)}


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
    scale: Scale | int,
    seed: int,
    on: date,
    kbo: Path | None = None,
    rules: Rules | None = None,
) -> Demo:
    """Write synthetic registers, a roster and past controls in their native formats, and say how much.

    The same arguments give the same bytes. Whoever calls this has seen that nothing else is there, and marked the home
    (see `inspection.demo.home`).

    scale
        "small" about 2,000 establishments in the four risk sectors, "medium" about 60,000, "national" 1.7 million; or a
        number of establishments in the risk sectors.
    on
        The day of the snapshots; everything lies before it, but for announcements some days ahead.
    kbo
        Zip or folder of a real full extract: then no `kbo/` is written, and the closed registers are about its firms.
    rules
        Whose questions the past controls answer; those of this installation when None.
    """
    rules = rules or load_rules()
    total, other = _SCALES[scale] if isinstance(scale, str) else (scale, scale // 10)
    draw = _draws(seed)
    firms = found_firms(total, other, on, draw("firms")) if kbo is None else extract.firms_of(kbo, draw("firms"))
    rows: dict[str, int] = {}
    if kbo is None:
        tables, meta = crossroads.extract(firms), crossroads.meta(on)
        rows |= write_folder(home_registers / "kbo", tables, quotes="non_numeric", meta=meta)
    rows |= write_folder(home_registers / "addresses", crossroads.address_files(firms.addresses), meta=None)
    closed, built = _closed(home_registers, firms, on, draw)
    rows |= closed
    rows |= roster.write_roster(home_registers / "roster", on)
    rows |= on_call.write_on_call(home_registers / "roster", rules.on(on), on)
    behind = Behind(workplaces(firms, built, on, invented=kbo is None), _checklist_of(rules), on)
    rows |= write_past(home_registers / "past", behind, draw("past"))
    return Demo(home_registers, rows)


def _checklist_of(rules: Rules) -> Callable[[str, date], Checklist]:
    def of(sector: str, day: date) -> Checklist:
        catalogue = rules.on(day)
        return checklist(catalogue.sectors[sector], catalogue)

    return of


def _draws(seed: int) -> Callable[[str], np.random.Generator]:
    """Return a stream of random numbers for each part, so that a change in one leaves the others as they are."""
    return lambda part: np.random.default_rng([seed, crc32(part.encode())])


def _closed(
    folder: Path, firms: Firms, on: date, draw: Callable[[str], np.random.Generator]
) -> tuple[dict[str, int], sites.Sites]:
    engagements = declarations.engage(firms, on, draw("dimona"))
    workforce = declarations.workforce(engagements)
    built = sites.build_sites(firms, workforce, on, draw("sites"))
    posted = closed.postings(built, on, draw("limosa"))
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
        "single_permit": {
            "single_permit.csv": closed.permits(workforce, firms.enterprises.select("ent", "number"), on)
        },
        "residence": {"residence.csv": closed.titles(workforce, on)},
    }
    rows: dict[str, int] = {}
    for register, files in tables.items():
        rows |= write_folder(folder / register, files, meta=snapshot(on))
    return rows, built
