"""The steps that are ours, each in a process of its own: python -m benchmarks.registers.steps STEP ARGUMENTS.

make TIMES FOLDER                  write the registers of a country so many times the national one
take REGISTERS SOURCE LAKE KEYS    take deliveries of a folder into the lake, persons sealed: names joined by a comma
change SOURCE FOLDER ENTITIES      write an update of the Crossroads Bank, of so many entities of an extract
update LAKE SOURCE                 take it in, over a lake that holds the extract
chain LAKE KEYS CACHE              establish, measure, assess, select
locate LAKE POINTS TURNS           points to cantons, beside geopandas

Each prints one line of JSON at its end.
"""

import json
import sys
from collections.abc import Callable
from dataclasses import asdict
from datetime import date, timedelta
from pathlib import Path
from typing import Any

DAY = date(2026, 11, 30)
SEED = 1
LOWER_BASE = 12_000_000  # above the numbers that the demo begins at there are two million: a larger country needs more


def make(times: str, folder: str) -> dict[str, Any]:
    """Write the registers; once times the national size are those of `vigie demo --scale national`."""
    from inspection.demo.registers import people, write_registers
    from inspection.demo.registers.registers import size_of

    if float(times) > 1:
        people._ENTERPRISE_BASE = LOWER_BASE
    made = write_registers(Path(folder), scale=size_of("national").times(float(times)), seed=SEED, on=DAY)
    size = sum(file.stat().st_size for file in made.folder.rglob("*") if file.is_file())
    return {"rows": dict(made.rows), "bytes": size}


def take(registers: str, source: str, lake: str, keys: str) -> dict[str, Any]:
    """Take deliveries in as a home does, their pseudonyms keyed and their tables of persons sealed."""
    from benchmarks.scale import spent
    from inspection.keys import NAMES, make_keys, open_keys
    from inspection.registers.intake import ingest
    from inspection.registers.lake import Lake
    from inspection.sealing import pseudonymiser
    from sectors.reader import load_rules

    house = open_keys(Path(keys), {})
    make_keys(house, [name for name in NAMES if name != "openrosa"])
    catalogue, read, seconds = load_rules().on(DAY), 0, {}
    for register in registers.split(","):
        before = spent()
        report = ingest(
            register,
            Path(source, register),
            Lake(Path(lake), house),
            rules=catalogue,
            on=DAY,
            pseudonym=pseudonymiser("worker", keys=house),
            is_demo=True,
        )
        if report.state != "current" or report.unchanged or any(file.quarantined for file in report.files):
            raise SystemExit(f"{register}: {report.state}, or rows set aside: not what is measured here")
        read += sum(file.read for file in report.files)
        seconds[register] = round(spent() - before, 2)
    return {"read": read, "seconds": seconds}


def change(source: str, folder: str, entities: str) -> dict[str, Any]:
    """Write an update of so many entities of an extract."""
    from benchmarks.kbo_update import write_update

    Path(folder).mkdir(parents=True, exist_ok=True)
    return {"rows": write_update(Path(source), Path(folder), int(entities), DAY + timedelta(days=1))}


def update(lake: str, source: str) -> dict[str, Any]:
    """Take an update in, and say what that costs once rules and libraries are there."""
    from benchmarks.scale import spent
    from inspection.registers.intake import ingest
    from inspection.registers.lake import Lake
    from sectors.reader import load_rules

    day = DAY + timedelta(days=1)
    catalogue, before = load_rules().on(day), spent()
    report = ingest("kbo", Path(source), Lake(Path(lake)), rules=catalogue, on=day, pseudonym=str, is_demo=True)
    if report.state != "current":
        raise SystemExit(f"the update is {report.state}")
    return {"own_seconds": spent() - before, "rows": sum(file.read for file in report.files)}


def chain(lake: str, keys: str, cache: str) -> dict[str, Any]:
    """Establish, measure, assess and select the country; persons are opened in memory, as in a home."""
    from benchmarks.scale import chain_of
    from inspection.keys import open_keys
    from inspection.registers.lake import Lake

    return {"steps": [asdict(step) for step in chain_of(Lake(Path(lake), open_keys(Path(keys), {})), DAY, Path(cache))]}


def locate(lake: str, points: str, turns: str) -> dict[str, Any]:
    """Locate points of the address register, in turns with geopandas."""
    from benchmarks.registers.locating import compared, points_of

    return compared(*points_of(Path(lake), DAY, int(points)), int(turns))


STEPS: dict[str, Callable[..., dict[str, Any]]] = {
    "make": make, "take": take, "change": change, "update": update, "chain": chain, "locate": locate,
}  # fmt: skip


def main() -> None:
    """Take the step that is named, and say what came of it."""
    sys.stdout.write(json.dumps(STEPS[sys.argv[1]](*sys.argv[2:])) + "\n")


if __name__ == "__main__":
    main()
