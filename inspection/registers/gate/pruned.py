"""What is known of the last good delivery of a register once its rows are gone: counts and shares, and nobody in them.

    lake/<register>/pruned.json      its profile, without samples, hashes, and values that only few rows had

A register whose rows stay five weeks and whose next file comes in the sixth would else be compared with nothing, and
half a file would look like a first one.
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from inspection.files import put
from inspection.registers.gate.comparing import FEWEST
from inspection.registers.gate.profile import Bins, ColumnProfile, Profile, TableProfile, profile_text, read_counts

_FILE = "pruned.json"


def keep_counts(snapshot: Path) -> None:
    """Keep what the profile of a snapshot counts beside it, before it goes; nothing where a later one is known."""
    profile, known = read_counts(snapshot), kept_counts(snapshot.parent)
    if profile is not None and (known is None or known.day <= profile.day):
        tables = {name: _of_nobody(table) for name, table in profile.tables.items()}
        put(snapshot.parent / _FILE, profile_text(replace(profile, tables=tables)))


def kept_counts(register: Path) -> Profile | None:
    """Return what is known of the last good delivery of a register whose rows are gone, None where nothing is."""
    path = register / _FILE
    return Profile.from_json(json.loads(path.read_text(encoding="utf-8"))) if path.exists() else None


def comparable(kept: Profile, now: Profile) -> Profile:
    """Return what is kept with the links of a new delivery that nobody looked for then, as they are now."""
    return replace(kept, tables={name: _linked(one, now.tables.get(name)) for name, one in kept.tables.items()})


def _linked(kept: TableProfile, now: TableProfile | None) -> TableProfile:
    return replace(kept, orphans={**now.orphans, **kept.orphans}) if now is not None else kept


def _of_nobody(table: TableProfile) -> TableProfile:
    return replace(table, content=0, columns={name: _without_few(one) for name, one in table.columns.items()})


def _without_few(column: ColumnProfile) -> ColumnProfile:
    return replace(column, bins={kind: _often(bins) for kind, bins in column.bins.items()})


def _often(bins: Bins) -> Mapping[str, int]:
    """Return a distribution in which the values that few rows have are counted together, as the rarest ones are."""
    often = {name: count for name, count in bins.items() if count >= FEWEST and name != "other"}
    rest = sum(bins.values()) - sum(often.values())
    return {**often, "other": rest} if rest else often
