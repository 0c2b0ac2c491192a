"""Which homes the demo made: a mark in the home itself, and a refusal to write where something is somebody else's.

A home without the mark may be an office's: its deliveries, its lake and a year of its cases. One with the mark may have
become one: whoever goes on in it brings in deliveries and gives people accounts.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from inspection.errors import SettingsFault
from inspection.files import put
from inspection.registers.delivered import deliveries, half_copies, in_clear
from inspection.registers.lake import sha256_of_file
from inspection.settings import DEMO_MARK, Settings

_OFFICES_OWN = ("lake", "out", "outbox", "attachments", "lists", "reports", "checkpoints")


def mark(here: Settings, scale: str, seed: int) -> None:
    """Write that the demo makes this home, before anything else of it: whoever is stopped may begin again."""
    done = _read(here).get("done", []) if here.is_demo else []
    _write(here, {"made_by": "vigie demo", "scale": scale, "seed": seed, "done": done})


def once(here: Settings, step: str, do: Callable[[], object]) -> None:
    """Do a step of the demo unless the mark says that it is done: whoever was stopped goes on where that was."""
    told = _read(here)
    if step not in told.get("done", []):
        do()
        _write(here, told | {"done": [*told.get("done", []), step]})


def note_written(here: Settings) -> None:
    """Add to the mark which files the demo wrote: one that it did not write is told from them."""
    written = {name: sha256_of_file(file) for name, file in _in_clear(here).items()}
    written |= {f"{folder}/{name}": sha256 for folder, name, sha256 in _sealed(here)}
    _write(here, _read(here) | {"files": written})


def refuse_foreign(here: Settings) -> None:
    """Make sure that nothing is in a home but what the demo wrote; raises `SettingsFault` 022."""
    if here.is_demo:
        _refuse_delivered(here)
        return
    held = [name for name in (here.registers.name, *_OFFICES_OWN) if _holds_something(here.home / name)]
    if held:
        raise foreign(f"{', '.join(held)} in $VIGIE_HOME")


def foreign(where: str) -> SettingsFault:
    """Return the error for a home that holds what the demo did not write."""
    return SettingsFault("SETTING-022", where=where)


def _refuse_delivered(here: Settings) -> None:
    """Refuse a home of the demo in whose registers there is a file of somebody else, or one that was changed."""
    own = _read(here).get("files")
    if own is None:
        return  # stopped half-way: every file is one that it wrote, or that it writes now
    strange = [name for name, file in _in_clear(here).items() if own.get(name) != sha256_of_file(file)]
    sealed = _sealed(here)
    strange += [name for at, name, sha256 in sealed if sha256 not in (own.get(name), own.get(f"{at}/{name}"))]
    if strange:
        raise foreign(f"{strange[0]} in $VIGIE_HOME/{here.registers.name}")


def _in_clear(here: Settings) -> Mapping[str, Path]:
    """Return the files among the registers that lie in clear, by their names."""
    folders = sorted(here.registers.iterdir()) if here.registers.is_dir() else []
    found = [file for folder in folders for file in (_lying(folder) if folder.is_dir() else [folder])]
    return {file.relative_to(here.registers).as_posix(): file for file in found}


def _lying(folder: Path) -> list[Path]:
    return [*in_clear(folder), *half_copies(folder)]


def _sealed(here: Settings) -> Iterator[tuple[str, str, str]]:
    """Yield the files of every sealed delivery: its id, the name that each had, and the hash of its content."""
    for folder in sorted(here.registers.iterdir()) if here.registers.is_dir() else ():
        for one in deliveries(folder) if folder.is_dir() else ():
            yield from ((one.id, f"{folder.name}/{name}", sha256) for name, sha256 in one.files.items())


def _read(here: Settings) -> dict[str, Any]:
    try:
        read = json.loads((here.home / DEMO_MARK).read_text(encoding="utf-8"))
    except ValueError:
        return {}
    return read if isinstance(read, dict) else {}


def _write(here: Settings, told: Mapping[str, Any]) -> None:
    put(here.home / DEMO_MARK, json.dumps(told, indent=1, sort_keys=True).encode() + b"\n")


def _holds_something(folder: Path) -> bool:
    return folder.is_dir() and any(folder.iterdir())
