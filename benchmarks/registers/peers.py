"""Others reading the same extract, in an environment of their own.

python -m benchmarks.registers.peers PEER SOURCE INTO

duckdb, polars, pandas    every CSV as text into a Parquet file each, compressed as our lake is; nothing is checked
cbe                       its own way: a zip (stored, so that nothing is unpacked) into its SQLite database on disk

Each does what its documentation shows for files larger than memory, with as many threads as there are cores for it;
pandas and cbe read a million rows at a time. Prints one line of JSON: rows, and the version.
"""

import json
import re
import sys
from collections.abc import Callable
from contextlib import redirect_stdout
from importlib.metadata import version
from io import StringIO
from pathlib import Path
from typing import Any

CHUNK = 1_000_000
CORES = 2


def files_of(source: Path) -> list[Path]:
    """Return the tables of an extract."""
    return sorted(path for path in source.glob("*.csv") if path.name != "meta.csv")


def duckdb(source: Path, into: Path) -> int:
    """COPY each file."""
    import duckdb

    with duckdb.connect() as database:
        database.execute(f"SET threads = {CORES}")
        database.execute(f"SET temp_directory = '{into}'")
        return sum(
            database.execute(
                f"COPY (SELECT * FROM read_csv('{file}', header = true, all_varchar = true)) "  # noqa: S608 (ours)
                f"TO '{into / file.stem}.parquet' (FORMAT parquet, COMPRESSION zstd)"
            ).fetchall()[0][0]
            for file in files_of(source)
        )


def polars(source: Path, into: Path) -> int:
    """Sink each file, streaming."""
    import polars as pl

    rows = 0
    for file in files_of(source):
        written = into / f"{file.stem}.parquet"
        pl.scan_csv(file, infer_schema=False).sink_parquet(written, compression="zstd")
        rows += pl.scan_parquet(written).select(pl.len()).collect().item()
    return rows


def pandas(source: Path, into: Path) -> int:
    """Read each file in pieces, and append them by pyarrow, on which pandas' own writing stands."""
    import pandas as pd
    import pyarrow as pa
    import pyarrow.parquet as pq

    rows = 0
    for file in files_of(source):
        columns = pd.read_csv(file, nrows=0).columns
        schema = pa.schema([(name, pa.string()) for name in columns])
        with (
            pq.ParquetWriter(into / f"{file.stem}.parquet", schema, compression="zstd") as writer,
            pd.read_csv(file, dtype=str, keep_default_na=False, na_values=[""], chunksize=CHUNK) as pieces,
        ):
            for piece in pieces:
                writer.write_table(pa.Table.from_pandas(piece, schema, preserve_index=False))
                rows += len(piece)
    return rows


def cbe(source: Path, into: Path) -> int:
    """Load the zip."""
    from cbe import CBEOpenData

    said = StringIO()
    with redirect_stdout(said):
        CBEOpenData(zip_path=str(source), db_path=str(into / "cbe.sqlite"))
    loaded = re.findall(r"loaded (\d+) rows from (\S+)", said.getvalue())
    return sum(int(rows) for rows, file in loaded if file != "meta.csv")


PEERS: dict[str, Callable[[Path, Path], int]] = {"duckdb": duckdb, "polars": polars, "pandas": pandas, "cbe": cbe}


def main() -> None:
    """Let one of them read."""
    peer, source, into = sys.argv[1:]
    Path(into).mkdir(parents=True)
    made: dict[str, Any] = {"rows": PEERS[peer](Path(source), Path(into)), "version": version(peer)}
    sys.stdout.write(json.dumps(made) + "\n")


if __name__ == "__main__":
    main()
