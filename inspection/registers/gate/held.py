"""What the gate held: it lies beside the snapshots and no reader sees it, until somebody releases or rejects it.

    lake/<register>/<day>.held/                    waits for a decision; an update of that day beside it, `.update.held`
    lake/<register>/<day>.rejected-<hash>/         the account of one that was rejected; its rows are gone
    lake/<register>/<day>.superseded-<hash>/       the account of one in whose place another came; with its rows where
                                                   it was current, since weeks may have been planned from it

Who may decide is no question of this module (`acts` asks); that a released one follows the last good one is, and that
a decision is about the very files that were looked at.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from inspection.errors import IntakeFault
from inspection.failpoints import failpoint
from inspection.registers.lake import ABOUT, DECISION, Lake, Snapshot, damages_of
from inspection.registers.readers import close, sole_intake, take_place, write
from inspection.registers.report import IntakeReport, SnapshotState

SHORTEST = 12  # signs of a hash that tell a delivery from any other
_HARMLESS = "not of the snapshot"  # what a killed write left beside it: nobody reads that


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
    """Write what was asked or decided about a held delivery into its account, whose hash the trail has."""
    write(snapshot.folder / ABOUT, snapshot.about | {DECISION: decision})


def noted(snapshot: Snapshot) -> dict[str, Any]:
    """Return what was asked or decided about a delivery; nothing where nobody did."""
    return dict(snapshot.about.get(DECISION, {}))


def release(lake: Lake, snapshot: Snapshot, decision: dict[str, Any]) -> IntakeReport:
    """Make a held delivery that `deciding` gave the current one; the one of its day that was stays beside it, whole.

    A process killed before it has its place leaves it held, and the decision is made again.

    Errors: `IntakeFault` as `refuse_unfit` raises it.
    """
    refuse_unfit(lake, snapshot)
    report = replace(snapshot.report, state=SnapshotState.CURRENT, unchanged=False)
    write(snapshot.folder / ABOUT, snapshot.about | {DECISION: decision, "report": report.as_json()})
    failpoint("register.releasing")
    take_place(snapshot.folder, snapshot.day.isoformat())
    supersede(lake, snapshot.report.register)
    return report


def reject(snapshot: Snapshot, decision: dict[str, Any]) -> None:
    """Set a held delivery that `deciding` gave aside: its account stays, its rows go, its bytes never come back."""
    note(snapshot, decision)
    close(snapshot.folder, SnapshotState.REJECTED)


def supersede(lake: Lake, register: str) -> None:
    """Close held deliveries that can no longer be released, since the current one is newer.

    A full one of the same day corrects the current one, and waits.
    """
    newest = lake.newest(register)
    for one in lake.held(register):
        if newest is not None and not _follows(newest, one):
            close(one.folder, SnapshotState.SUPERSEDED)


def refuse_unfit(lake: Lake, snapshot: Snapshot) -> None:
    """Make sure that a held delivery may become the current one: it waits, is what was looked at, and follows still.

    Errors: `IntakeFault` 054 where somebody decided on it already, 058 where a file is not what was written, 051 where
    it no longer follows the current one.
    """
    register = snapshot.report.register
    if snapshot.report.state != SnapshotState.HELD:
        raise IntakeFault("INTAKE-054", register=register)
    _refuse_passed(lake, snapshot)
    spoilt = [one for one in damages_of(snapshot.folder) if one.is_certain and one.what != _HARMLESS]
    if spoilt:
        raise IntakeFault("INTAKE-058", day=snapshot.day, where=spoilt[0].where, what=spoilt[0].what)


def _refuse_passed(lake: Lake, snapshot: Snapshot) -> None:
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
