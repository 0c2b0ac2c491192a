"""Delivery into a folder that the addressee reads: one folder a bundle, whole or not at all."""

import os
import re
import shutil
from datetime import datetime
from functools import partial
from pathlib import Path

from inspection.errors import ReferralFault
from inspection.life_cycles import DeliveryState
from inspection.referral.delivery.reconciling import held_sha256
from inspection.referral.model import KEY_SHOWN, Bundle, Sent

_RECIPIENT = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class FileDrop:
    """A transport that writes `root/<recipient>/<reference>-<key>/`.

    A bundle appears by one rename, so that the addressee never reads half of one; the same bundle again finds its
    folder and changes nothing. What a killed process left behind begins with a dot and is cleared by the next sending.
    """

    name = "file_drop"
    deduplicates = True

    def __init__(self, root: Path) -> None:
        self._root = root

    def send(self, bundle: Bundle, *, at: datetime) -> Sent:
        """Put a bundle in the addressee's folder; raises ReferralFault where it cannot be written now."""
        name = f"{bundle.reference}-{bundle.key[:KEY_SHOWN]}"
        sent = Sent(state=DeliveryState.DELIVERED, at=at, receipt=f"{bundle.recipient}/{name}")
        try:
            self._place(bundle, self._folder(bundle) / name)
        except OSError as fault:
            raise ReferralFault("REFER-601", recipient=bundle.recipient, kind=type(fault).__name__) from None
        return sent

    def held(self, recipient: str) -> dict[str, str]:
        """Return the folders that lie at an addressee's, each with the SHA-256 of its manifest.

        Raises OSError where the place cannot be looked into: what cannot be seen must not be called missing.
        """
        place = self._root / recipient
        found = place.iterdir() if place.exists() else ()
        folders = [path for path in found if not path.name.startswith(".") and path.is_dir()]
        return {path.name: held_sha256(partial(_read, path)) for path in folders}

    def _folder(self, bundle: Bundle) -> Path:
        if not _RECIPIENT.fullmatch(bundle.recipient):
            raise ReferralFault("REFER-602")
        folder = self._root / bundle.recipient
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def _place(self, bundle: Bundle, target: Path) -> None:
        part = target.with_name(f".{target.name}.{os.getpid()}.part")
        if not target.exists():
            try:
                _write(bundle, part)
                part.rename(target)
            except OSError:
                # Another process may have placed the same bundle meanwhile: then all is well.
                if not target.exists():
                    raise
            _sync(target.parent)
        for left in target.parent.glob(f".{target.name}.*.part"):
            shutil.rmtree(left, ignore_errors=True)


def _read(folder: Path, name: str) -> bytes | None:
    file = folder / name
    return file.read_bytes() if file.is_file() else None


def _write(bundle: Bundle, part: Path) -> None:
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir()
    for name, content in bundle.files:
        with (part / name).open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    _sync(part)


def _sync(folder: Path) -> None:
    """Make the names in a folder outlive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
