"""Files that are there whole or not at all, whatever ends the process that writes them."""

import os
import secrets
from pathlib import Path


def write_whole(file: Path, body: bytes, *, is_synced: bool = True) -> None:
    """Write a file for this account alone, whole or not at all; what stood there is replaced.

    Arguments: `is_synced` sees it on the disk before it returns; whoever writes many sees to that once, at the end.
    """
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = file.with_name(f".{file.name}.{secrets.token_hex(6)}")
    try:
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as opened:
            opened.write(body)
            opened.flush()
            if is_synced:
                os.fsync(opened.fileno())
        draft.replace(file)
    finally:
        draft.unlink(missing_ok=True)
    if is_synced:
        sync_folder(file.parent)


def sync_folder(folder: Path) -> None:
    """See the names of a folder on the disk."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
