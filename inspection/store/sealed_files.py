"""Sealed files beside the database: where they lie, to what each is bound, and how one is written.

Who changes the field key has to find every one of them; a folder that is not named here would be lost with the old key.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from inspection.files import put
from inspection.keys import FIELD, key_id
from inspection.sealed_folders import KEY_PLACE
from inspection.sealed_places import OUTBOX_PLACE, SealedPlace, folder_keys, outbox_files
from inspection.sealing import is_by_field_key, key_of
from inspection.settings import Settings
from inspection.store.core import Store, key_in_use

ATTACHMENTS, ZONES, FRAMES = "attachment.file", "zones.file", "eligible_frame.file"


@dataclass(frozen=True)
class SealedFile:
    """A file and what its seal is bound to."""

    path: Path
    place: str
    row: str

    def header(self) -> bytes:
        """Return its first bytes: nothing of a file that went in the meantime."""
        try:
            with self.path.open("rb") as file:
                return file.read(6)
        except FileNotFoundError:
            return b""


def _attachments(here: Settings) -> Iterator[SealedFile]:
    for path in here.attachments.glob("*/*.sealed"):
        yield SealedFile(path, ATTACHMENTS, f"{path.parent.name}|{path.stem}")


def _zones(here: Settings) -> Iterator[SealedFile]:
    for path in here.zones.glob("*/*.sealed"):
        yield SealedFile(path, ZONES, path.stem)


def frame_file(here: Settings, row: str) -> SealedFile:
    """Return where the frame of eligible workplaces lies that a row of `eligible_frame` tells of."""
    return SealedFile(here.frames / f"{row}.sealed", FRAMES, row)


def _frames(here: Settings) -> Iterator[SealedFile]:
    for path in here.frames.glob("*.sealed"):
        yield frame_file(here, path.stem)


def _of_places(places: Callable[[Settings], Iterator[SealedPlace]]) -> Callable[[Settings], Iterator[SealedFile]]:
    return lambda here: (SealedFile(one.path, one.place, one.row) for one in places(here))


# Every kind of sealed file. A new kind is added here, and tests/acts/rotating asks for it.
KINDS: Mapping[str, Callable[[Settings], Iterator[SealedFile]]] = {
    ATTACHMENTS: _attachments,
    ZONES: _zones,
    FRAMES: _frames,
    KEY_PLACE: _of_places(folder_keys),
    OUTBOX_PLACE: _of_places(outbox_files),
}


def sealed_files(here: Settings) -> Iterator[SealedFile]:
    """Give every sealed file of a home."""
    for kind in KINDS.values():
        yield from kind(here)


def folders_of_sealed(here: Settings) -> tuple[Path, ...]:
    """Return the folders of a home in which every file is sealed, or in an envelope for its addressee."""
    return here.attachments, here.outbox, here.lists, here.frames, here.zones


def write_sealed(store: Store, file: SealedFile, plain: bytes, *, case: str | None = None) -> None:
    """Seal and write a file whole or not at all, and see it on the disk; of two at once either is right.

    Arguments: `case` the control that it belongs to, whose key seals it then.

    Was the key of the house changed in the meantime, it is written once more: no file may come behind the last look of
    a rotation.
    """
    while True:
        sealed = store.seal_bytes(file.place, file.row, plain, case=case)
        put(file.path, sealed)
        if not store.knows_keys or not is_by_field_key(sealed):
            return
        with store.read() as session:
            in_use = key_in_use(session, FIELD)
        if in_use is None or key_of(sealed).hex() == in_use[:8]:
            return
        if key_id(store.keys.field).hex() != in_use[:8]:
            store.keys.turn_to(FIELD, in_use)
