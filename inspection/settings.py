"""Where this installation keeps things, read from the environment and nowhere else.

No `.env` file is read (Prefect reads one, and the two would mix), nothing is created here, and nothing is cached: a
process that changes its environment, as tests do, gets what it asked for.
"""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as made
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from inspection.backup_settings import BackupSettings, backup_settings
from inspection.errors import SettingsFault
from inspection.portal_settings import PORTAL_MARK as PORTAL_MARK
from inspection.portal_settings import portal_values, refuse_unfit_portal
from inspection.proof_settings import ProofSettings, proof_settings

Network = IPv4Network | IPv6Network

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
DEMO_MARK = "demo.json"
_NAME = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\]")
_SERVICES, _OPENROSA, _POSTGRESQL = ("ONSS", "TSW"), ("off", "encrypted", "plain"), "postgresql+psycopg://"
_PROFILES = {"great-circle": "", "osrm": "driving", "valhalla": "auto"}
_BLOCKS = {"great-circle": 100, "osrm": 100, "valhalla": 50}  # what each server allows unless it is told otherwise
_PRIVATE = tuple(
    ip_network(text) for text in ("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "::1/128", "fc00::/7")
)
_WIDEST = 8  # bits; a wider range takes in half the internet, and with it any server
_PUBLIC_SERVERS = (
    "project-osrm.org",
    "openstreetmap.de",
    "openstreetmap.org",
    "fossgis.de",
    "openrouteservice.org",
    "mapbox.com",
    "stadiamaps.com",
)


@dataclass(frozen=True, kw_only=True)
class RoadSettings:
    """Where travel times come from, and how a road server inside the administration's network is asked.

    provider
        "great-circle" asks nobody; "osrm" and "valhalla" ask the server at `url`.
    url
        Where the server is: http or https, a name or an address, a port and a path if need be. Addresses under enquiry
        are sent there, so a public server is refused, and so is whatever a name leads to outside the network.
    networks
        Address ranges that are inside besides loopback and the private ones.
    profile
        OSRM's profile or Valhalla's costing.
    block
        Most sources, and most destinations, of one question.
    timeout_seconds
        Longest wait for the whole answer to one question.
    decimals
        Decimals of the degrees that are asked for and remembered; 5 are about a metre.
    snap_metres
        Farthest that a point may lie from the roads that the server knows.
    map_days
        Oldest map, in days.
    cache_mb
        Most that answers may take on disk; 0 keeps none.
    strict
        Refuse to plan when the server does not answer as it should, instead of taking the great circle for the plan.
    """

    provider: str = "great-circle"
    url: str = ""
    networks: tuple[Network, ...] = ()
    profile: str = ""
    block: int = 0
    timeout_seconds: int = 20
    decimals: int = 5
    snap_metres: int = 2000
    map_days: int = 400
    cache_mb: int = 500
    strict: bool = False

    def __post_init__(self) -> None:
        if self.provider not in _PROFILES:
            raise SettingsFault("SETTING-060", provider=self.provider, known=", ".join(_PROFILES))
        object.__setattr__(self, "profile", self.profile or _PROFILES[self.provider])
        object.__setattr__(self, "block", self.block or _BLOCKS[self.provider])
        if not self.profile.replace("_", "").replace("-", "").isalnum() and self.provider != "great-circle":
            raise SettingsFault("SETTING-062")
        self._check_numbers()
        if self.provider != "great-circle":
            self._check_url()

    def _check_numbers(self) -> None:
        for name, number, least, most in (
            ("_BLOCK", self.block, 1, 150),  # 150 sources and 150 destinations still make an address below 8 KB
            ("_SECONDS", self.timeout_seconds, 1, 600),
            ("_DECIMALS", self.decimals, 3, 6),
            ("_SNAP_METRES", self.snap_metres, 10, 100_000),
            ("_MAP_DAYS", self.map_days, 1, 36_500),
            ("_CACHE_MB", self.cache_mb, 0, 100_000),
        ):
            if not least <= number <= most:
                raise SettingsFault("SETTING-037", number=number, least=least, most=most, variable=f"ROADS{name}")

    def _check_url(self) -> None:
        parts = _parts(self.url)
        written = self.url.isascii() and self.url.isprintable() and " " not in self.url
        if not written or parts is None or parts.scheme not in ("http", "https") or not parts.hostname:
            raise SettingsFault("SETTING-063")
        if parts.username or parts.password or parts.query or parts.fragment:
            raise SettingsFault("SETTING-064")
        if any(f".{parts.hostname}".endswith(f".{public}") for public in _PUBLIC_SERVERS):
            raise SettingsFault("SETTING-065")
        address = _address(parts.hostname)
        if address is not None and not self.is_inside(address):
            raise SettingsFault("SETTING-066")

    def is_inside(self, address: IPv4Address | IPv6Address) -> bool:
        """Tell whether an address belongs to this machine or to the administration's network."""
        plain = (isinstance(address, IPv6Address) and address.ipv4_mapped) or address
        return any(plain in network for network in (*_PRIVATE, *self.networks))


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
        parts = _parts(self.url)
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
class Settings:
    """One installation.

    home
        $VIGIE_HOME: everything that this installation holds.
    database_url
        PostgreSQL by SQLAlchemy's `postgresql+psycopg://` URL; None means the embedded database under `home`.
    service
        The inspection service whose office this is.
    lease_seconds
        How long one process may hold a delivery before another may take it up.
    retry_seconds
        Wait after the first failed attempt of a delivery; it doubles with each further one, up to an hour.
    planning_seconds
        Cap on the planning of one district. A week that it cuts short says so and is not repeatable, so it stands far
        above what planning takes on an office machine.
    roads
        Where travel times come from.
    field
        What devices in the field may do.
    hosts
        Names under which the office answers besides this machine's own and those of `field.url` and `proof.url`.
    openrosa
        Whether clients of others may fetch forms and send controls: "off"; "encrypted", forms carry this house's key
        and nothing in clear is taken; "plain", for clients that cannot encrypt.
    proof, backup
        How people prove who they are besides a password; where backups go.
    portal, portal_url, portal_database_url
        The portal's own home, where it is reached, and its database as the owner: `inspection.portal_settings`.
    """

    home: Path
    database_url: str | None = made(default=None, repr=False)
    service: str = "ONSS"
    lease_seconds: int = 60
    retry_seconds: int = 30
    planning_seconds: int = 300
    roads: RoadSettings = made(default_factory=RoadSettings)
    field: FieldSettings = made(default_factory=FieldSettings)
    openrosa: str = "off"
    hosts: tuple[str, ...] = ()
    proof: ProofSettings = made(default_factory=ProofSettings)
    backup: BackupSettings = made(default_factory=BackupSettings)
    portal: Path | None = None
    portal_url: str | None = None
    portal_database_url: str | None = made(default=None, repr=False)

    def __post_init__(self) -> None:
        if strange := [host for host in self.hosts if not _NAME.fullmatch(host)]:
            raise SettingsFault("SETTING-024", host=strange[0])
        if self.openrosa not in _OPENROSA:
            raise SettingsFault("SETTING-025", openrosa=self.openrosa, known=", ".join(_OPENROSA))
        if self.service not in _SERVICES:
            raise SettingsFault("SETTING-026", service=self.service, known=", ".join(_SERVICES))
        if self.lease_seconds < 1 or self.retry_seconds < 1:
            raise SettingsFault("SETTING-027")
        if self.planning_seconds < 1:
            raise SettingsFault("SETTING-028")
        refuse_unfit_portal(self.portal_url)
        if not all(url.startswith(_POSTGRESQL) for url in (self.database_url, self.portal_database_url) if url):
            raise SettingsFault("SETTING-029")

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


def settings(environ: Mapping[str, str] | None = None) -> Settings:
    """Read the settings of this installation from the environment.

    Arguments: the environment to read, by default the process's own.
    Errors: `SettingsFault` that names the variable and what to write in it.
    """
    env = os.environ if environ is None else environ
    return Settings(
        home=Path(env.get("VIGIE_HOME") or "var"),
        database_url=env.get("VIGIE_DATABASE_URL") or None,
        service=env.get("VIGIE_SERVICE") or "ONSS",
        lease_seconds=_whole(env, "VIGIE_LEASE_SECONDS", 60),
        retry_seconds=_whole(env, "VIGIE_RETRY_SECONDS", 30),
        planning_seconds=_whole(env, "VIGIE_PLANNING_SECONDS", 300),
        roads=_roads(env),
        field=_field(env),
        openrosa=env.get("VIGIE_OPENROSA") or "off",
        hosts=tuple(env.get("VIGIE_HOSTS", "").lower().replace(",", " ").split()),
        proof=proof_settings(env),
        backup=backup_settings(env),
        **portal_values(env),
    )


def _field(env: Mapping[str, str]) -> FieldSettings:
    return FieldSettings(
        url=(env.get("VIGIE_FIELD_URL") or "http://127.0.0.1:8501").rstrip("/"),
        attachment_mb=_whole(env, "VIGIE_ATTACHMENT_MB", 10),
        attachments=_whole(env, "VIGIE_ATTACHMENTS", 500),
        device_days=_whole(env, "VIGIE_DEVICE_DAYS", 90),
        invitation_minutes=_whole(env, "VIGIE_INVITATION_MINUTES", 15),
    )


def _roads(env: Mapping[str, str]) -> RoadSettings:
    """Read the settings whose names begin with VIGIE_ROADS; see docs/how-to/use-a-road-server.md."""
    given = {name: value for name, value in env.items() if name.startswith("VIGIE_ROADS") and value}

    def number(name: str, default: int) -> int:
        return _whole(given, f"VIGIE_ROADS_{name}", default)

    strict = given.get("VIGIE_ROADS_STRICT", "no")
    if strict not in ("yes", "no"):
        raise SettingsFault("SETTING-067", strict=strict)
    return RoadSettings(
        provider=given.get("VIGIE_ROADS", "great-circle"),
        url=given.get("VIGIE_ROADS_URL", ""),
        networks=tuple(_network(text) for text in given.get("VIGIE_ROADS_NETWORKS", "").replace(",", " ").split()),
        profile=given.get("VIGIE_ROADS_PROFILE", ""),
        block=number("BLOCK", 0),
        timeout_seconds=number("SECONDS", 20),
        decimals=number("DECIMALS", 5),
        snap_metres=number("SNAP_METRES", 2000),
        map_days=number("MAP_DAYS", 400),
        cache_mb=number("CACHE_MB", 500),
        strict=strict == "yes",
    )


def _network(text: str) -> Network:
    try:
        network = ip_network(text)
    except ValueError:
        raise SettingsFault("SETTING-068", text=text) from None
    if network.prefixlen < _WIDEST:
        raise SettingsFault("SETTING-069", text=text, widest=_WIDEST)
    return network


def _address(host: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(host)
    except ValueError:
        return None


def _parts(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return None
    return parts


def _whole(env: Mapping[str, str], name: str, default: int) -> int:
    text = env.get(name) or str(default)
    if not text.isdecimal():
        raise SettingsFault("SETTING-039", text=text, variable=name)
    return int(text)
