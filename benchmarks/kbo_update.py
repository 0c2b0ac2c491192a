"""What an update of the Crossroads Bank costs over a country that is in the lake already.

python -m benchmarks.kbo_update LAKE EXTRACT [--entities 5000]

LAKE holds a full snapshot, EXTRACT is the folder of the full extract that some of its entities are taken from: the
update takes their rows away and writes them anew. The lake is copied, and left as it is.
"""

import resource
import shutil
import sys
from argparse import ArgumentParser
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl

from benchmarks.planning.one import machine
from inspection.registers.intake import ingest
from inspection.registers.lake import Lake
from sectors.reader import load_rules

KEYS = {
    "enterprise": "EnterpriseNumber",
    "establishment": "EstablishmentNumber",
    "denomination": "EntityNumber",
    "address": "EntityNumber",
    "activity": "EntityNumber",
    "contact": "EntityNumber",
    "branch": "EnterpriseNumber",
}


def write_update(extract: Path, folder: Path, entities: int, day: date) -> int:
    """Write an update of the first entities of an extract, the one after it; returns its rows."""
    half = dict.fromkeys(("enterprise", "establishment"), entities // 2)
    chosen = [
        pl.scan_csv(extract / f"{name}.csv", infer_schema=False).select(KEYS[name]).head(many).collect().to_series()
        for name, many in half.items()
    ]
    wanted, rows = pl.concat([names.rename("entity") for names in chosen]).implode(), 0
    for table, key in KEYS.items():
        read = pl.scan_csv(extract / f"{table}.csv", infer_schema=False)
        found = read.filter(pl.col(key).is_in(wanted)).collect()
        found.write_csv(folder / f"{table}_insert.csv", quote_style="non_numeric")
        gone = found.select("Id" if table == "branch" else key).unique()
        gone.write_csv(folder / f"{table}_delete.csv", quote_style="non_numeric")
        rows += found.height
    shutil.copy(extract / "code.csv", folder)
    about = dict(pl.read_csv(extract / "meta.csv", infer_schema=False).rows())
    text = day.strftime("%d-%m-%Y")
    about |= {"SnapshotDate": text, "ExtractTimestamp": f"{text} 00:00:00", "ExtractType": "update"}
    about["ExtractNumber"] = str(int(about["ExtractNumber"]) + 1)
    meta = pl.DataFrame({"Variable": [*about], "Value": [*about.values()]})
    meta.write_csv(folder / "meta.csv", quote_style="non_numeric")
    return rows


def main() -> int:
    """Take the update in, and print what that costs."""
    given = ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    given.add_argument("lake", type=Path)
    given.add_argument("extract", type=Path)
    given.add_argument("--entities", type=int, default=5000)
    asked = given.parse_args()
    with TemporaryDirectory(prefix="update-", dir=asked.lake.parent) as folder:
        here, delivery = Path(folder, "lake"), Path(folder, "update")
        delivery.mkdir()
        shutil.copytree(asked.lake / "kbo", here / "kbo")
        day = Lake(here).snapshots("kbo")[-1] + timedelta(days=1)
        rows = write_update(asked.extract, delivery, asked.entities, day)
        catalogue = load_rules().on(day)
        before = resource.getrusage(resource.RUSAGE_SELF)
        report = ingest("kbo", delivery, Lake(here), rules=catalogue, on=day, pseudonym=str)
        after = resource.getrusage(resource.RUSAGE_SELF)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(machine())
    print(
        f"{asked.entities:,} entities, {rows:,} rows, {report.state}: {spent:.2f} s of processor, "
        f"{after.ru_maxrss / 1024:.0f} MB at most"
    )
    return int(report.state != "current")


if __name__ == "__main__":
    sys.exit(main())
