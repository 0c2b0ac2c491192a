"""How each addressee is reached: `$VIGIE_HOME/transports.yaml`, read strictly; what is secret lies in the keys folder.

The file names files of the keys folder and never holds a secret itself, so that it can be shown and compared. What two
people agreed to on a page of the office (a mailbox, a certificate) lies in files of its own and is laid over it, so
that the file that somebody wrote stays theirs.
"""

import re
import ssl
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from urllib.parse import urlsplit

import yaml
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, field_validator, model_validator

from inspection.errors import ReferralFault, SettingsFault

FILE = "transports.yaml"
LAID_OVER = "addressees"  # folder of the home
_LARGEST_BYTES = 1_000_000
_Name = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,80}(\.[A-Za-z0-9]{1,10}){0,3}$")]
_Address = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._+-]{1,64}@[A-Za-z0-9.-]{1,190}$")]
_Host = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9.:-]{1,253}$")]
_Port = Annotated[int, Field(ge=1, le=65535)]
_Seconds = Annotated[int, Field(ge=1, le=300)]


class LastingReferralFault(ReferralFault):
    """A sending that waiting does not mend: a certificate is over, a key is wrong, the addressee refuses."""


class _Strict(BaseModel):
    """A part of the file: an unknown word is a mistake, never ignored."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class HouseSettings(_Strict):
    """The house's own certificate, by which it signs the manifest of every bundle and every list, and its key."""

    certificate: _Name
    key: _Name


class MailServer(_Strict):
    """The server that takes our mail, and the certificate by which mails are signed: one that names the sender.

    tls
        "starttls" on an ordinary port, "implicit" where the port speaks TLS at once; never in clear.
    authority
        PEM file of who vouches for the server; the system's own list where it is absent.
    """

    host: _Host
    port: _Port
    tls: Literal["starttls", "implicit"] = "starttls"
    sender: _Address
    certificate: _Name
    key: _Name
    authority: _Name | None = None
    account: str | None = None
    password: _Name | None = None
    seconds: _Seconds = 20


class MailSettings(_Strict):
    """An addressee's mailbox; without a certificate, its own or the addressee's, nothing is sent there by mail."""

    to: _Address
    certificate: _Name | None = None


class SftpSettings(_Strict):
    """A folder on an addressee's server.

    host_key
        The server's public key as `ssh-ed25519 AAAA…`, agreed beforehand: any other is refused.
    """

    host: _Host
    port: _Port = 22
    account: Annotated[str, StringConstraints(min_length=1, max_length=64)]
    key: _Name
    host_key: Annotated[str, StringConstraints(pattern=r"^[a-z0-9@.-]+ [A-Za-z0-9+/=]+$")]
    folder: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._/-]{1,200}$")]
    seconds: _Seconds = 20


class WebhookSettings(_Strict):
    """An addressee's address for bundles.

    secret
        File with the shared secret of the HMAC signature, 32 bytes or more.
    authority
        PEM file of who vouches for the server; the system's own list where it is absent.
    certificate, key
        Our client certificate, where the addressee asks for one.
    """

    url: Annotated[str, StringConstraints(max_length=500)]
    secret: _Name
    authority: _Name | None = None
    certificate: _Name | None = None
    key: _Name | None = None
    seconds: _Seconds = 20

    @field_validator("url")
    @classmethod
    def _is_https(cls, url: str) -> str:
        parts = urlsplit(url)
        if parts.scheme != "https" or not parts.hostname or parts.username or parts.query or parts.fragment:
            raise ValueError("https, a host and a path only")
        return url


class RecipientSettings(_Strict):
    """The ways to one addressee, and its keys.

    acknowledgement_key
        By which its system signs acknowledgements, 64 hexadecimal digits.
    certificate
        For which everything is enveloped that goes there, by whichever way; none is assumed.
    """

    certificate: _Name | None = None
    acknowledgement_key: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")] | None = None
    mail: MailSettings | None = None
    sftp: SftpSettings | None = None
    webhook: WebhookSettings | None = None

    @model_validator(mode="after")
    def _has_one_certificate(self) -> Self:
        if self.certificate and self.mail and self.mail.certificate:
            raise ValueError("a certificate stands once: the addressee's, or its mailbox's alone")
        return self

    @property
    def mailbox(self) -> MailSettings | None:
        """The mailbox with the certificate that counts for it."""
        if self.mail is None or self.certificate is None:
            return self.mail
        return self.mail.model_copy(update={"certificate": self.certificate})


