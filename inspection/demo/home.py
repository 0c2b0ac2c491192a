"""Which homes the demo made: a mark among its registers, and a refusal to write where there is none.

A home without the mark may be an office's: its deliveries, its lake and a year of its cases.
"""

import json
from pathlib import Path

from inspection.errors import SettingsFault
from inspection.settings import DEMO_MARK as MARK

_OFFICES_OWN = ("lake", "out", "outbox", "attachments", "lists", "reports", "checkpoints")


def mark(registers: Path, scale: str, seed: int) -> None:
    """Write that the demo made this home."""
    registers.mkdir(parents=True, exist_ok=True)
    text = json.dumps({"made_by": "vigie demo", "scale": scale, "seed": seed}, indent=1, sort_keys=True)
    (registers / MARK).write_text(text + "\n", encoding="utf-8")


def is_demo(registers: Path) -> bool:
    """Tell whether the demo made the home of these registers."""
    return (registers / MARK).is_file()


def refuse_foreign(registers: Path) -> None:
    """Make sure that the demo made a home, or that nothing is in it yet; raises `SettingsFault` 022."""
    if is_demo(registers):
        return
    home = registers.parent
    held = [name for name in (registers.name, *_OFFICES_OWN) if _holds_something(home / name)]
    if held:
        raise foreign(f"{', '.join(held)} in $VIGIE_HOME")


def foreign(where: str) -> SettingsFault:
    """Return the error for a home that holds what the demo did not write."""
    return SettingsFault("SETTING-022", where=where)


def _holds_something(folder: Path) -> bool:
    return folder.is_dir() and any(folder.iterdir())
