"""Where a key may come from, in the order in which it is looked for: the environment, systemd, a file.

systemd's credentials reach one unit only and stand in no file of the home; `LoadCredentialEncrypted=` keeps them
encrypted on the disk, by the machine's TPM where it has one.
"""

import os
from functools import cache
from pathlib import Path
from typing import Literal

from inspection.errors import KeysFault
from inspection.failpoints import failpoint
from inspection.files import sync_folder

Source = Literal["environment", "credential", "file"]

# Of one name, what may lie in the folder: the key in use, the one that follows it, and the one that it followed.
_STAGES = ("", ".next", ".old")


PREFIX = "VIGIE_KEY_"


def variable_of(name: str, prefix: str = PREFIX) -> str:
    """Return the variable of the environment that gives a key, by its prefix: that of the portal is another."""
    return prefix + name.upper().replace("-", "_")


def next_name(name: str) -> str:
    """Return the name under which the key is given that shall follow another."""
    return f"{name}-next"


@cache
def credential(folder: Path | None, name: str) -> str | None:
    """Return the text of a key that systemd gives this process, in hexadecimal; None where it gives none.

    The file holds 32 bytes, or 64 hexadecimal digits with or without the end of a line. It cannot change while the
    process runs, and is read once.
    """
    file = folder / f"vigie-{name}" if folder is not None else None
    if file is None or not file.exists():
        return None
    body = file.read_bytes()
    return body.hex() if len(body) == 32 else body.decode("ascii", "replace").strip()


def next_file(folder: Path, name: str) -> Path:
    """Return the file of the key that shall follow."""
    return folder / f"{name}.next.key"


def old_file(folder: Path, name: str) -> Path:
    """Return the file of the key that another followed, until nothing is left that it opens."""
    return folder / f"{name}.old.key"


def going_file(file: Path) -> Path:
    """Return where a key's file lies while it is destroyed: under a name by which nobody reads a key."""
    return file.with_name(f"{file.name}.going")


def left_files(folder: Path, name: str) -> list[Path]:
    """Return the files of a key that are here, the one in use first."""
    return [file for stage in _STAGES if (file := folder / f"{name}{stage}.key").exists()]


def exchange_files(folder: Path, name: str) -> None:
    """Put the key that shall follow in the place of the one in use, which stays as the old one.

    Killed between two steps, it goes on from there: at no moment is one of the two not here.

    Errors: `KeysFault` KEYS-116 where the place of the old one holds another: the one in use would be lost.
    """
    in_use, following, old = folder / f"{name}.key", next_file(folder, name), old_file(folder, name)
    if not following.exists():
        return
    if not old.exists():
        os.link(in_use, old)
        sync_folder(folder)
        failpoint("rotation.old_kept")
    elif old.read_bytes() != in_use.read_bytes():
        raise KeysFault("KEYS-116", file=old.name, key=name)
    following.replace(in_use)
    sync_folder(folder)


def destroy_file(file: Path) -> None:
    """Put a key's file aside, overwrite it and take it away, or go on with one that was put aside.

    Killed anywhere, nobody takes half of it for a key. What a disk keeps of it besides is for whoever chose the disk.
    """
    going = going_file(file)
    if going.exists():
        _overwrite(going)
    if file.exists():
        file.replace(going)
        sync_folder(file.parent)
        failpoint("rotation.put_aside")
        _overwrite(going)


def _overwrite(file: Path) -> None:
    with file.open("r+b") as opened:
        opened.write(bytes(file.stat().st_size))
        opened.flush()
        os.fsync(opened.fileno())
    failpoint("rotation.overwritten")
    file.unlink()
    sync_folder(file.parent)
