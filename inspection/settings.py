"""Where this installation keeps things, read from the environment and nowhere else.

No `.env` file is read (Prefect reads one, and the two would mix), nothing is created here, and what was read is good
for exactly that environment: a process that changes its own, as tests do, gets what it asked for.
"""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as made
from pathlib import Path
from urllib.parse import urlsplit

from inspection.backup_settings import BackupSettings, backup_settings
from inspection.database_settings import DatabaseSettings, database_settings
from inspection.errors import SettingsFault
from inspection.history_settings import HistorySettings, history_settings
from inspection.portal_settings import PORTAL_MARK as PORTAL_MARK
from inspection.portal_settings import portal_values, refuse_unfit_portal
from inspection.proof_settings import ProofSettings, proof_settings
from inspection.road_settings import RoadSettings, road_settings
from inspection.setting_values import parts_of, path, whole

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
DEMO_MARK = "demo.json"
_NAME = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\]")
_KEY_FILE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,80}(\.[A-Za-z0-9]{1,10}){0,3}")
_REGISTER = re.compile(r"[a-z][a-z0-9_]{0,63}")
_LONGEST_LIVE_SECONDS = 30  # somebody stands in a doorway and waits
_SCHEDULER = re.compile(r"(tcp|tls)://[^/@\s]+:\d+")
_SERVICES, _OPENROSA = ("ONSS", "TSW"), ("off", "encrypted", "plain")


@dataclass(frozen=True, kw_only=True)
class FieldSettings:
    """What devices in the field may send, and for how long they are known.

    url
        Where a device reaches this office; it stands in the QR code of an invitation.
    attachment_mb, attachments
        Largest photo, signature or document, and most of them for one control.
    device_days
        How long an enrolled device is known.
    invitation_minutes
        How long a code enrols one.
    """

    url: str = "http://127.0.0.1:8501"
    attachment_mb: int = 10
    attachments: int = 500
    device_days: int = 90
    invitation_minutes: int = 15

    def __post_init__(self) -> None:
        parts = parts_of(self.url)
        if (
            parts is None
            or parts.scheme not in ("http", "https")
            or not parts.hostname
            or parts.query
            or parts.fragment
        ):
            raise SettingsFault("SETTING-020")
        if parts.scheme == "http" and parts.hostname not in LOOPBACK:
            raise SettingsFault("SETTING-023")
        for name, number, most in (
            ("ATTACHMENT_MB", self.attachment_mb, 100),
            ("ATTACHMENTS", self.attachments, 10_000),
            ("DEVICE_DAYS", self.device_days, 400),
            ("INVITATION_MINUTES", self.invitation_minutes, 1440),
        ):
            if not 1 <= number <= most:
                raise SettingsFault("SETTING-037", number=number, least=1, most=most, variable=name)

    @property
    def attachment_bytes(self) -> int:
        return self.attachment_mb * 1_000_000


@dataclass(frozen=True, kw_only=True)
class LiveSettings:
    """Where an inspectorate's service answers for registers; without an address nobody is asked.

    url
        `https://…`, below which questions go to `/lookups`. Numbers of persons are sent there.
    name
        What people call it; it stands beside its answers.
    registers
        The registers that it answers for.
    authority, certificate, key
        Files of the keys folder: who vouches for the server, and by what it knows us.
    seconds
        Longest wait for one answer.
    """

    url: str = ""
    name: str = ""
    registers: tuple[str, ...] = ()
    authority: str | None = None
    certificate: str | None = None
    key: str | None = None
    seconds: int = 5

    def __post_init__(self) -> None:
        if not self.url:
            return
        parts = parts_of(self.url)
        is_whole = parts is not None and parts.scheme == "https" and bool(parts.hostname)
        if parts is None or not is_whole or parts.username or parts.query or parts.fragment:
            raise SettingsFault("SETTING-840")
        files = [one for one in (self.authority, self.certificate, self.key) if one]
        if not self.registers or not all(map(_REGISTER.fullmatch, self.registers)):
            raise SettingsFault("SETTING-841")
        if not all(map(_KEY_FILE.fullmatch, files)) or bool(self.certificate) != bool(self.key):
            raise SettingsFault("SETTING-842")
        if not 1 <= self.seconds <= _LONGEST_LIVE_SECONDS:
            raise SettingsFault(
                "SETTING-037", number=self.seconds, least=1, most=_LONGEST_LIVE_SECONDS, variable="LIVE_SECONDS"
            )


