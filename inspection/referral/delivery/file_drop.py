"""Delivery into a folder of the outbox: one folder a bundle, whole or not at all, sealed until somebody takes it."""

import os
import re
import shutil
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Protocol

from inspection.errors import InspectionError, ReferralFault
from inspection.files import private_folder, put, sync_folder
from inspection.life_cycles import DeliveryState
from inspection.referral.bundle import ENVELOPE
from inspection.referral.delivery.naming import folder_of
from inspection.referral.delivery.reconciling import held_sha256
from inspection.referral.model import Bundle, Sent
from inspection.sealed_folders import ENDING

_RECIPIENT = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class Safe(Protocol):
    """What seals the files of a bundle while they lie in the outbox, each under where it lies."""

    def seal(self, where: str, content: bytes) -> bytes:
        """Return the content sealed, bound to where it lies."""
        ...

    def open(self, where: str, sealed: bytes) -> bytes:
        """Return what was sealed for this place; raises `InspectionError` for anything else."""
        ...


class FileDrop:
    """A transport that writes `root/<recipient>/<reference>-<key>/`.

    With a safe every file is sealed (`<name>.sealed`), until `vigie refer take` hands it over; only what is enveloped
    for its addressee lies as it is.

    A bundle appears by one rename, so that the addressee never reads half of one; the same bundle again finds its
    folder and changes nothing. What a killed process left behind begins with a dot and is cleared by the next sending.
    """

    name = "file_drop"
    deduplicates = True

    def __init__(self, root: Path, safe: Safe | None = None) -> None:
        self._root, self._safe = root, safe

    def send(self, bundle: Bundle, *, at: datetime) -> Sent:
        """Put a bundle in the addressee's folder; raises ReferralFault where it cannot be written now."""
        name = folder_of(bundle.reference, bundle.key)
        sent = Sent(state=DeliveryState.DELIVERED, at=at, receipt=f"{bundle.recipient}/{name}")
        try:
            self._place(self._as_it_lies(bundle, name), self._folder(bundle) / name)
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
        return {path.name: held_sha256(partial(self._told, path)) for path in folders}

    def bundles(self, recipient: str) -> dict[str, dict[str, bytes]]:
        """Return what lies for an addressee, opened: folder to the content of each file by its name.

        Errors: `StoreFault` for a file that does not open; OSError.
        """
        place = self._root / recipient
        folders = sorted(path for path in place.glob("[!.]*") if path.is_dir())
        return {path.name: {name: self._read(path, name) or b"" for name in _names(path)} for path in folders}

    def _as_it_lies(self, bundle: Bundle, folder: str) -> Bundle:
        if self._safe is None or ENVELOPE in dict(bundle.files):
            return bundle
        where = f"{bundle.recipient}/{folder}"
        sealed = ((f"{name}{ENDING}", self._safe.seal(f"{where}/{name}", part)) for name, part in bundle.files)
        return replace(bundle, files=tuple(sealed))

    def _told(self, folder: Path, name: str) -> bytes | None:
        """Return what a file says; nothing where it does not open: then it is not what left."""
        try:
            return self._read(folder, name)
        except InspectionError:
            return None

    def _read(self, folder: Path, name: str) -> bytes | None:
        sealed = folder / f"{name}{ENDING}"
        if self._safe is not None and sealed.is_file():
            return self._safe.open(f"{folder.parent.name}/{folder.name}/{name}", sealed.read_bytes())
        file = folder / name
        return file.read_bytes() if file.is_file() else None

    def _folder(self, bundle: Bundle) -> Path:
        if not _RECIPIENT.fullmatch(bundle.recipient):
            raise ReferralFault("REFER-602")
        folder = self._root / bundle.recipient
        return private_folder(folder)

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
            sync_folder(target.parent)
        for left in target.parent.glob(f".{target.name}.*.part"):
            shutil.rmtree(left, ignore_errors=True)


def _names(folder: Path) -> list[str]:
    return sorted(path.name.removesuffix(ENDING) for path in folder.iterdir() if path.is_file())


def _write(bundle: Bundle, part: Path) -> None:
    shutil.rmtree(part, ignore_errors=True)
    private_folder(part)
    for name, content in bundle.files:
        put(part / name, content)
