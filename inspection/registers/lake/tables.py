"""Where a table of a snapshot lies, and how it is read: open, or sealed whole where a row of it is about a person.

A pseudonym is a person still, for whoever has the keys or another register beside it. So a table with a column of
persons is one sealed file, opened in memory; what is scanned where it lies holds firms, places and sums.
"""

import io
from pathlib import Path

import polars as pl

from inspection.errors import RestFault
from inspection.keys import Keys
from inspection.sealed_folders import SealedFolder
from sectors.rules.registers import Register


def person_tables(register: Register) -> frozenset[str]:
    """Return the tables of a register whose rows are about persons, by what registers.yaml says of their columns."""
    return frozenset(t.name for t in register.tables if t.is_about_persons)


def sealed_snapshot(folder: Path, register: str, keys: Keys) -> SealedFolder:
    """Return the folder of a snapshot as one that holds sealed tables."""
    return SealedFolder(folder, f"lake.{register}", keys)


def table_file(name: str) -> str:
    """Return the name of a table's file."""
    return f"{name}.parquet"


def scan_table(folder: Path, register: str, name: str, keys: Keys | None) -> pl.LazyFrame:
    """Return a table of a snapshot, lazily; one of persons is opened in memory.

    Errors: `RestFault` 101 and 102 for one that does not open, 103 where the lake was opened without keys.
    """
    file = table_file(name)
    if not is_sealed(folder, name):
        return pl.scan_parquet(folder / file)
    if keys is None:
        raise RestFault("REST-103", register=register)
    return pl.scan_parquet(io.BytesIO(sealed_snapshot(folder, register, keys).read(file)))


def is_sealed(folder: Path, name: str) -> bool:
    """Tell whether a table of a snapshot lies sealed."""
    return (folder / f"{table_file(name)}.sealed").is_file()


def has_table(folder: Path, name: str) -> bool:
    """Tell whether a snapshot has a table, open or sealed."""
    return is_sealed(folder, name) or (folder / table_file(name)).exists()
