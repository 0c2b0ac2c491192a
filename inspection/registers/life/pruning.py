"""Which snapshots of a register go: by age or since they may not be kept, and never one that somebody stands on.

A chain is a full delivery with its updates: an update without its base says nothing, so they go together. By age the
newest chains stay, since weeks are planned from them and the gate compares the next delivery with them; of rows about
persons the rules let none stay so, nor what the gate holds and nobody decided on. What may not be kept goes wherever it
lies, current, corrected or held, the newest too. What a control under legal hold was told from, or somebody froze,
stays whatever else holds.
"""

import shutil
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from inspection.registers.gate import keep_counts
from inspection.registers.lake import ABOUT, Lake, Snapshot, Why, overstaying, sha256_of_file
from inspection.registers.readers import sole_intake, unfinished
from inspection.sealed_folders import KEY_FILE
from sectors import Catalogue

Standing = Literal["due", "unlawful", "newest", "young", "frozen"]
_GONE = ".pruned-"


@dataclass(frozen=True, kw_only=True)
class Prunable:
    """A snapshot and what the policy says of it.

    why
        "frozen": somebody froze it, or a control under legal hold took an extract from it, or from its chain; "due":
        its days are over; "unlawful": it may not be kept; "newest": of the newest chains; "young": its chain was
        current within its days.
    unlawful
        Why it may not be kept, also where it is frozen and stays.
    state
        "current" for one that is current or was; "superseded" for one in whose place a corrected delivery came; "held"
        for one that the gate holds: only where it goes, else people decide about it.
    manifest, sha256
        Hash of its account, and of the files that it was made of.
    rows, size
        Rows that lie in it, and bytes on the disk.
    """

    register: str
    day: date
    state: Literal["current", "superseded", "held"]
    manifest: str
    sha256: str
    why: Standing
    unlawful: Why | None
    rows: int
    size: int
    folder: Path

    @property
    def goes(self) -> bool:
        """Whether it is to be removed."""
        return self.why in ("due", "unlawful")

    @property
    def told(self) -> str:
        """Why it stays or goes, in words."""
        return str(self.unlawful) if self.unlawful and self.why == "unlawful" else self.why


def by_policy(
    lake: Lake, rules: Catalogue, register: str, *, frozen: Collection[tuple[str, date]], is_demo: bool
) -> tuple[Prunable, ...]:
    """Return every snapshot of a register, oldest first, with whether it goes on the day of the rules.

    Arguments: `frozen` registers and days whose snapshots stay; `is_demo` as for `overstaying`.
    """
    spec, keep = rules.registers[register], rules.register_keep
    return examine(
        lake,
        register,
        on=rules.day,
        days=keep.days_of(spec),
        at_least=keep.at_least_of(spec),
        frozen=frozenset(day for name, day in frozen if name == register),
        unlawful={one.name: one.why for one in overstaying(lake, rules, is_demo=is_demo, only=register)},
    )


def examine(
    lake: Lake,
    register: str,
    *,
    on: date,
    days: int,
    at_least: int,
    frozen: Collection[date] = (),
    unlawful: Mapping[str, Why] = MappingProxyType({}),
) -> tuple[Prunable, ...]:
    """Return every snapshot of a register, oldest first, with whether it goes.

    Arguments: `days` that a snapshot stays; `at_least` newest chains stay whatever their age; `frozen` days whose
    snapshots stay, with all that they stand on; `unlawful` folders that may not be kept, and why.
    """
    found: list[Prunable] = []
    replaced_on, young = date.max, on - timedelta(days=days)
    for place, chain in enumerate(reversed(_chains(lake.deliveries(register)))):
        # A day between two deliveries is read from the earlier one, so its days begin when it stopped being current;
        # where none stays whatever its age, they begin with the day of which it speaks.
        begins = replaced_on if at_least else _after(chain[-1])
        is_frozen = any(chain[0].day <= day < replaced_on for day in frozen)
        stays: Standing = "newest" if place < at_least else "young" if begins > young else "due"
        found += [_seen(register, one, stays, is_frozen, _unlawful(chain, unlawful)) for one in chain]
        replaced_on = chain[0].day
    for one in lake.corrected(register):
        stays = "young" if _after(one) > young else "due"
        found.append(_seen(register, one, stays, one.day in frozen, _unlawful([one], unlawful)))
    for one in lake.held(register):  # nobody stands on it: no week and no control was ever told from it
        why, stays = _unlawful([one], unlawful), "young" if _after(one) > young else "due"
        if why or stays == "due":
            found.append(_seen(register, one, stays, False, why))
    return tuple(sorted(found, key=lambda one: (one.day, one.state)))


