"""PostgreSQL on another host proves who it is, or is not spoken to; tried against a real server behind real TLS.

The server that tests start knows no TLS, so a proxy stands before it that does: it answers PostgreSQL's request for
TLS, shows a certificate that was made here, and passes on what it reads.
"""

import contextlib
import socket
import ssl
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from databases import as_app, lay_tables
from sqlalchemy import make_url

from inspection.database_settings import DatabaseSettings, is_protected
from inspection.errors import SettingsFault, StoreFault
from inspection.settings import Settings, settings
from inspection.store.opening import open_store

_REQUEST = bytes.fromhex("0000000804d2162f")  # PostgreSQL's question whether TLS is spoken
_ELSEWHERE = "postgresql+psycopg://vigie_app@db.internal/vigie"


@dataclass(frozen=True)
class Front:
    """The proxy, and the authority that signed for it."""

    port: int
    authority: Path
    another: Path


@pytest.fixture
def front(postgresql_url: str, tmp_path: Path) -> Iterator[Front]:
    """A database behind TLS, whose certificate is for `localhost` and no other name."""
    folder = make_url(postgresql_url).query["host"]
    key, authority = _certificate(tmp_path / "authority", "An authority of this test")
    _certificate(tmp_path / "another", "Another authority")
    _certificate(tmp_path / "server", "localhost", signed_by=(key, authority))
    shown = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    shown.load_cert_chain(tmp_path / "server.crt", tmp_path / "server.key")
    with socket.create_server(("127.0.0.1", 0)) as listening:
        threading.Thread(target=_serve, args=(listening, shown, f"{folder}/.s.PGSQL.5432"), daemon=True).start()
        yield Front(listening.getsockname()[1], tmp_path / "authority.crt", tmp_path / "another.crt")


def _certificate(
    file: Path, name: str, signed_by: tuple[ec.EllipticCurvePrivateKey, x509.Certificate] | None = None
) -> tuple[ec.EllipticCurvePrivateKey, x509.Certificate]:
    key, called = (
        ec.generate_private_key(ec.SECP256R1()),
        x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)]),
    )
    signer, issuer = (signed_by[0], signed_by[1].subject) if signed_by else (key, called)
    made = (
        x509.CertificateBuilder(issuer, called, key.public_key(), x509.random_serial_number())
        .not_valid_before(datetime.now(UTC) - timedelta(days=1))
        .not_valid_after(datetime.now(UTC) + timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=signed_by is None, path_length=None), critical=True)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name.replace(" ", "-"))]), critical=False)
        .sign(signer, hashes.SHA256())
    )
    file.with_suffix(".crt").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    plain = serialization.NoEncryption()
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    file.with_suffix(".key").write_bytes(pem)
    return key, made


def _serve(listening: socket.socket, shown: ssl.SSLContext, server: str) -> None:
    while True:
        try:
            met, _ = listening.accept()
        except OSError:
            return
        threading.Thread(target=_pass_on, args=(met, shown, server), daemon=True).start()


def _pass_on(met: socket.socket, shown: ssl.SSLContext, server: str) -> None:
    with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as behind:
        if met.recv(8) != _REQUEST:  # who speaks in clear is hung up on, as `hostssl` does
            met.close()
            return
        met.sendall(b"S")
        with shown.wrap_socket(met, server_side=True) as safe:
            behind.connect(server)
            threading.Thread(target=_copy, args=(behind, safe), daemon=True).start()
            _copy(safe, behind)


