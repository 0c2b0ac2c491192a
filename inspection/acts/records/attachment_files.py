"""The sealed files of attachments on the disk, each under its control and its hash."""

from contextlib import suppress
from pathlib import Path

from inspection.errors import StoreFault
from inspection.store.sealed_files import ATTACHMENTS, SealedFile, write_sealed
from inspection.trust import AppContext


def _path(app: AppContext, control_id: str, sha256: str) -> Path:
    return app.settings.attachments / control_id / f"{sha256}.sealed"


def opens_file(app: AppContext, control_id: str, sha256: str) -> bool:
    """Tell whether a file lies here, and its key too."""
    with suppress(StoreFault):
        open_file(app, control_id, sha256)
        return True
    return False


def open_file(app: AppContext, control_id: str, sha256: str) -> bytes:
    """Return the content of a file; raises `StoreFault` 070 where it is missing, another where it was changed."""
    try:
        sealed = _path(app, control_id, sha256).read_bytes()
    except FileNotFoundError:
        raise StoreFault("STORE-070", control_id=control_id) from None
    return app.store.unseal_bytes(ATTACHMENTS, f"{control_id}|{sha256}", sealed)


def write_file(app: AppContext, control_id: str, sha256: str, data: bytes) -> None:
    """Seal and write a file whole or not at all, and see it on the disk; of two at once either is right."""
    file = SealedFile(_path(app, control_id, sha256), ATTACHMENTS, f"{control_id}|{sha256}")
    write_sealed(app.store, file, data, case=control_id)