@dataclass(frozen=True, kw_only=True)
class Settings:
    """One installation.

    home
        $VIGIE_HOME: everything that this installation holds.
    database_url, database
        PostgreSQL by SQLAlchemy's `postgresql+psycopg://` URL; None means the embedded database under `home`. How it is
        reached besides: `inspection.database_settings`.
    service
        The inspection service whose office this is.
    lease_seconds
        How long one process may hold a delivery before another may take it up.
    retry_seconds
        Wait after the first failed attempt; it doubles with each further one, up to an hour.
    planning_seconds
        Cap on the planning of one district, far above what it takes: a week that it cuts short is not repeatable.
    executor
        The Dask scheduler whose machines carry out what can be divided; None means processes of this machine.
    roads, field, live
        Where travel times come from; what devices in the field may do; which service answers for registers at once.
    hosts
        Names under which the office answers besides this machine's own and those of `field.url` and `proof.url`.
    openrosa
        Whether clients of others may fetch forms and send controls: "off"; "encrypted", forms carry this house's key
        and nothing in clear is taken; "plain", for clients that cannot encrypt.
    keyring_folder
        Where the keys of cases are, apart from what is backed up with the home; None means `keyring` under it.
    proof, history, backup
        How people prove who they are besides a password; who signs the history; where backups go.
    prefect_url
        Where people look at the runs of schedules; "" shows no link.
    portal, portal_url, portal_database_url
        The portal's own home, where it is reached, and its database as the owner: `inspection.portal_settings`.
    """

    home: Path
    database_url: str | None = made(default=None, repr=False)
    service: str = "ONSS"
    lease_seconds: int = 60
    retry_seconds: int = 30
    planning_seconds: int = 300
    executor: str | None = None
    roads: RoadSettings = made(default_factory=RoadSettings)
    field: FieldSettings = made(default_factory=FieldSettings)
    live: LiveSettings = made(default_factory=LiveSettings)
    openrosa: str = "off"
    hosts: tuple[str, ...] = ()
    proof: ProofSettings = made(default_factory=ProofSettings)
    keyring_folder: Path | None = None
    history: HistorySettings = made(default_factory=HistorySettings)
    backup: BackupSettings = made(default_factory=BackupSettings)
    prefect_url: str = ""
    portal: Path | None = None
    portal_url: str | None = None
    portal_database_url: str | None = made(default=None, repr=False)
    database: DatabaseSettings = made(default_factory=DatabaseSettings)

    def __post_init__(self) -> None:
        if strange := [host for host in self.hosts if not _NAME.fullmatch(host)]:
            raise SettingsFault("SETTING-024", host=strange[0])
        if self.openrosa not in _OPENROSA:
            raise SettingsFault("SETTING-025", openrosa=self.openrosa, known=", ".join(_OPENROSA))
        if self.service not in _SERVICES:
            raise SettingsFault("SETTING-026", service=self.service, known=", ".join(_SERVICES))
        if min(self.lease_seconds, self.retry_seconds) < 1:
            raise SettingsFault("SETTING-027")
        if self.planning_seconds < 1:
            raise SettingsFault("SETTING-028")
        if self.executor is not None and not _SCHEDULER.fullmatch(self.executor):
            raise SettingsFault("SETTING-831")
        if self.prefect_url and not _is_page(self.prefect_url):
            raise SettingsFault("SETTING-073")
        refuse_unfit_portal(self.portal_url)
        self.database.refuse_unfit(self.database_url, self.portal_database_url)

    @property
    def host_names(self) -> frozenset[str]:
        """Every name under which the office answers, as a browser writes it: IPv6 addresses in brackets."""
        public = (urlsplit(url or "").hostname or "" for url in (self.field.url, self.proof.url, self.portal_url))
        named = {f"[{name}]" if ":" in name else name for name in (*LOOPBACK, *public) if name}
        return frozenset(named | set(self.hosts))

    @property
    def registers(self) -> Path:
        return self.home / "registers"

    @property
    def is_demo(self) -> bool:
        """Whether the demo made this home, by its mark: nothing in it is real, and nobody proves who they are."""
        return (self.home / DEMO_MARK).is_file()

    @property
    def is_portal(self) -> bool:
        """Whether this home is the portal's, by its mark: only people of offices outside are let in here."""
        return (self.home / PORTAL_MARK).is_file()

    @property
    def portal_home(self) -> Path:
        return self.portal or self.home / "portal"

    @property
    def lake(self) -> Path:
        return self.home / "lake"

    @property
    def store_file(self) -> Path:
        return self.home / "store" / "vigie.db"

    @property
    def keys(self) -> Path:
        return self.home / "keys"

    @property
    def keyring(self) -> Path:
        return self.keyring_folder or self.home / "keyring"

    @property
    def out(self) -> Path:
        return self.home / "out"

    @property
    def attachments(self) -> Path:
        return self.home / "attachments"

    @property
    def outbox(self) -> Path:
        return self.home / "outbox"

    @property
    def checkpoints(self) -> Path:
        return self.home / "checkpoints"

    @property
    def lists(self) -> Path:
        return self.home / "lists"

    @property
    def reports(self) -> Path:
        return self.home / "reports"

    @property
    def cache(self) -> Path:
        return self.home / "cache"

    @property
    def rules(self) -> Path:
        return self.home / "rules"

    @property
    def zones(self) -> Path:
        return self.home / "zones"

    @property
    def frames(self) -> Path:
        return self.home / "frames"


