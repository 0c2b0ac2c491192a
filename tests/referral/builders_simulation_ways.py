"""How a simulated house reaches each office over a real way: its rules, its settings and every certificate and key."""

import atexit
import os
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import paramiko
import yaml
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from transport_servers import SECRET, Authority

from inspection.settings import Settings
from inspection.time_of import now

# Of each kind of office some are reached by each way, so that no way is the police's alone.
WAYS: Mapping[str, str] = {
    "fgp-limburg": "file_drop",
    "parquet-namur": "file_drop",
    "parket-limburg": "file_drop",
    "pjf-namur": "mail",
    "aud-antwerpen": "mail",
    "parket-antwerpen": "mail",
    "guardianship": "mail",
    "fgp-antwerpen": "sftp",
    "aud-liege": "sftp",
    "parket-leuven": "sftp",
    "pjf-liege": "webhook",
    "aud-gent": "webhook",
    "parquet-liege": "webhook",
    "fgp-leuven": "telephone",
    "parket-oost-vlaanderen": "telephone",
    "aud-leuven": "paper",
    "fgp-oost-vlaanderen": "paper",
}
ENVELOPED = ("parquet-namur", "aud-liege", "aud-gent")  # besides those who are reached by mail
SIGNING: Mapping[str, Ed25519PrivateKey] = {
    name: Ed25519PrivateKey.from_private_bytes(bytes([n + 1]) * 32)
    for n, name in enumerate(("fgp-limburg", "aud-antwerpen", "fgp-antwerpen", "pjf-liege", "aud-gent"))
}
SENDER = "vigie@inspection.example"
SECONDS = 1  # of silence: the least that the settings allow


def address_of(office: str) -> str:
    """Return an office's address for mail."""
    return f"{office}@example.org"


def by(way: str) -> list[str]:
    """Return the offices that are reached by a way."""
    return [office for office, its in WAYS.items() if its == way]


@dataclass(frozen=True)
class Keys:
    """Folders of keys: this house's own, and those of all the others.

    authority
        PEM file of who vouches for every server, and for this house where it is a client.
    """

    ours: Path
    theirs: Path

    @property
    def authority(self) -> Path:
        return self.theirs / "authority.pem"

    def server(self) -> tuple[Path, Path]:
        """Return the certificate of every server, and its key."""
        return self.theirs / "server.pem", self.theirs / "server.key"

    def ssh(self, name: str) -> Any:
        """Return an SSH key: "ours", or "host" for the servers'."""
        folder = self.ours if name == "ours" else self.theirs
        return paramiko.Ed25519Key.from_private_key_file(str(folder / f"{name}.sftp"))


def settle_ways(here: Settings, ports: Mapping[str, int], start: datetime) -> None:
    """Write what a house keeps about its ways: a line of the rules for each office, its settings, its keys.

    ports
        By office where it has a server of its own; "mail" is this house's mail server.
    """
    keys = keys_of(start)
    shutil.copytree(keys.ours, here.keys, dirs_exist_ok=True)
    here.rules.mkdir(exist_ok=True)
    (here.rules / "ways.yaml").write_text(yaml.safe_dump({"recipients": {office: _line(office) for office in WAYS}}))
    (here.home / "transports.yaml").write_text(yaml.safe_dump(_settings(keys, ports)))


def _line(office: str) -> dict[str, Any]:
    decided: dict[str, Any] = {"source": "agreed with the office", "confidence": "H", "transports": [WAYS[office]]}
    return {"dated": {date(2026, 1, 1): decided}}


def _settings(keys: Keys, ports: Mapping[str, int]) -> dict[str, Any]:
    mail_server = {
        "host": "localhost",
        "port": ports["mail"],
        "sender": SENDER,
        "certificate": "mail.pem",
        "key": "mail.key",
        "authority": "authority.pem",
        "seconds": SECONDS,
    }
    return {
        "house": {"certificate": "house.pem", "key": "house.key"},
        "mail_server": mail_server,
        "recipients": {office: _reached(office, keys, ports) for office in WAYS},
    }


def _reached(office: str, keys: Keys, ports: Mapping[str, int]) -> dict[str, Any]:
    way, found = WAYS[office], dict[str, Any]()
    if office in SIGNING:
        found["acknowledgement_key"] = SIGNING[office].public_key().public_bytes_raw().hex()
    if office in ENVELOPED or way == "mail":
        found["certificate"] = f"{office}.pem"
    if way == "mail":
        found["mail"] = {"to": address_of(office)}
    if way == "sftp":
        host = keys.ssh("host")
        found["sftp"] = {
            "host": "127.0.0.1",
            "port": ports[office],
            "account": "vigie",
            "key": "ours.sftp",
            "folder": "/in",
            "host_key": f"{host.get_name()} {host.get_base64()}",
            "seconds": SECONDS,
        }
    if way == "webhook":
        found["webhook"] = {
            "url": f"https://localhost:{ports[office]}/bundles",
            "secret": "shared.secret",
            "authority": "authority.pem",
            "certificate": "client.pem",
            "key": "client.key",
            "seconds": SECONDS,
        }
    return found


@cache
def keys_of(start: datetime) -> Keys:
    """Make every certificate and key, once in a process.

    TLS is looked at on the real day, what is signed and enveloped on the simulated one: each has its own authority.
    """
    root = Path(tempfile.mkdtemp(prefix="vigie-keys-"))
    atexit.register(shutil.rmtree, root, ignore_errors=True)
    keys = Keys(root / "ours", root / "theirs")
    keys.ours.mkdir()
    tls, sealing = Authority(keys.theirs, now()), Authority(root / "sealing", start)
    tls.issue("server")
    until = start + timedelta(days=400)
    for name in ("house", "mail"):
        _take(sealing.issue(name, until=until, curve=True), keys.ours)
    for office in {*ENVELOPED, *by("mail")}:
        certificate, private = sealing.issue(office, until=until)
        _take((certificate,), keys.ours)
        _take((certificate, private), keys.theirs)
    _take((*tls.issue("client", common_name="vigie"), tls.pem), keys.ours)
    (keys.theirs / "sealing.pem").write_bytes(sealing.pem.read_bytes())
    _secret(keys.ours / "shared.secret", SECRET)
    for path in (keys.ours / "ours.sftp", keys.theirs / "host.sftp"):
        made = Ed25519PrivateKey.generate()
        _secret(path, made.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption()))
    return keys


def _take(files: tuple[Path, ...], folder: Path) -> None:
    for file in files:
        _secret(folder / file.name, file.read_bytes())


def _secret(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    os.chmod(path, 0o600)
