"""Which snapshots of a register may go: by age, in whole chains, and never one that somebody still stands on.

A chain is a full delivery with its updates: an update without its base says nothing, so they go together. The newest
chain always stays: weeks are planned from it, and the gate compares the next delivery with it.
"""

import shutil
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Literal

from inspection.registers.gate import is_corrected
from inspection.registers.lake import ABOUT, Lake, Snapshot, sha256_of_file
from inspection.registers.readers import sole_intake
from inspection.sealed_folders import KEY_FILE

Why = Literal["due", "newest", "young", "frozen"]
_GONE = ".pruned-"


@dataclass(frozen=True, kw_only=True)
class Prunable:
    """A snapshot and what the policy says of it.

    why
        "due": it may go; "newest": of the newest chains; "young": its chain was current within its days;
        "frozen": somebody froze it, or a control under legal hold took an extract from it, or from its chain.
    state
        "current" for one that is current or was; "superseded" for one in whose place a corrected delivery came.
    size
        Bytes on the disk.
    """

    register: str
    day: date
    state: Literal["current", "superseded"]
    manifest: str
    why: Why
    size: int
    folders: tuple[Path, ...]


def examine(
    lake: Lake, register: str, *, on: date, days: int, at_least: int, frozen: Collection[date] = ()
) -> tuple[Prunable, ...]:
    """Return every snapshot of a register, oldest first, with whether it may go.

    Arguments: `days` that a snapshot stays; `at_least` newest chains stay whatever their age; `frozen` days whose
    snapshots stay, with all that they stand on.
    """
    first = on - timedelta(days=days)
    chains = _chains(lake.deliveries(register))
    found: list[Prunable] = []
    for place, chain in enumerate(reversed(chains)):
        stands = [one.day for one in chain]
        until = chains[len(chains) - place][0].day if place else date.max
        # A day between two deliveries is read from the earlier one, so its days begin when it stopped being current.
        why = _why(place < at_least, until > first, any(stands[0] <= day < until for day in frozen))
        found += [_seen(register, one, why) for one in chain]
    for one in _superseded(lake, register):
        found.append(_seen(register, one, _why(False, one.day >= first, one.day in frozen)))
    return tuple(sorted(found, key=lambda one: (one.day, one.state)))


def prune(lake: Lake, one: Prunable) -> None:
    """Remove a snapshot that may go, with its compact form: out of sight in one rename, then its key, then the rest."""
    with sole_intake(lake.root, one.register) as folder:
        for path in one.folders:
            hidden = folder / f"{_GONE}{path.name}"
            if path.is_dir():
                shutil.rmtree(hidden, ignore_errors=True)
                path.rename(hidden)
            _remove(hidden)


def finish(lake: Lake, register: str) -> None:
    """Remove what a killed process left of snapshots that are pruned."""
    left = list((lake.root / register).glob(f"{_GONE}*"))
    if left:
        with sole_intake(lake.root, register):
            for hidden in left:
                _remove(hidden)


def _remove(folder: Path) -> None:
    (folder / KEY_FILE).unlink(missing_ok=True)  # first: without it nothing of a sealed table opens
    shutil.rmtree(folder, ignore_errors=True)


def _chains(deliveries: tuple[Snapshot, ...]) -> list[list[Snapshot]]:
    """Return full deliveries, each with its updates; updates before any full one have lost their base and stay out."""
    chains: list[list[Snapshot]] = []
    for one in deliveries:
        if one.is_full:
            chains.append([one])
        elif chains:
            chains[-1].append(one)
    return chains


def _superseded(lake: Lake, register: str) -> Iterator[Snapshot]:
    """Yield what was current until a corrected delivery came in its place: its rows are still there."""
    return (one for one in lake.closed(register) if is_corrected(one))


def _why(is_newest: bool, is_young: bool, is_frozen: bool) -> Why:
    return "newest" if is_newest else "frozen" if is_frozen else "young" if is_young else "due"


def _seen(register: str, one: Snapshot, why: Why) -> Prunable:
    folders = [one.folder]
    if one.folder.name == one.day.isoformat():
        folders += [path for path in [one.folder.with_name(f"{one.folder.name}.compact")] if path.is_dir()]
    return Prunable(
        register=register,
        day=one.day,
        state="current" if one.folder.name == one.day.isoformat() else "superseded",
        manifest=sha256_of_file(one.folder / ABOUT),
        why=why,
        size=sum(path.stat().st_size for folder in folders for path in folder.iterdir()),
        folders=tuple(folders),
    )
