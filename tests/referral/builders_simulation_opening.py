"""How an office opens what it got: OpenSSL takes the envelope off; the files inside must be as the house froze them."""

import email
import email.policy
import io
import json
import subprocess
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from inspection.referral.bundle import ENVELOPE, LABEL, MANIFEST
from inspection.referral.model import Bundle


@dataclass(frozen=True)
class Locks:
    """What an office needs to open things.

    folder
        Where the certificates and keys of all the others lie.
    at
        The day on which certificates are looked at.
    """

    folder: Path
    office: str
    at: datetime

    def openssl(self, *words: str, given: bytes) -> bytes:
        """Run one command of OpenSSL's CMS."""
        return subprocess.run(["openssl", "cms", *words], input=given, check=True, capture_output=True).stdout

    @property
    def reader(self) -> tuple[str, ...]:
        """Name the office's own certificate and key."""
        return "-recip", str(self.folder / f"{self.office}.pem"), "-inkey", str(self.folder / f"{self.office}.key")

    @property
    def trusted(self) -> tuple[str, ...]:
        """Name who vouches for this house, on the simulated day."""
        return "-CAfile", str(self.folder / "sealing.pem"), "-attime", str(int(self.at.timestamp()))


def read_folder(folder: Path) -> dict[str, bytes]:
    """Return what lies in a folder."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def open_files(files: Mapping[str, bytes], locks: Locks) -> dict[str, bytes]:
    """Return the files of a bundle, out of their envelope where they came in one."""
    if LABEL not in files:
        return dict(files)
    inside = locks.openssl("-decrypt", "-inform", "DER", *locks.reader, given=files[ENVELOPE])
    with zipfile.ZipFile(io.BytesIO(inside)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def open_mail(raw: bytes, locks: Locks) -> dict[str, bytes]:
    """Return the files of a mail: decrypted, and signed by this house's certificate for mails."""
    layer = locks.openssl("-decrypt", *locks.reader, given=raw)
    inside = email.message_from_bytes(
        locks.openssl("-verify", *locks.trusted, given=layer), policy=email.policy.default
    )
    return {str(part.get_filename()): part.get_content() for part in inside.iter_attachments()}


def as_bundle(files: Mapping[str, bytes]) -> Bundle:
    """Return opened files as the bundle that they say they are."""
    told = json.loads(files[MANIFEST])
    return Bundle(reference=told["reference"], recipient=told["recipient"], key=told["key"], files=tuple(files.items()))
