"""Delivery into a folder on an addressee's own server, by SFTP: one folder a bundle, whole or not at all."""

import contextlib
import secrets
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import paramiko

from inspection.errors import ReferralFault
from inspection.life_cycles import DeliveryState
from inspection.referral.delivery.naming import folder_of
from inspection.referral.delivery.reconciling import held_sha256
from inspection.referral.delivery.transports.settings import LastingReferralFault, SftpSettings, key_file
from inspection.referral.model import Bundle, Sent

_LARGEST_FILE = 100_000_000  # bytes that are looked at; a label, a manifest or an envelope is far smaller


class Sftp:
    """A transport that writes `<folder>/<reference>-<key>/` on the addressee's server.

    Files go into a folder with a dot and `.part`, which is renamed when all are there: the addressee never reads half
    of a bundle, and the same bundle again finds its folder and changes nothing.
    """

    name = "sftp"
    deduplicates = True

    def __init__(self, servers: Mapping[str, SftpSettings], keys: Path) -> None:
        self._servers, self._keys = dict(servers), keys

    def serves(self, recipient: str) -> bool:
        """Tell whether somebody has a folder here."""
        return recipient in self._servers

    def send(self, bundle: Bundle, *, at: datetime) -> Sent:
        """Put a bundle in the addressee's folder; raises ReferralFault where it cannot be done now, or at all."""
        server = self._servers.get(bundle.recipient)
        if server is None:
            raise LastingReferralFault("REFER-815", recipient=bundle.recipient)
        name = folder_of(bundle.reference, bundle.key)
        with self._told(bundle.recipient), sftp_folder(server, self._keys) as folder:
            if name not in folder.listdir("."):
                _place(folder, bundle, name)
            _clear(folder, name)
        return Sent(state=DeliveryState.DELIVERED, at=at, receipt=f"sftp {bundle.recipient}/{name}")

    def held(self, recipient: str) -> dict[str, str]:
        """Return the folders that lie at an addressee's, each with the SHA-256 of its manifest."""
        server = self._servers.get(recipient)
        if server is None:
            raise LastingReferralFault("REFER-815", recipient=recipient)
        with self._told(recipient), sftp_folder(server, self._keys) as folder:
            names = [name for name in folder.listdir(".") if not name.startswith(".")]
            return {name: held_sha256(partial(_read, folder, name)) for name in names}

    @contextlib.contextmanager
    def _told(self, recipient: str) -> Iterator[None]:
        try:
            yield
        except (paramiko.BadHostKeyException, paramiko.AuthenticationException) as fault:
            raise LastingReferralFault("REFER-818", kind=type(fault).__name__, recipient=recipient) from None
        except (paramiko.SSHException, OSError, EOFError) as fault:
            raise _unreached(fault, recipient) from None


@contextlib.contextmanager
def sftp_folder(server: SftpSettings, keys: Path) -> Iterator[Any]:
    """Connect to the server that was agreed and no other, and stand in the folder.

    Errors: those of the library; `SettingsFault` 801 or 806 for our key.
    """
    kind, _, encoded = server.host_key.partition(" ")
    host = server.host if server.port == 22 else f"[{server.host}]:{server.port}"
    pinned = paramiko.hostkeys.HostKeyEntry.from_line(f"{host} {kind} {encoded}")
    with paramiko.SSHClient() as client:
        client.set_missing_host_key_policy(paramiko.RejectPolicy())
        client.get_host_keys().add(host, kind, pinned.key)
        client.connect(
            server.host,
            server.port,
            server.account,
            pkey=paramiko.PKey.from_path(key_file(keys, server.key)),
            look_for_keys=False,
            allow_agent=False,
            timeout=server.seconds,
            banner_timeout=server.seconds,
            auth_timeout=server.seconds,
            channel_timeout=server.seconds,
        )
        with client.open_sftp() as folder:
            folder.get_channel().settimeout(server.seconds)
            folder.chdir(server.folder)
            yield folder


def _unreached(fault: Exception, recipient: str) -> ReferralFault:
    if "not found in known_hosts" in str(fault):  # a key of another kind than the pinned one
        return LastingReferralFault("REFER-850", recipient=recipient)
    return ReferralFault("REFER-849", kind=type(fault).__name__, recipient=recipient)


def _read(folder: Any, bundle: str, name: str) -> bytes | None:
    try:
        with folder.open(f"{bundle}/{name}", "rb") as file:
            return bytes(file.read(_LARGEST_FILE))
    except FileNotFoundError:
        return None


def _place(folder: Any, bundle: Bundle, name: str) -> None:
    """Write and rename; of two senders at once the first one's folder stays, and the second one's trouble is none."""
    try:
        _write(folder, bundle, f".{name}.{secrets.token_hex(4)}.part", name)
    except OSError:
        if name not in folder.listdir("."):
            raise


def _write(folder: Any, bundle: Bundle, part: str, name: str) -> None:
    folder.mkdir(part)
    for file, content in bundle.files:
        with folder.open(f"{part}/{file}", "wx") as handle:
            handle.set_pipelined(True)
            handle.write(content)
        if folder.stat(f"{part}/{file}").st_size != len(content):
            raise OSError("the server kept another length")
    folder.rename(part, name)  # plain SFTP refuses to replace what is there


def _clear(folder: Any, name: str) -> None:
    """Remove what senders that were cut off left behind; that it fails changes nothing for the addressee."""
    with contextlib.suppress(OSError):
        for left in folder.listdir("."):
            if left.startswith(f".{name}.") and left.endswith(".part"):
                for file in folder.listdir(left):
                    folder.remove(f"{left}/{file}")
                folder.rmdir(left)
