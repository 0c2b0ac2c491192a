"""Which files of a home are sealed by the field key besides attachments and zones, for whoever rotates that key.

Each is named with the place and the row that it is bound to, as `seal_bytes` takes them. Of a folder that is sealed by
a key of its own it is that key alone.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from inspection.sealed_folders import ENDING, KEY_FILE, KEY_PLACE
from inspection.settings import Settings

OUTBOX_PLACE = "outbox.file"
_LISTS = "lists/"


@dataclass(frozen=True)
class SealedPlace:
    """A small sealed file, and what it is bound to."""

    path: Path
    place: str
    row: str


def folder_keys(here: Settings) -> Iterator[SealedPlace]:
    """Yield the key of every sealed folder: of deliveries, of what the demo delivered besides, and of snapshots."""
    for path in sorted(here.registers.glob(f"*/{KEY_FILE}")):
        yield SealedPlace(path, KEY_PLACE, f"registers.{path.parent.name}")
    for path in sorted(here.registers.glob(f"*/*/{KEY_FILE}")):
        yield SealedPlace(path, KEY_PLACE, f"registers.{path.parent.parent.name}.{path.parent.name}")
    for path in sorted(here.lake.glob(f"*/*/{KEY_FILE}")):
        yield SealedPlace(path, KEY_PLACE, f"lake.{path.parent.parent.name}")


def row_of_list(recipient: str, file: str) -> str:
    """Return to what the house's copy of a list is bound."""
    return f"{_LISTS}{recipient}/{file}"


def is_row_of_list(row: str) -> bool:
    """Tell whether a file is the house's copy of a list; any other lies in the outbox, under its addressee."""
    return row.startswith(_LISTS)


def outbox_files(here: Settings) -> Iterator[SealedPlace]:
    """Yield the sealed files of the outbox, and the house's copies of lists."""
    for path in sorted(here.outbox.glob(f"*/*/*{ENDING}")):
        yield SealedPlace(path, OUTBOX_PLACE, path.relative_to(here.outbox).as_posix().removesuffix(ENDING))
    for path in sorted(here.lists.glob(f"*/*{ENDING}")):
        yield SealedPlace(path, OUTBOX_PLACE, row_of_list(path.parent.name, path.name.removesuffix(ENDING)))