def settings(environ: Mapping[str, str] | None = None) -> Settings:
    """Read the settings of this installation from the environment.

    Arguments: the environment to read, by default the process's own.
    Errors: `SettingsFault` that names the variable and what to write in it.
    """
    return _read(environ) if environ is not None else _of_process()


def _of_process() -> Settings:
    """Read those of the process, anew only where its environment is another than the last time: pages ask very often.

    The whole environment is compared, since a database's own variables count too.
    """
    global _last
    env, last = dict(os.environ), _last
    if last is not None and last[0] == env:
        return last[1]
    found = _read(env)
    _last = env, found
    return found


_last: tuple[Mapping[str, str], Settings] | None = None


def _read(env: Mapping[str, str]) -> Settings:
    return Settings(
        home=Path(env.get("VIGIE_HOME") or "var"),
        database_url=env.get("VIGIE_DATABASE_URL") or None,
        service=env.get("VIGIE_SERVICE") or "ONSS",
        lease_seconds=whole(env, "VIGIE_LEASE_SECONDS", 60),
        retry_seconds=whole(env, "VIGIE_RETRY_SECONDS", 30),
        planning_seconds=whole(env, "VIGIE_PLANNING_SECONDS", 300),
        executor=env.get("VIGIE_EXECUTOR") or None,
        roads=road_settings(env),
        field=_field(env),
        live=_live(env),
        openrosa=env.get("VIGIE_OPENROSA") or "off",
        hosts=tuple(env.get("VIGIE_HOSTS", "").lower().replace(",", " ").split()),
        proof=proof_settings(env),
        database=database_settings(env),
        history=history_settings(env),
        keyring_folder=path(env, "VIGIE_KEYRING"),
        backup=backup_settings(env),
        prefect_url=(env.get("VIGIE_PREFECT_URL") or "").rstrip("/"),
        **portal_values(env),
    )


def _is_page(url: str) -> bool:
    parts = parts_of(url)
    return parts is not None and parts.scheme in ("http", "https") and bool(parts.hostname) and not parts.query


def _field(env: Mapping[str, str]) -> FieldSettings:
    return FieldSettings(
        url=(env.get("VIGIE_FIELD_URL") or "http://127.0.0.1:8501").rstrip("/"),
        attachment_mb=whole(env, "VIGIE_ATTACHMENT_MB", 10),
        attachments=whole(env, "VIGIE_ATTACHMENTS", 500),
        device_days=whole(env, "VIGIE_DEVICE_DAYS", 90),
        invitation_minutes=whole(env, "VIGIE_INVITATION_MINUTES", 15),
    )


def _live(env: Mapping[str, str]) -> LiveSettings:
    """Read which live register service is asked: docs/how-to/connect-a-live-register.md."""
    return LiveSettings(
        url=(env.get("VIGIE_LIVE_URL") or "").rstrip("/"),
        name=env.get("VIGIE_LIVE_NAME") or "",
        registers=tuple(env.get("VIGIE_LIVE_REGISTERS", "").replace(",", " ").split()),
        authority=env.get("VIGIE_LIVE_AUTHORITY") or None,
        certificate=env.get("VIGIE_LIVE_CERTIFICATE") or None,
        key=env.get("VIGIE_LIVE_KEY") or None,
        seconds=whole(env, "VIGIE_LIVE_SECONDS", 5),
    )