def _copy(source: socket.socket, target: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while content := source.recv(65536):
            target.sendall(content)
    with contextlib.suppress(OSError):
        target.shutdown(socket.SHUT_RDWR)


def reached(front: Front, postgresql_url: str, home: Path, host: str, tls: str) -> Settings:
    """Settings of a house whose database is behind the proxy."""
    database = as_app(postgresql_url).split("@/")[1].partition("?")[0]
    url = f"postgresql+psycopg://vigie_app@{host}:{front.port}/{database}?{tls}"
    here = Settings(home=home, database_url=url, database=DatabaseSettings(tls="elsewhere"))
    lay_tables(here)
    return here


def test_a_server_that_proves_who_it_is_is_used(front: Front, postgresql_url: str, tmp_path: Path) -> None:
    """By its name and the authority that signed for it; what is sent is encrypted."""
    tls = f"sslmode=verify-full&sslrootcert={front.authority}"
    store = open_store(reached(front, postgresql_url, tmp_path / "home", "localhost", tls))
    with store.read() as session:
        raw = session.connection().connection.driver_connection
        assert raw is not None
        assert raw.pgconn.ssl_in_use
    store.close()


@pytest.mark.parametrize(
    ("host", "tls", "why"),
    [
        ("127.0.0.1", "sslmode=verify-full&sslrootcert={front.authority}", "another name than its certificate's"),
        ("localhost", "sslmode=verify-full&sslrootcert={front.another}", "an authority that did not sign"),
        ("localhost", "sslmode=verify-ca&sslrootcert={front.another}", "an authority that did not sign"),
        ("localhost", "sslmode=disable", "in clear"),
    ],
)
def test_a_server_that_does_not_is_not(
    front: Front, postgresql_url: str, tmp_path: Path, host: str, tls: str, why: str
) -> None:
    """The library hangs up before it sends a password or a statement."""
    with pytest.raises(StoreFault) as fault:
        open_store(reached(front, postgresql_url, tmp_path / "home", host, tls.format(front=front)))
    assert fault.value.code == "STORE-023", why


@pytest.mark.parametrize("mode", ["", "?sslmode=disable", "?sslmode=prefer", "?sslmode=require"])
@pytest.mark.parametrize("name", ["database_url", "portal_database_url", "owner_url", "portal_owner_url"])
def test_another_host_has_to_prove_itself(mode: str, name: str, tmp_path: Path) -> None:
    """Of each of the four databases; `require` encrypts for whoever stands in between."""
    with pytest.raises(SettingsFault) as fault:
        _settings(tmp_path, name, _ELSEWHERE + mode)
    assert fault.value.code == "ROLE-111"
    _settings(tmp_path, name, _ELSEWHERE + mode, tls="elsewhere")
    _settings(tmp_path, name, _ELSEWHERE + "?sslmode=verify-full")


def _settings(home: Path, name: str, url: str, tls: str = "verified") -> Settings:
    if "owner" in name:
        return Settings(home=home, database=DatabaseSettings(tls=tls, **{name: url}))
    return Settings(home=home, database=DatabaseSettings(tls=tls), **{name: url})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("place", "is_safe"),
    [
        ("@/vigie?host=/run/postgresql", True),
        ("@localhost:5433/vigie", True),
        ("@[::1]/vigie", True),
        ("/vigie", True),
        ("@/vigie?host=localhost:1&host=db.internal", False),
        ("@localhost:1,db.internal:2/vigie", False),
        ("@localhost/vigie?hostaddr=10.0.0.1", False),
        ("localhost@db.internal/vigie", False),
        ("@localhost.db.internal/vigie", False),
        ("/vigie?service=office", False),
        ("@db.internal/vigie?sslmode=verify-ca", True),
        ("@db.internal/vigie?sslmode=verify-full&sslmode=disable", False),
    ],
)
def test_what_stays_on_this_machine(place: str, is_safe: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder of sockets and the loopback; each host counts where several are named."""
    for variable in ("PGHOST", "PGHOSTADDR", "PGSSLMODE", "PGSERVICE"):
        monkeypatch.delenv(variable, raising=False)
    url = f"postgresql+psycopg://{place}"
    assert urlsplit(url).scheme == "postgresql+psycopg"
    assert is_protected(url) == is_safe


def test_variables_of_postgresql_count(monkeypatch: pytest.MonkeyPatch) -> None:
    """A URL without a host goes where PGHOST says."""
    monkeypatch.setenv("PGHOST", "db.internal")
    assert not is_protected("postgresql+psycopg:///vigie")
    monkeypatch.setenv("PGSSLMODE", "verify-full")
    assert is_protected("postgresql+psycopg:///vigie")


def test_settings_of_the_database_are_read(tmp_path: Path) -> None:
    """With codes for what cannot be right."""
    owner = "postgresql+psycopg://vigie_owner@/vigie"
    found = settings(
        {"VIGIE_HOME": str(tmp_path), "VIGIE_DATABASE_OWNER_URL": owner, "VIGIE_DATABASE_LOCK_SECONDS": "9"}
    )
    assert (found.database.owner_url, found.database.lock_seconds) == (owner, 9)
    assert found.database.of_portal.owner_url is None
    assert owner not in repr(found)
    for name, value, code in (
        ("TLS", "no", "ROLE-112"),
        ("LOCK_SECONDS", "0", "SETTING-037"),
        ("IDLE_SECONDS", "x", "SETTING-039"),
    ):
        with pytest.raises(SettingsFault) as fault:
            settings({f"VIGIE_DATABASE_{name}": value})
        assert fault.value.code == code
