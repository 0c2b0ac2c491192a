"""The profile of a delivery: what the gate compares, a few kilobytes beside the snapshot instead of its rows.

    profile.json                 counts by file, shares and distributions by column (see `taking_profile`)
    profile.<table>.parquet      a sample of identities with one hash a column: who vanished, and whose content changed

It is never rows: values that occur often (codes, municipalities) and counts; of persons nothing but numbers of them.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from inspection.files import put
from inspection.keys import Keys
from inspection.registers.lake import has_table, scan_table
from inspection.registers.readers import Incoming, described_name
from inspection.registers.report import FileReport, Kind

PROFILE = "profile.json"
IDENTITY = "identity"
Bins = Mapping[str, int]


@dataclass(frozen=True, kw_only=True)
class FileProfile:
    """One file's account: rows read, kept, and set aside by rule."""

    table: str
    read: int
    kept: int
    reasons: Bins = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class ColumnProfile:
    """One column of the lake, over the sampled rows.

    filled
        Sampled rows that have a value.
    missing, garbled, accents, distinct
        Parts of the sampled rows, the last three of the filled ones; None where the column has no such measure.
    bins
        Measure to distribution: class of age, month, code, size or form to number of rows.
    """

    filled: int
    missing: float
    garbled: float | None = None
    accents: float | None = None
    distinct: float | None = None
    bins: Mapping[str, Bins] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class TableProfile:
    """One table of the lake.

    sampled, one_in
        Rows in the sample, and what part of all identities it takes: one in so many.
    identities
        How many different ones the table has, estimated from the sample.
    duplicates
        Part of the sampled rows that are the same as another one.
    content
        Hash of the sample: equal for the same rows in any order.
    together, orphans
        Pair of columns, or column and where it should be found, to a part of the rows.
    places
        Place to its rows, of the whole table and not of the sample; places with next to none are left out.
    """

    rows: int
    sampled: int
    one_in: int
    identities: int
    duplicates: float
    content: int
    columns: Mapping[str, ColumnProfile] = field(default_factory=dict)
    together: Mapping[str, float] = field(default_factory=dict)
    orphans: Mapping[str, float] = field(default_factory=dict)
    places: Bins = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Profile:
    """One delivery.

    hashed_by
        Version of the library whose hashes these are: those of two versions are not compared.
    """

    register: str
    day: date
    kind: Kind
    extract: int | None
    synthetic: bool
    hashed_by: str
    files: Mapping[str, FileProfile]
    tables: Mapping[str, TableProfile]

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Profile":
        """Read back what `write_profile` wrote."""
        files = {name: FileProfile(**one) for name, one in stored["files"].items()}
        tables = {name: _table(one) for name, one in stored["tables"].items()}
        return cls(**{**stored, "day": date.fromisoformat(stored["day"]), "files": files, "tables": tables})


def _table(stored: Mapping[str, Any]) -> TableProfile:
    columns = {name: ColumnProfile(**one) for name, one in stored["columns"].items()}
    return TableProfile(**{**stored, "columns": columns})


@dataclass(frozen=True)
class Taken:
    """A profile, and by table the sample of identities that goes with it."""

    profile: Profile
    samples: Mapping[str, pl.DataFrame] = field(default_factory=dict, repr=False)


def of_files(reports: tuple[FileReport, ...]) -> dict[str, FileProfile]:
    """Return the account of each file of an intake as the layout names it, whatever its notation; without meta.csv."""
    return {
        described_name(r.file): FileProfile(table=r.table, read=r.read, kept=r.kept, reasons=dict(r.reasons))
        for r in reports
        if r.table != "meta"
    }


def write_profile(new: Incoming, taken: Taken) -> None:
    """Write a profile beside the tables of its snapshot; the sample of a table of persons is sealed as the table is."""
    for table, sample in taken.samples.items():
        new.sample(f"profile.{table}", sample)
    put(new.folder / PROFILE, profile_text(taken.profile))


def profile_text(profile: Profile) -> bytes:
    """Return a profile as it is written."""
    text = json.dumps(asdict(profile), default=date.isoformat, sort_keys=True, ensure_ascii=False)
    return f"{text}\n".encode()


def read_counts(folder: Path) -> Profile | None:
    """Return what the profile of a snapshot counts, without its samples; None where it was written without one."""
    path = folder / PROFILE
    return Profile.from_json(json.loads(path.read_text(encoding="utf-8"))) if path.exists() else None


def read_profile(folder: Path, keys: Keys | None = None) -> Taken | None:
    """Return the profile of a snapshot, or None where it was written without one; `keys` open samples of persons."""
    profile = read_counts(folder)
    if profile is None:
        return None
    register, there = folder.parent.name, [table for table in profile.tables if has_table(folder, f"profile.{table}")]
    return Taken(profile, {t: scan_table(folder, register, f"profile.{t}", keys).collect() for t in there})
