"""Where travel times come from: the settings whose names begin with VIGIE_ROADS."""

from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from inspection.errors import SettingsFault
from inspection.setting_values import parts_of, whole

Network = IPv4Network | IPv6Network

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
        parts = parts_of(self.url)
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


def road_settings(env: Mapping[str, str]) -> RoadSettings:
    """Read the settings whose names begin with VIGIE_ROADS; see docs/how-to/use-a-road-server.md."""
    given = {name: value for name, value in env.items() if name.startswith("VIGIE_ROADS") and value}

    def number(name: str, default: int) -> int:
        return whole(given, f"VIGIE_ROADS_{name}", default)

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
