"""How a delivery gets its name in the lake, leaves it for another, or is closed, so that no kill leaves it in between.

Each of these is several renames and writes. Whoever holds the register's lock next (`sole_intake`) ends or undoes what
a killed process began, by what the names and accounts say:

    .leaving-<day>                      another comes in its place: it leaves if that one is there, else it comes back
    <day>.held, its account closed      what was recorded about it holds: it is closed
    <day>.held, its account current     nobody has seen it: it waits again, for the decision to be made again
    <day>.rejected-<hash> with rows     they go
"""

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from inspection.failpoints import failpoint
from inspection.files import put
from inspection.registers.lake import ABOUT, CLOSED, DECISION, LEAVING, QUARANTINE, SUPERSEDED_BY
from inspection.registers.report import SnapshotState
from inspection.sealed_folders import KEY_FILE

_KEPT = (ABOUT, "profile.json", QUARANTINE)
_SHORT = 8
_ASKED = "asked_"  # by, at, because: of whoever asked first, where a second person decides
_NOBODY_KNOWS = "0" * _SHORT  # of an account that rotted


def settle(folder: Path, name: str) -> None:
    """Give a folder its name beside where it lies, and bring that to the disk."""
    folder.rename(folder.parent / name)
    sync(folder.parent)


def take_place(folder: Path, day: str) -> None:
    """Make a delivery the current one of its day; the one that was stays under another name, whole.

    Between the two renames readers see the former one still (`Lake`), and a process killed there leaves that to them.
    """
    former = folder.with_name(f"{LEAVING}{day}")
    if (folder.parent / day).is_dir():
        settle(folder.parent / day, former.name)
        failpoint("register.leaving")
    settle(folder, day)
    failpoint("register.came")
    _leave(former)


def close(folder: Path, state: SnapshotState) -> None:
    """Keep the account of a held delivery under another name; its rows go, with their key first."""
    about = account(folder)
    day = folder.name.partition(".")[0]
    write(folder / ABOUT, about | {"report": about["report"] | {"state": state, "unchanged": False}})
    failpoint("register.closing")
    closed = folder.with_name(_name(day, state, about))
    shutil.rmtree(closed, ignore_errors=True)  # the same bytes, closed before
    settle(folder, closed.name)
    failpoint("register.closed")
    _take_rows_away(closed)


def finish_moves(register: Path) -> None:
    """End or undo what a killed process began in the folder of a register; whoever calls this holds its lock.

    A folder whose account cannot be read stays where it is: whoever reads it next says so.
    """
    for folder in unfinished(register):
        if folder.name.startswith(LEAVING):
            _leave(folder)
        elif not folder.name.endswith(".held"):
            _take_rows_away(folder)
        elif (state := _state(folder)) in CLOSED:
            close(folder, SnapshotState(state))
        else:
            write(folder / ABOUT, _waiting_again(account(folder)))


def _waiting_again(about: dict[str, Any]) -> dict[str, Any]:
    """Return the account of a delivery whose release was not made: who asked for it stays, who decided does not."""
    asked = {key: value for key, value in about.get(DECISION, {}).items() if key.startswith(_ASKED)}
    before = {key: value for key, value in about.items() if key != DECISION} | ({DECISION: asked} if asked else {})
    return before | {"report": about["report"] | {"state": SnapshotState.HELD}}


def unfinished(register: Path) -> tuple[Path, ...]:
    """Return the folders of a register that a killed process left between two places."""
    found = sorted(path for path in register.iterdir() if path.is_dir()) if register.is_dir() else []
    return tuple(path for path in found if _is_between(path))


def account(folder: Path) -> dict[str, Any]:
    """Return the account of a delivery, its snapshot.json."""
    found: dict[str, Any] = json.loads((folder / ABOUT).read_text(encoding="utf-8"))
    return found


def write(path: Path, value: dict[str, Any]) -> None:
    """Write a file of JSON anew, whole or not at all."""
    text = json.dumps(value, indent=1, sort_keys=True, ensure_ascii=False)
    put(path, f"{text}\n".encode())


def sync(path: Path) -> None:
    """Bring a file, or the names in a folder, to the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _leave(former: Path) -> None:
    """Give the former delivery of a day its other name; or its own again, where nothing came in its place."""
    if not former.is_dir():
        return
    day = former.name.removeprefix(LEAVING)
    current = former.with_name(day)
    if not current.is_dir():
        settle(former, day)
        return
    about = _known(former)
    if about:
        state = {"state": SnapshotState.SUPERSEDED, "unchanged": False}
        by = _known(current).get("sha256", _NOBODY_KNOWS)
        write(former / ABOUT, about | {"report": about["report"] | state, SUPERSEDED_BY: by})
    name = _name(day, SnapshotState.SUPERSEDED, about)
    shutil.rmtree(former.with_name(name), ignore_errors=True)
    settle(former, name)


def _name(day: str, state: SnapshotState, about: dict[str, Any]) -> str:
    return f"{day}.{state}-{about.get('sha256', _NOBODY_KNOWS)[:_SHORT]}"


def _take_rows_away(closed: Path) -> None:
    (closed / KEY_FILE).unlink(missing_ok=True)  # first: without it nothing of a sealed table opens
    for path in _rows(closed):
        path.unlink()


def _rows(folder: Path) -> Iterator[Path]:
    return (path for path in folder.iterdir() if path.name not in _KEPT)


def _is_between(folder: Path) -> bool:
    if folder.name.startswith(LEAVING):
        return True
    if folder.name.endswith(".held"):
        return _state(folder) in (*CLOSED, SnapshotState.CURRENT)
    if any(f".{state}-" in folder.name for state in CLOSED) and any(_rows(folder)):
        return SUPERSEDED_BY not in _known(folder) and _state(folder) in CLOSED
    return False


def _state(folder: Path) -> str:
    return str(_known(folder).get("report", {}).get("state", ""))


def _known(folder: Path) -> dict[str, Any]:
    """Return the account of a delivery, or nothing where it cannot be read."""
    try:
        return account(folder)
    except (OSError, ValueError):
        return {}
