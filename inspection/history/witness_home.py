"""The home of a witness: its key, its log, who may ask it, and where else it puts what it signed.

It belongs to another account of the machine than the office's, which can read nothing of it.
"""

import json
import os
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from inspection.errors import HistoryFault
from inspection.files import put
from inspection.history.checkpoints import Checkpoint, public_of
from inspection.history.elsewhere import put_by_sftp, put_in_folder
from inspection.history.logs import log_in
from inspection.history.notary import Notary
from inspection.referral.delivery.transports import SftpSettings

_KEY, _ABOUT, _PUSHED, _ACCEPTED, _REFUSED = (
    "witness.key",
    "witness.json",
    "pushed",
    "accepted",
    "refused.jsonl",
)


class WitnessSettings(BaseModel):
    """What stands in witness.json.

    offices
        Accounts of this machine, by number, that may ask.
    folder, sftp
        Where else each checkpoint goes: a folder, another machine, both, or neither.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    offices: Annotated[tuple[int, ...], Field(min_length=1)]
    folder: Path | None = None
    sftp: SftpSettings | None = None


@dataclass(frozen=True)
class WitnessHome:
    """A witness that is ready to sign."""

    folder: Path
    settings: WitnessSettings
    notary: Notary

    @property
    def has_other_place(self) -> bool:
        return self.settings.folder is not None or self.settings.sftp is not None

    @property
    def pushed(self) -> int:
        """Number of the last checkpoint that lies in every other place."""
        return _number_in(self.folder / _PUSHED)

    @property
    def refusals(self) -> int:
        """How often something was refused since this home was made."""
        file = self.folder / _REFUSED
        return file.read_bytes().count(b"\n") if file.is_file() else 0

    @property
    def begins_anew(self) -> bool:
        """Whether the next checkpoint may go back: somebody with this account said so, for the number that stands."""
        newest = self.notary.newest()
        return newest is not None and _number_in(self.folder / _ACCEPTED) == newest.number

    def push(self) -> None:
        """Put every checkpoint that is not in the other place there; those that fail wait for the next time.

        Errors: `HistoryFault` 136.
        """
        if not self.has_other_place:
            return
        for one in self._put(self.notary.log.after(self.pushed)):
            put(self.folder / _PUSHED, str(one).encode())

    def accept(self) -> int:
        """Let the next checkpoint begin anew, as after a restored backup; returns the number that it follows.

        Errors: `HistoryFault` 138 where nothing was signed yet.
        """
        newest = self.notary.newest()
        if newest is None:
            raise HistoryFault("HISTORY-138")
        put(self.folder / _ACCEPTED, str(newest.number).encode())
        return newest.number

    def note_refusal(self, what: str, at: datetime) -> None:
        """Keep what was refused, and when: the office that is told may be the one that hides it."""
        with (self.folder / _REFUSED).open("a", encoding="utf-8") as opened:
            opened.write(json.dumps({"at": at.isoformat(), "what": what}) + "\n")
            opened.flush()
            os.fsync(opened.fileno())

    def _put(self, waiting: Iterator[Checkpoint]) -> Iterator[int]:
        into_folder = self._put_in_folder(waiting)
        if self.settings.sftp is not None:
            yield from put_by_sftp(self.settings.sftp, self.folder, into_folder)
        else:
            yield from (one.number for one in into_folder)

    def _put_in_folder(self, waiting: Iterator[Checkpoint]) -> Iterator[Checkpoint]:
        for one in waiting:
            if self.settings.folder is not None:
                put_in_folder(self.settings.folder, one)
            yield one


def make_witness(folder: Path, offices: tuple[int, ...], elsewhere: Path | None = None) -> WitnessHome:
    """Make a witness's home with a key of its own.

    Errors: `HistoryFault` 134 where one stands there already: another key would end what the first one promises.
    """
    if (folder / _KEY).exists():
        raise HistoryFault("HISTORY-134")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    about = {"offices": list(offices), "folder": str(elsewhere) if elsewhere else None, "sftp": None}
    put(folder / _ABOUT, json.dumps(about, indent=1).encode() + b"\n")
    put(folder / _KEY, secrets.token_bytes(32))
    return open_witness(folder)


def open_witness(folder: Path) -> WitnessHome:
    """Open a witness's home, its own log read whole.

    Errors: `HistoryFault` 133 for a key that is not here, cannot be used or can be read by others, or settings that
    cannot be right; 105, 108 or 109 for a log that was changed.
    """
    notary = _notary(folder)
    notary.log.refuse_broken(notary.public_key)
    return WitnessHome(folder, _settings(folder / _ABOUT), notary)


def _notary(folder: Path) -> Notary:
    path = folder / _KEY
    if not path.is_file():
        raise HistoryFault("HISTORY-133", trouble="missing", file=_KEY)
    if path.stat().st_mode & 0o077:
        raise HistoryFault("HISTORY-133", trouble="open to others", file=_KEY)
    if len(body := path.read_bytes()) != 32:
        raise HistoryFault("HISTORY-133", trouble="not a key", file=_KEY)
    key = Ed25519PrivateKey.from_private_bytes(body)
    return Notary(key, log_in(folder, public_of(key)))


def _settings(path: Path) -> WitnessSettings:
    try:
        raw: Any = json.loads(path.read_text(encoding="utf-8"))
        return WitnessSettings.model_validate(raw)
    except (OSError, ValueError, ValidationError):
        raise HistoryFault("HISTORY-133", trouble="missing or not right", file=_ABOUT) from None


def _number_in(path: Path) -> int:
    return int(path.read_text()) if path.is_file() else 0
