"""The sealed files of attachments on the disk, each under its control and its hash."""

import os
import secrets
from pathlib import Path

from inspection.errors import StoreFault
from inspection.trust import AppContext

_PLACE = "attachment.file"


def _path(app: AppContext, control_id: str, sha256: str) -> Path:
    return app.settings.attachments / control_id / f"{sha256}.sealed"


def has_file(app: AppContext, control_id: str, sha256: str) -> bool:
    """Tell whether a file lies here."""
    return _path(app, control_id, sha256).exists()


def open_file(app: AppContext, control_id: str, sha256: str) -> bytes:
    """Return the content of a file; raises `StoreFault` 070 where it is missing, another where it was changed."""
    try:
        sealed = _path(app, control_id, sha256).read_bytes()
    except FileNotFoundError:
        raise StoreFault("STORE-070", control_id=control_id) from None
    return app.store.unseal_bytes(_PLACE, f"{control_id}|{sha256}", sealed)


def write_file(app: AppContext, control_id: str, sha256: str, data: bytes) -> None:
    """Seal and write a file whole or not at all, and see it on the disk; of two at once either is right."""
    file, sealed = _path(app, control_id, sha256), app.store.seal_bytes(_PLACE, f"{control_id}|{sha256}", data)
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
