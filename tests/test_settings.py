"""Settings come from the environment, checked at the door."""

import re
from ipaddress import ip_address
from pathlib import Path

import pytest

from inspection.errors import SettingsFault
from inspection.road_settings import RoadSettings
from inspection.settings import settings


def test_without_anything_the_home_is_var():
    """A clone works without being configured."""
    here = settings({})
    assert (here.home, here.database_url, here.service) == (Path("var"), None, "ONSS")
    assert here.store_file == Path("var/store/vigie.db")


def test_the_environment_decides():
    """Every setting has its variable."""
    given = {
        "VIGIE_HOME": "elsewhere",
        "VIGIE_DATABASE_URL": "postgresql+psycopg://u:secret@h/d?sslmode=verify-full",
        "VIGIE_SERVICE": "TSW",
        "VIGIE_LEASE_SECONDS": "5",
        "VIGIE_RETRY_SECONDS": "6",
        "VIGIE_PLANNING_SECONDS": "7",
    }
    here = settings(given)
    assert (here.home, here.service) == (Path("elsewhere"), "TSW")
    assert (here.lease_seconds, here.retry_seconds, here.planning_seconds) == (5, 6, 7)
    assert "secret" not in repr(here)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("VIGIE_SERVICE", "FBI"),
        ("VIGIE_LEASE_SECONDS", "0"),
        ("VIGIE_LEASE_SECONDS", "soon"),
        ("VIGIE_RETRY_SECONDS", "-1"),
        ("VIGIE_PLANNING_SECONDS", "0"),
        ("VIGIE_EXECUTOR", "http://localhost:8786"),
        ("VIGIE_EXECUTOR", "tcp://user:secret@localhost:8786"),
        ("VIGIE_DATABASE_URL", "sqlite:///x.db"),  # the embedded database is opened by us only
        ("VIGIE_DATABASE_URL", "postgresql://u:secret@h/d"),  # another driver
    ],
)
def test_a_wrong_setting_is_named_and_not_repeated_when_secret(name, value):
    """The message says which variable; a password is never in it."""
    with pytest.raises(SettingsFault, match=name) as fault:
        settings({name: value})
    assert "secret" not in str(fault.value)


def test_without_anything_no_road_server_is_asked():
    """The great circle needs none."""
    assert settings({}).roads == RoadSettings()
    assert settings({"VIGIE_ROADS_URL": "http://router.project-osrm.org"}).roads.provider == "great-circle"


def test_a_road_server_is_named_with_how_it_is_asked():
    """Every setting has its variable; profile and block follow from the server where nobody says."""
    given = {
        "VIGIE_ROADS": "valhalla",
        "VIGIE_ROADS_URL": "https://roads.internal:8002/valhalla",
        "VIGIE_ROADS_NETWORKS": "193.190.0.0/16, 2001:6a8::/32",
        "VIGIE_ROADS_SECONDS": "7",
        "VIGIE_ROADS_DECIMALS": "4",
        "VIGIE_ROADS_SNAP_METRES": "500",
        "VIGIE_ROADS_MAP_DAYS": "90",
        "VIGIE_ROADS_CACHE_MB": "0",
        "VIGIE_ROADS_STRICT": "yes",
    }
    roads = settings(given).roads
    assert (roads.profile, roads.block, roads.timeout_seconds, roads.decimals) == ("auto", 50, 7, 4)
    assert (roads.snap_metres, roads.map_days, roads.cache_mb, roads.strict) == (500, 90, 0, True)
    other = settings({**given, "VIGIE_ROADS_PROFILE": "truck", "VIGIE_ROADS_BLOCK": "20"}).roads
    assert (other.profile, other.block) == ("truck", 20)


@pytest.mark.parametrize(
    ("address", "inside"),
    [
        ("127.0.0.1", True),
        ("10.255.1.2", True),
        ("172.31.0.1", True),
        ("192.168.4.4", True),
        ("::1", True),
        ("fd12::1", True),
        ("::ffff:10.0.0.1", True),
        ("193.190.7.7", True),  # named
        ("::ffff:193.190.7.7", True),
        ("172.32.0.1", False),
        ("100.64.0.1", False),  # a provider's network, not ours
        ("8.8.8.8", False),
        ("::ffff:8.8.8.8", False),  # a public address in the clothes of another
        ("64:ff9b::808:808", False),
        ("2001:4860:4860::8888", False),
        ("0.0.0.0", False),  # noqa: S104 (what is refused)
        ("169.254.169.254", False),
    ],
)
def test_inside_are_this_machine_private_addresses_and_named_ranges(address, inside):
    """Whatever form the address is written in."""
    roads = settings({"VIGIE_ROADS_NETWORKS": "193.190.0.0/16"}).roads
    assert roads.is_inside(ip_address(address)) is inside


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("VIGIE_ROADS", "google"),
        ("VIGIE_ROADS_URL", ""),
        ("VIGIE_ROADS_URL", "roads.internal:5000"),
        ("VIGIE_ROADS_URL", "ftp://roads.internal"),
        ("VIGIE_ROADS_URL", "http://roads.internal:port"),
        ("VIGIE_ROADS_URL", "http://[::1"),
        ("VIGIE_ROADS_URL", "http://roads.internal/a path"),
        ("VIGIE_ROADS_URL", "http://u:secret@roads.internal"),
        ("VIGIE_ROADS_URL", "http://roads.internal/?key=secret"),
        ("VIGIE_ROADS_URL", "http://router.project-osrm.org"),
        ("VIGIE_ROADS_URL", "https://VALHALLA1.openstreetmap.de/"),
        ("VIGIE_ROADS_URL", "http://8.8.8.8:5000"),
        ("VIGIE_ROADS_NETWORKS", "193.190.0.1/16"),  # an address, not a range
        ("VIGIE_ROADS_NETWORKS", "0.0.0.0/0"),  # everybody
        ("VIGIE_ROADS_NETWORKS", "2000::/3"),
        ("VIGIE_ROADS_PROFILE", "driving/../nearest"),
        ("VIGIE_ROADS_BLOCK", "151"),
        ("VIGIE_ROADS_SECONDS", "0"),
        ("VIGIE_ROADS_DECIMALS", "7"),
        ("VIGIE_ROADS_SNAP_METRES", "2km"),
        ("VIGIE_ROADS_MAP_DAYS", "0"),
        ("VIGIE_ROADS_CACHE_MB", "-1"),
        ("VIGIE_ROADS_STRICT", "maybe"),
    ],
)
def test_a_wrong_road_setting_is_named(name, value):
    """With its variable; a word that somebody wrote into an address is not repeated."""
    good = {"VIGIE_ROADS": "osrm", "VIGIE_ROADS_URL": "http://roads.internal:5000"}
    settings(good)
    with pytest.raises(SettingsFault) as fault:
        settings({**good, name: value})
    assert (fault.value.family, fault.value.where) == ("SETTING", name)
    assert "secret" not in str(fault.value)


def test_every_road_setting_is_documented():
    """A setting that nobody can find is none."""
    page = (Path(__file__).parents[1] / "docs/how-to/use-a-road-server.md").read_text()
    source = (Path(__file__).parents[1] / "inspection/road_settings.py").read_text()
    named = set(re.findall(r'(?:number|_road_fault)\("_?([A-Z_]+)"', source)) | {"URL", "NETWORKS", "PROFILE", "STRICT"}
    assert len(named) == 10
    assert {name for name in named if f"`VIGIE_ROADS_{name}`" not in page} == set()
