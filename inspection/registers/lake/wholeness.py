"""Whether a lake still holds what was taken in: each snapshot names the size and hash of its files, and is compared."""

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from inspection.registers.lake.snapshots import ABOUT, CLOSED, SUPERSEDED_BY, Lake
from inspection.sealed_folders import ENDING, KEY_FILE

Worth = Literal["newest", "read", "past"]
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True)
class Damage:
    """A file of the lake that is not what was written.

    where
        Its path under `lake`; `what` is "missing", "changed", "unreadable", "never hashed" or "not of the snapshot".
    """

    where: str
    what: str

    @property
    def register(self) -> str:
        """Whose snapshot it is of."""
        return self.where.split("/")[0]

    @property
    def day(self) -> str:
        """The day of the snapshot that it is of (ISO 8601); of a held one, with that word."""
        return self.where.split("/")[1].partition(".superseded-")[0]

    @property
    def is_certain(self) -> bool:
        """Whether something is wrong, rather than unknown: an earlier version wrote no hashes."""
        return self.what != "never hashed"


def files_of(folder: Path) -> dict[str, dict[str, object]]:
    """Return size and SHA-256 of every file of a snapshot but its snapshot.json and the key, which is sealed anew."""
    return {
        path.name: {"bytes": path.stat().st_size, "sha256": sha256_of_file(path)}
        for path in sorted(folder.iterdir())
        if path.name not in (ABOUT, KEY_FILE)
    }


def sha256_of_file(path: Path) -> str:
    """Return the SHA-256 of a file, read piece by piece."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256")
    return digest.hexdigest()


def manifest_sha256(lake: Lake, register: str, day: str) -> str | None:
    """Return the hash of a snapshot's own snapshot.json, None where it is not there."""
    path = lake.root / register / day / ABOUT
    return sha256_of_file(path) if path.is_file() else None


def worth_of(lake: Lake, register: str, day: str) -> Worth:
    """Return what weeks lose with a snapshot that is damaged or gone; other damaged ones beside it are passed over.

    Only the newest can be taken in again; one under it is read while no newer full one stands, and then by nobody.
    """
    folder = lake.root / register
    found = [path for path in folder.iterdir() if _DAY.fullmatch(path.name)] if folder.is_dir() else []
    if day >= max((path.name for path in found), default=""):
        return "newest"
    return "past" if day < max((path.name for path in found if _is_full(path)), default="") else "read"


def _is_full(snapshot: Path) -> bool:
    try:
        return bool(json.loads((snapshot / ABOUT).read_text(encoding="utf-8"))["kind"] == "full")
    except (OSError, ValueError, KeyError, TypeError):
        return False


def damages(lake: Lake, register: str) -> Iterator[Damage]:
    """Read every snapshot of a register whole, and give each file that is not what was written.

    Of a delivery that was rejected, or superseded while it was held, the account alone was kept, and there is nothing
    to compare it with.
    """
    folder = lake.root / register
    for snapshot in sorted(folder.iterdir()) if folder.is_dir() else ():
        is_closed = any(f".{state}-" in snapshot.name for state in CLOSED) and not _was_current(snapshot)
        if snapshot.is_dir() and snapshot.name[:1].isdigit() and not is_closed:
            yield from damages_of(snapshot)


def _was_current(snapshot: Path) -> bool:
    """Tell whether a closed delivery was current until a corrected one came: its rows are kept."""
    try:
        return SUPERSEDED_BY in json.loads((snapshot / ABOUT).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return True  # whoever cannot read its account cannot say that it was closed


def damages_of(snapshot: Path) -> Iterator[Damage]:
    """Read one snapshot whole, and give each file that is not what was written."""
    place = f"{snapshot.parent.name}/{snapshot.name}"
    about = snapshot / ABOUT
    try:
        written = _written(about)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):  # no JSON, or a name in it that was damaged
        yield Damage(f"{place}/{ABOUT}", "unreadable" if about.exists() else "missing")
        return
    if written is None:
        yield Damage(place, "never hashed")
        return
    for name, (size, sha256) in written.items():
        path = snapshot / name
        if not path.is_file():
            yield Damage(f"{place}/{name}", "missing")
        elif path.stat().st_size != size or sha256_of_file(path) != sha256:
            yield Damage(f"{place}/{name}", "changed")
    if any(name.endswith(ENDING) for name in written) and not (snapshot / KEY_FILE).is_file():
        yield Damage(f"{place}/{KEY_FILE}", "missing")
    for path in sorted(snapshot.iterdir()):
        if path.name not in (ABOUT, KEY_FILE, *written):
            yield Damage(f"{place}/{path.name}", "not of the snapshot")


def _written(about: Path) -> dict[str, tuple[int, str]] | None:
    """Return size and hash of each file as they were written down; None where an earlier version wrote no hashes."""
    account = json.loads(about.read_text(encoding="utf-8"))
    if "files" not in account:
        return None
    return {name: (was["bytes"], was["sha256"]) for name, was in account["files"].items()}
