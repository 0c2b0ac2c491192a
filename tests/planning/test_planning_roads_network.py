"""Where coordinates of places under enquiry may go: to the server that the settings name, inside the network."""

import socket
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from builders_roads import BOTH, ON, asking, some_points
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from road_servers import road_server

from inspection.planning.roads import RoadFault, edition_of, notices_of
from inspection.road_settings import RoadSettings


@BOTH
def test_a_redirect_is_not_followed(provider: str):
    """Coordinates go where the settings say, and nowhere else."""
    with road_server() as other, road_server(trouble="redirect", elsewhere=other.url) as world:
        travel = asking(world, provider)
        travel.minutes(some_points(3))
        assert other.asked == []
    assert [notice.code for notice in notices_of(travel)] == ["PLAN-143"]


def test_the_environments_proxy_is_not_used(monkeypatch: pytest.MonkeyPatch):
    """A proxy would read the addresses, and may stand outside."""
    with road_server() as proxy, road_server() as world:
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
            monkeypatch.setenv(name, proxy.url)
        travel = asking(world)
        travel.minutes(some_points(3))
        assert (proxy.asked, travel.name) == ([], "osrm")


def a_certificate(folder: Path) -> Path:
    """Key and certificate of a server called localhost, signed by itself."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder(name, name, key.public_key(), 1, now - timedelta(days=1), now + timedelta(days=1))
    made = made.add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=True)
    shown = made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
    coded = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    file = folder / "roads.pem"
    file.write_bytes(key.private_bytes(*coded) + shown)
    return file


def test_a_certificate_must_be_known_and_of_that_name(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    """Whoever stands between could read the addresses; the house's own authority is named in the environment."""
    certificate = a_certificate(tmp_path)
    with road_server(certificate) as world:
        named = RoadSettings(provider="osrm", url=world.url, timeout_seconds=5)
        with pytest.raises(RoadFault, match="shows no good certificate") as fault:
            edition_of(named, ON)
        assert fault.value.code == "PLAN-138"
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        assert edition_of(named, ON).is_known
        with pytest.raises(RoadFault, match="shows no good certificate"):
            edition_of(replace(named, url=world.url.replace("localhost", "127.0.0.1")), ON)


def test_a_name_that_leads_outside_is_not_asked(monkeypatch: pytest.MonkeyPatch):
    """Neither when all its addresses are public, nor when one of them is; a named range is inside."""
    told = ["203.0.113.7", "10.0.0.7"]
    monkeypatch.setattr(
        socket, "getaddrinfo", lambda host, port, **_: [(2, 1, 6, "", (address, port)) for address in told]
    )
    reached: list[str] = []

    def refuse(address, **_):
        reached.append(address[0])
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "create_connection", refuse)
    roads = RoadSettings(provider="osrm", url="http://roads.internal:5000")
    with pytest.raises(RoadFault) as fault:
        edition_of(roads, ON)
    assert (fault.value.code, reached) == ("PLAN-136", [])
    told[:] = ["10.0.0.7", "fd00::7"]
    with pytest.raises(RoadFault) as fault:
        edition_of(roads, ON)
    assert (fault.value.code, reached) == ("PLAN-139", ["10.0.0.7", "fd00::7"])
