"""What was delivered, as it lies: one folder a delivery, sealed, and what became of it.

registers/<register>/<file>                              waits in clear, until `receive` takes it
registers/<register>/received-<moment>-<number>/…          the files of one delivery, sealed (see `sealed_folders`)
…/delivery.json                                          when it came, its files by hash, what became of it
"""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any
from urllib.parse import quote

from inspection.files import put
from inspection.keys import Keys
from inspection.registers.readers import SealedSource
from inspection.sealed_folders import KEY_FILE, SealedFolder

NOTE = "delivery.json"
_LONGEST = 200  # file systems take 255 bytes, and a draft has a longer name
_NAME = re.compile(r"received-\d{8}T\d{6}-[0-9]{8}")


class RawState(StrEnum):
    """What became of a delivery: it came, the gate holds it, the week reads it, or nobody will.

    `waiting` is an update whose base is not current yet: it is tried again until it follows, or a newer one is current.

    Before that: `sealing` while its files still lie in clear, `sealed` once it has them all and the clear ones go,
    `duplicate` where an earlier one has the same files, so that this one goes.
    """

    SEALING = "sealing"
    SEALED = "sealed"
    DUPLICATE = "duplicate"
    RECEIVED = "received"
    WAITING = "waiting"
    HELD = "held"
    CURRENT = "current"
    REJECTED = "rejected"
    REFUSED = "refused"
    SUPERSEDED = "superseded"


UNENDED = (RawState.SEALING, RawState.SEALED, RawState.DUPLICATE)  # the next `receive` ends these


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """One delivery of a register.

    files
        SHA-256 of each file as it came, by its path in the delivery.
    sha256, day
        What the intake calls it, once it was read.
    settled_at
        Since when it is current, rejected or refused: from then on its days are counted.
    """

    folder: Path
    received_at: datetime
    by: str
    state: RawState = RawState.RECEIVED
    files: Mapping[str, str]
    sha256: str = ""
    day: date | None = None
    settled_at: datetime | None = None

    @property
    def register(self) -> str:
        """Whose it is."""
        return self.folder.parent.name

    @property
    def id(self) -> str:
        """Its name among the deliveries of its register; later ones sort later."""
        return self.folder.name

    @property
    def is_received(self) -> bool:
        """Whether it was received whole and is still there: the key of one that is destroyed goes first."""
        return self.state not in UNENDED and (self.folder / KEY_FILE).is_file()

    def sealed(self, keys: Keys) -> SealedFolder:
        """Return the folder in which its files lie."""
        return SealedFolder(self.folder, f"registers.{self.register}.{self.id}", keys)


def source_of(one: Delivery, keys: Keys) -> SealedSource:
    """Return a delivery as what the intake reads."""
    return SealedSource(one.register, one.sealed(keys), {path: flat(path) for path in one.files})


def deliveries(folder: Path) -> tuple[Delivery, ...]:
    """Return the deliveries of a register's folder, the earliest first."""
    return tuple(reading(path) for path in sorted(folder.glob("received-*")) if is_delivery(path))


def is_delivery(path: Path) -> bool:
    """Tell whether a folder is one that `receive` made."""
    return _NAME.fullmatch(path.name) is not None and (path / NOTE).is_file()


def reading(folder: Path) -> Delivery:
    """Return what is noted of a delivery."""
    told: dict[str, Any] = json.loads((folder / NOTE).read_text(encoding="utf-8"))
    moment = {name: datetime.fromisoformat(told[name]) for name in ("received_at", "settled_at") if told[name]}
    day = date.fromisoformat(told["day"]) if told["day"] else None
    state = RawState(told["state"])
    return Delivery(**{**told, "folder": folder, "state": state, "settled_at": None, "day": day, **moment})


def note(one: Delivery, **changed: Any) -> Delivery:
    """Note what became of a delivery, whole or not at all."""
    fresh = replace(one, **changed)
    told = {name: value for name, value in asdict(fresh).items() if name != "folder"}
    put(fresh.folder / NOTE, json.dumps(told, indent=1, sort_keys=True, default=_text).encode() + b"\n")
    return fresh


def flat(path: str) -> str:
    """Return the name under which a file of a delivery lies: folders in it are part of the name."""
    name = quote(path, safe="")
    return name if len(name) <= _LONGEST else hashlib.sha256(path.encode()).hexdigest()


def destroy(one: Delivery) -> None:
    """Remove a delivery: its key first, since without it nothing of it opens, and what is noted of it last."""
    for path in sorted(one.folder.iterdir(), key=lambda path: (path.name == NOTE, path.name != KEY_FILE)):
        path.unlink()
    one.folder.rmdir()


def _text(value: date | datetime) -> str:
    return value.isoformat()
