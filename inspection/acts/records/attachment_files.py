"""The sealed files of attachments on the disk, each under its control and its hash."""

import os
import secrets
from pathlib import Path

from inspection.acts.context import Office
from inspection.errors import StoreFault

_PLACE = "attachment.file"


def _path(here: Office, control_id: str, sha256: str) -> Path:
    return here.settings.attachments / control_id / f"{sha256}.sealed"


def has_file(here: Office, control_id: str, sha256: str) -> bool:
    """Tell whether a file lies here."""
    return _path(here, control_id, sha256).exists()


def open_file(here: Office, control_id: str, sha256: str) -> bytes:
    """Return the content of a file; raises `StoreFault` 070 where it is missing, another where it was changed."""
    try:
        sealed = _path(here, control_id, sha256).read_bytes()
    except FileNotFoundError:
        raise StoreFault("STORE-070", control_id=control_id) from None
    return here.store.unseal_bytes(_PLACE, f"{control_id}|{sha256}", sealed)


def write_file(here: Office, control_id: str, sha256: str, data: bytes) -> None:
    """Seal and write a file whole or not at all, and see it on the disk; of two at once either is right."""
    file, sealed = _path(here, control_id, sha256), here.store.seal_bytes(_PLACE, f"{control_id}|{sha256}", data)
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = file.with_name(f".{file.name}.{secrets.token_hex(6)}")
    try:
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as opened:
            opened.write(sealed)
            opened.flush()
            os.fsync(opened.fileno())
        draft.replace(file)
    finally:
        draft.unlink(missing_ok=True)
    for folder in (file.parent, file.parent.parent):
        _sync_folder(folder)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
