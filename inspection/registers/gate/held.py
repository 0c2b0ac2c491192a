"""What the gate held: it lies beside the snapshots and no reader sees it, until somebody releases or rejects it.

    lake/<register>/<day>.held/                    waits for a decision; an update of that day beside it, `.update.held`
    lake/<register>/<day>.rejected-<hash>/         the account of one that was rejected; its rows are gone
    lake/<register>/<day>.superseded-<hash>/       the account of one in whose place another came; with its rows where
                                                   it was current, since weeks may have been planned from it

Who may decide is no question of this module (`acts` asks); that a released one follows the last good one is, and that
a decision is about the very files that were looked at.
"""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from inspection.errors import IntakeFault
from inspection.files import put
from inspection.registers.lake import ABOUT, DECISION, SUPERSEDED_BY, Lake, Snapshot
from inspection.registers.readers import settle, sole_intake
from inspection.registers.report import IntakeReport, SnapshotState

_KEPT = (ABOUT, DECISION, "profile.json", "quarantine.parquet")
_SHORT = 8
SHORTEST = 12  # signs of a hash that tell a delivery from any other


def held(lake: Lake, register: str) -> Snapshot:
    """Return the newest held delivery of a register; raises `IntakeFault` where nothing is held."""
    found = lake.held(register)
    if not found:
        raise IntakeFault("INTAKE-050", register=register)
    return found[-1]


@contextmanager
def deciding(lake: Lake, register: str, sha256: str) -> Iterator[Snapshot]:
    """Give the held delivery with a hash, or its first twelve signs, for a decision during which no other comes in.

    Whoever decides looked at files; what came in the place of those since is nothing that they have seen.

    Errors: `IntakeFault` 050 where nothing is held, 054 where what is held has another hash.
    """
    held(lake, register)  # before a folder is made for the lock
    with sole_intake(lake.root, register):
        found = [one for one in lake.held(register) if str(one.about["sha256"]).startswith(sha256)]
        if len(sha256) < SHORTEST or not found:
            raise IntakeFault("INTAKE-054", register=register)
        yield found[0]


def note(snapshot: Snapshot, decision: dict[str, Any]) -> None:
    """Write what was asked or decided about a held delivery beside it."""
    _replace(snapshot.folder / DECISION, decision)


def noted(snapshot: Snapshot) -> dict[str, Any]:
    """Return what was asked or decided about a delivery; nothing where nobody did."""
    path = snapshot.folder / DECISION
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return found


def release(lake: Lake, snapshot: Snapshot, decision: dict[str, Any]) -> IntakeReport:
    """Make a held delivery that `deciding` gave the current one; raises `IntakeFault` 051 where it follows no more."""
    refuse_if_passed(lake, snapshot)
    correct(lake, snapshot.report.register, snapshot.day, str(snapshot.about["sha256"]))
    report = replace(snapshot.report, state=SnapshotState.CURRENT, unchanged=False)
    note(snapshot, decision)
    _replace(snapshot.folder / ABOUT, snapshot.about | {"report": report.as_json()})
    settle(snapshot.folder, snapshot.day.isoformat())
    supersede(lake, snapshot.report.register)
    return report


def reject(snapshot: Snapshot, decision: dict[str, Any]) -> None:
    """Set a held delivery that `deciding` gave aside: its account stays, its rows go, its bytes never come back."""
    note(snapshot, decision)
    close(snapshot, SnapshotState.REJECTED)


def supersede(lake: Lake, register: str) -> None:
    """Close held deliveries that can no longer be released, since the current one is newer.

    A full one of the same day corrects the current one, and waits.
    """
    newest = lake.newest(register)
    for one in lake.held(register):
        if newest is not None and not _follows(newest, one):
            close(one, SnapshotState.SUPERSEDED)


def correct(lake: Lake, register: str, day: date, by: str) -> None:
    """Make way for a corrected delivery of a day that is current: the former one stays under another name, whole.

    Its compact form goes, since it says the same. A process killed between this and the next rename leaves the day
    without a snapshot until the same delivery is taken in again; the one before is read meanwhile.

    Arguments: `by` the hash of the delivery that comes in its place.
    """
    for one in lake.deliveries(register):
        if one.day == day:
            report = replace(one.report, state=SnapshotState.SUPERSEDED, unchanged=False)
            _replace(one.folder / ABOUT, one.about | {"report": report.as_json(), SUPERSEDED_BY: by})
            name = f"{day}.{SnapshotState.SUPERSEDED}-{one.about['sha256'][:_SHORT]}"
            for in_the_way in (f"{one.folder.name}.compact", name):
                shutil.rmtree(one.folder.with_name(in_the_way), ignore_errors=True)
            settle(one.folder, name)


def close(snapshot: Snapshot, state: SnapshotState) -> None:
    """Take the rows of a held delivery away and keep its account under another name."""
    report = replace(snapshot.report, state=state, unchanged=False)
    _replace(snapshot.folder / ABOUT, snapshot.about | {"report": report.as_json()})
    for path in snapshot.folder.iterdir():
        if path.name not in _KEPT:
            path.unlink()
    name = f"{snapshot.day}.{state}-{snapshot.about['sha256'][:_SHORT]}"
    shutil.rmtree(snapshot.folder.parent / name, ignore_errors=True)  # the same bytes, closed before
    settle(snapshot.folder, name)


def refuse_if_passed(lake: Lake, snapshot: Snapshot) -> None:
    """Make sure that a held delivery still follows the current one; raises `IntakeFault` 051."""
    newest, report = lake.newest(snapshot.report.register), snapshot.report
    if newest is None and report.kind == "full":
        return
    if newest is None or not _follows(newest, snapshot):
        day = newest.day.isoformat() if newest else "nothing"
        raise IntakeFault("INTAKE-051", day=snapshot.day, current=day, register=report.register)


def _follows(newest: Snapshot, one: Snapshot) -> bool:
    """Tell whether a held delivery comes after the current one: not before its day, an update by the next number."""
    earlier, extract = newest.report.extract, one.report.extract
    is_next = one.report.kind == "full" or (earlier is not None and extract == earlier + 1)
    return is_next and one.day >= newest.day


def _replace(path: Path, value: dict[str, Any]) -> None:
    text = json.dumps(value, indent=1, sort_keys=True, ensure_ascii=False)
    put(path, f"{text}\n".encode())