class TransportSettings(_Strict):
    """The whole file; an installation without one has the file drop only."""

    house: HouseSettings | None = None
    mail_server: MailServer | None = None
    recipients: dict[str, RecipientSettings] = Field(default_factory=dict)

    def certificates(self) -> dict[str, str]:
        """Return the file with each addressee's certificate, by recipient: the one place that knows it."""
        every = ((name, one.certificate) for name, one in self.recipients.items())
        return {name: file for name, file in every if file is not None}

    def pinned(self) -> dict[str, bytes]:
        """Return the public keys by which addressees sign, by recipient."""
        every = ((name, one.acknowledgement_key) for name, one in self.recipients.items())
        return {name: bytes.fromhex(key) for name, key in every if key is not None}


class _Loader(yaml.SafeLoader):
    """Plain values; a word given twice is refused, since the second would silently win."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[object, object]:
        """Return a mapping whose every word stands once."""
        names = [self.construct_object(key, deep=True) for key, _ in node.value]
        if len(names) != len(set(map(str, names))):
            raise yaml.YAMLError("a word is given twice")
        return super().construct_mapping(node, deep=deep)


def read_transports(home: Path, over: Mapping[str, Mapping[str, Any]] | None = None) -> TransportSettings:
    """Read an installation's transports; raises `SettingsFault` 800 and 803 to 805 naming where in the file, never what
    it holds.

    Arguments: `over` what is tried over all of it, by recipient.
    """
    try:
        raw = _yaml(home / FILE)
        read = TransportSettings.model_validate(_laid(raw, {**laid_over(home), **(over or {})}))
    except ValidationError as fault:
        first = fault.errors(include_input=False, include_url=False, include_context=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise SettingsFault("SETTING-804", problem=first["type"], where=where) from None
    if read.mail_server is None and any(one.mail for one in read.recipients.values()):
        raise SettingsFault("SETTING-800")
    return read


def transport_files(home: Path) -> list[Path]:
    """Return the files of the home that say how addressees are reached."""
    return [home / FILE, *(home / LAID_OVER).glob("*.yaml")]


def laid_over(home: Path) -> dict[str, dict[str, Any]]:
    """Return what was agreed to on pages, by recipient; raises `SettingsFault` 803 and 805."""
    return {path.stem: _yaml(path) for path in sorted((home / LAID_OVER).glob("*.yaml"))}


def _yaml(path: Path) -> Any:
    """Return what a file holds, nothing where there is none."""
    if not path.exists():
        return {}
    try:
        if path.stat().st_size > _LARGEST_BYTES:
            raise SettingsFault("SETTING-803")
        raw = yaml.load(path.read_text(encoding="utf-8"), _Loader)  # noqa: S506  a safe loader of our own
    except (OSError, ValueError, yaml.YAMLError, RecursionError) as fault:
        raise SettingsFault("SETTING-805", kind=type(fault).__name__) from None
    return raw if raw is not None else {}


def _laid(raw: Any, over: Mapping[str, Mapping[str, Any]]) -> Any:
    """Return the file with what was agreed to besides: a mailbox or none, a certificate for every way."""
    recipients = raw.get("recipients") if isinstance(raw, dict) else None
    if not over or not isinstance(raw, dict) or not isinstance(recipients or {}, dict):
        return raw
    return {**raw, "recipients": {**(recipients or {}), **{key: _one(recipients, key, over[key]) for key in over}}}


def _one(recipients: Any, key: str, over: Mapping[str, Any]) -> dict[str, Any]:
    known = (recipients or {}).get(key)
    made = dict(known) if isinstance(known, dict) else {}
    written = made.pop("mail", None)
    box = {**(written if isinstance(written, dict) else {}), **(over.get("mail") or {})}
    if "certificate" in over:
        made["certificate"] = over["certificate"]
        box.pop("certificate", None)
    return {**made, "mail": box} if over.get("mail") or ("mail" not in over and box) else made


def key_file(keys: Path, name: str, *, secret: bool = True) -> Path:
    """Return a file of the keys folder; raises `SettingsFault` 801 where it is missing, 806 where others can read
    it."""
    path = keys / name
    if not path.is_file():
        raise SettingsFault("SETTING-801", file=name)
    if secret and path.stat().st_mode & 0o077:
        raise SettingsFault("SETTING-806", file=name)
    return path


def secret_text(keys: Path, name: str) -> str:
    """Return the one line that a secret file holds."""
    return re.sub(r"\s+\Z", "", key_file(keys, name).read_text(encoding="utf-8"))


def trusting(keys: Path, authority: str | None) -> ssl.SSLContext:
    """Return the TLS settings for a server that an authority of ours vouches for, or else one that the system knows."""
    return ssl.create_default_context(cafile=str(key_file(keys, authority, secret=False)) if authority else None)