def prune(lake: Lake, one: Prunable) -> None:
    """Remove a snapshot that goes: out of sight in one rename, then its key, then the rest.

    Where another delivery came in its place since it was looked at, nothing is removed. Of the newest one, where its
    days are over, counts and shares stay for the gate, and nobody in them.
    """
    with sole_intake(lake.root, one.register) as folder:
        account = one.folder / ABOUT
        if account.is_file() and sha256_of_file(account) != one.manifest:
            return
        hidden = folder / f"{_GONE}{one.folder.name}"
        if one.folder.is_dir():
            if _is_newest_full(lake, one) and one.unlawful in (None, Why.OVER):
                keep_counts(one.folder)
            shutil.rmtree(hidden, ignore_errors=True)
            one.folder.rename(hidden)
        _remove(hidden)


def finish(lake: Lake, register: str) -> None:
    """Remove what a killed process left of snapshots that are pruned, and end or undo what it had begun to move."""
    left = list((lake.root / register).glob(f"{_GONE}*"))
    if left or unfinished(lake.root / register):
        with sole_intake(lake.root, register):  # which ends or undoes what was on its way
            for hidden in left:
                _remove(hidden)


def _remove(folder: Path) -> None:
    (folder / KEY_FILE).unlink(missing_ok=True)  # first: without it nothing of a sealed table opens
    shutil.rmtree(folder, ignore_errors=True)


def _is_newest_full(lake: Lake, one: Prunable) -> bool:
    newest = lake.newest_full(one.register)
    return newest is not None and newest.folder == one.folder


def _chains(deliveries: tuple[Snapshot, ...]) -> list[list[Snapshot]]:
    """Return full deliveries, each with its updates; updates before any full one have lost their base and stay out."""
    chains: list[list[Snapshot]] = []
    for one in deliveries:
        if one.is_full:
            chains.append([one])
        elif chains:
            chains[-1].append(one)
    return chains


def _after(one: Snapshot) -> date:
    return one.day + timedelta(days=1)


def _unlawful(chain: Iterable[Snapshot], unlawful: Mapping[str, Why]) -> Why | None:
    """Return why a chain may not be kept: one of it may not."""
    return next((unlawful[one.folder.name] for one in chain if one.folder.name in unlawful), None)


def _seen(register: str, one: Snapshot, by_age: Standing, is_frozen: bool, unlawful: Why | None) -> Prunable:
    """Return what is said of a snapshot: a freeze keeps it whatever else holds, and no age keeps what is unlawful."""
    is_current = one.folder.name == one.day.isoformat()
    return Prunable(
        register=register,
        day=one.day,
        state="current" if is_current else "held" if one.is_held else "superseded",
        manifest=sha256_of_file(one.folder / ABOUT),
        sha256=str(one.about["sha256"]),
        why="frozen" if is_frozen else "unlawful" if unlawful and by_age != "due" else by_age,
        unlawful=unlawful,
        rows=sum(file.stored for file in one.report.files if file.table in one.about["tables"]),
        size=sum(path.stat().st_size for path in one.folder.iterdir()),
        folder=one.folder,
    )
