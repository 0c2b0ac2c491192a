"""Real servers of addressees, in threads of the test: mail, SFTP and webhook, each with its faults."""

import asyncio
import contextlib
import errno
import functools
import hmac
import json
import os
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import paramiko
import uvicorn
from aiosmtpd.controller import Controller
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

SECRET = b"0123456789abcdef0123456789abcdef-shared"


@dataclass
class Authority:
    """Who vouches for every certificate of a test."""

    folder: Path
    at: datetime

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.certificate = self._made("Test authority", self.key, self.at + timedelta(days=9), authority=True)
        self.pem = self._write("authority.pem", self.certificate.public_bytes(Encoding.PEM))

    def issue(
        self, name: str, *, until: datetime | None = None, common_name: str = "localhost", curve: bool = False
    ) -> tuple[Path, Path]:
        """Make a certificate and its key, both PEM files; RSA, or on a curve."""
        key = ec.generate_private_key(ec.SECP256R1()) if curve else rsa.generate_private_key(65537, 2048)
        made = self._made(common_name, key, until or self.at + timedelta(days=9))
        private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        return self._write(f"{name}.pem", made.public_bytes(Encoding.PEM)), self._write(f"{name}.key", private)

    def _made(self, common_name: str, key: Any, until: datetime, *, authority: bool = False) -> x509.Certificate:
        issuer = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Test authority")])
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name)])
        builder = (
            x509.CertificateBuilder()
            .subject_name(issuer if authority else subject)
            .issuer_name(issuer)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(self.at - timedelta(days=30))
            .not_valid_after(until)
            .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key()), critical=False)
        )
        signs = {"key_encipherment": not authority, "key_cert_sign": authority, "crl_sign": authority}
        rest = dict.fromkeys(("content_commitment", "data_encipherment", "key_agreement"), False)
        only = {"encipher_only": False, "decipher_only": False}
        builder = builder.add_extension(x509.KeyUsage(digital_signature=True, **signs, **rest, **only), critical=True)
        if not authority:
            uses = (ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.CLIENT_AUTH)
            builder = builder.add_extension(
                x509.ExtendedKeyUsage([*uses, ExtendedKeyUsageOID.EMAIL_PROTECTION]), critical=False
            ).add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        return builder.sign(self.key, SHA256())

    def _write(self, name: str, content: bytes) -> Path:
        path = self.folder / name
        path.write_bytes(content)
        path.chmod(0o600)
        return path


@dataclass
class Mailbox:
    """What a mail server took, and the faults that it still has; each is used up by one mail.

    "451", "550": answered without taking it; "lost": says yes and has nothing; "slow": answers too late; "drip": takes
    it and does not come to an end; "cut": takes it and hangs up without a word.
    """

    faults: list[str] = field(default_factory=list)
    mails: list[bytes] = field(default_factory=list)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802  aiosmtpd's face
        fault = self.fault(envelope)
        if fault in ("451", "550"):
            return f"{fault} not now, pjf@example.org"
        if fault != "lost":
            self.keep(envelope)
        if fault == "slow":
            await self.pause()
        if fault == "drip":
            await self.drip(server)
        if fault == "cut":
            server.transport.abort()
        return "250 taken"

    def fault(self, envelope: Any) -> str:
        """Return what goes wrong with a mail."""
        return self.faults.pop(0) if self.faults else ""

    def keep(self, envelope: Any) -> None:
        """Take a mail."""
        self.mails.append(envelope.content)

    async def pause(self) -> None:
        """Be too slow."""
        await asyncio.sleep(3)

    async def drip(self, server: Any) -> None:
        """Say again and again that one moment is needed, so that no silence lasts long."""
        for _ in range(20):
            await server.push("250-one moment")
            await asyncio.sleep(0.4)


@contextlib.contextmanager
def mail_server(box: Mailbox, certificate: tuple[Path, Path], port: int = 0) -> Iterator[int]:
    """Run a mail server that takes mail after STARTTLS only; gives its port."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    controller = Controller(
        box,
        hostname="localhost",
        port=port or free_port(),
        tls_context=context,
        require_starttls=True,
        ready_timeout=120,
    )
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()


def free_port() -> int:
    """Return a port that nobody uses just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _answered(method: Any) -> Any:
    """Answer what the disk refuses as a real server does, by a code."""

    @functools.wraps(method)
    def asked(*args: Any) -> Any:
        try:
            return method(*args)
        except OSError as fault:
            return paramiko.SFTPServer.convert_errno(fault.errno)

    return asked


class _Opened(paramiko.SFTPHandle):  # type: ignore[misc]
    """An open file that tells its size: whoever reads ahead asks for it."""

    def stat(self) -> Any:
        """Return what the disk knows of it."""
        return paramiko.SFTPAttributes.from_stat(os.fstat(self.readfile.fileno()))


class Files(paramiko.SFTPServerInterface):  # type: ignore[misc]
    """A folder of the disk as an SFTP server shows it, with one fault at a time."""

    def __init__(self, server: "_Session", *_: Any, **__: Any) -> None:
        self.server, self.root, self.faults = server, server.root, server.faults
        super().__init__(server)

    def real(self, path: str) -> Path:
        return self.root / self.canonicalize(path).lstrip("/")

    @_answered
    def list_folder(self, path: str) -> Any:
        real = self.real(path)
        return [paramiko.SFTPAttributes.from_stat(p.stat(), p.name) for p in real.iterdir()] if real.is_dir() else 2

    @_answered
    def stat(self, path: str) -> Any:
        real = self.real(path)
        return paramiko.SFTPAttributes.from_stat(real.stat()) if real.exists() else paramiko.SFTP_NO_SUCH_FILE

    lstat = stat

    @_answered
    def open(self, path: str, flags: int, attr: Any) -> Any:
        self.trouble("open")
        handle = _Opened(flags)
        if not flags & os.O_CREAT and not self.real(path).exists():
            return paramiko.SFTP_NO_SUCH_FILE
        descriptor = os.open(self.real(path), flags, 0o600)
        handle.readfile = handle.writefile = os.fdopen(descriptor, "wb" if flags & os.O_WRONLY else "rb")
        return handle

    @_answered
    def mkdir(self, path: str, attr: Any) -> int:
        self.real(path).mkdir()
        return int(paramiko.SFTP_OK)

    @_answered
    def rmdir(self, path: str) -> int:
        self.real(path).rmdir()
        return int(paramiko.SFTP_OK)

    @_answered
    def remove(self, path: str) -> int:
        self.real(path).unlink()
        return int(paramiko.SFTP_OK)

    @_answered
    def rename(self, oldpath: str, newpath: str) -> int:
        if self.real(newpath).exists():
            return int(paramiko.SFTP_FAILURE)
        self.trouble("rename")
        self.real(oldpath).rename(self.real(newpath))
        self.trouble("renamed")
        return int(paramiko.SFTP_OK)

    def trouble(self, point: str) -> None:
        """Hang up, fall silent, or have no room, where the next fault says so: "cut at open", "slow at renamed"."""
        if self.faults and self.faults[0].endswith(f" at {point}"):
            kind = self.faults.pop(0).split()[0]
            if kind == "slow":
                self.pause()
            elif kind == "full":
                raise OSError(errno.ENOSPC, "no room")
            else:
                self.server.transport.close()

    def pause(self) -> None:
        """Be too slow."""
        time.sleep(3)


class _Session(paramiko.ServerInterface):  # type: ignore[misc]
    """One connection: the one account with the one key, or with a password where `allowed` is a pair of both."""

    def __init__(self, transport: Any, root: Path, faults: Any, allowed: Any) -> None:
        self.transport, self.root, self.faults, self._allowed = transport, root, faults, allowed

    def check_channel_request(self, kind: str, chanid: int) -> int:
        return int(paramiko.OPEN_SUCCEEDED)

    def check_auth_password(self, username: str, password: str) -> int:
        is_known = (username, password) == self._allowed
        return int(paramiko.AUTH_SUCCESSFUL if is_known else paramiko.AUTH_FAILED)

    def check_auth_publickey(self, username: str, key: Any) -> int:
        is_known = username == "vigie" and key == self._allowed
        return int(paramiko.AUTH_SUCCESSFUL if is_known else paramiko.AUTH_FAILED)

    def get_allowed_auths(self, username: str) -> str:
        return "password" if isinstance(self._allowed, tuple) else "publickey"


@contextlib.contextmanager
def sftp_server(
    root: Path, *, faults: list[str], host_key: Any, allowed: Any, port: int = 0, files: type[Files] = Files
) -> Iterator[int]:
    """Run an SFTP server on a folder of the disk; gives its port."""
    listener = socket.create_server(("127.0.0.1", port))
    open_ones: list[Any] = []

    def accept() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            transport = paramiko.Transport(connection)
            transport.add_server_key(host_key)
            transport.set_subsystem_handler("sftp", paramiko.SFTPServer, files)
            open_ones.append(transport)
            with contextlib.suppress(paramiko.SSHException, EOFError, OSError):
                transport.start_server(server=_Session(transport, root, faults, allowed))

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield listener.getsockname()[1]
    finally:
        with contextlib.suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)  # else who waits for the next connection keeps the port
        listener.close()
        for transport in open_ones:
            transport.close()


@dataclass
class Hook:
    """What a webhook took, by key, and the faults that it still has; each is used up by one post.

    A number is answered as it stands; "slow" takes the bundle and answers too late; "cut" takes it and hangs up;
    "later" takes it and promises only; "lost" says yes and has nothing.

    again
        Status for a bundle that it has.
    """

    faults: list[str] = field(default_factory=list)
    taken: dict[str, dict[str, Any]] = field(default_factory=dict)
    posts: int = 0
    effects: int = 0
    again: int = 200
    names_key: bool = True
    secret: bytes = SECRET

    async def post(self, request: Request) -> Response:
        """Take a bundle once by its key, after looking at its signature."""
        body, key, self.posts = await request.body(), request.headers["idempotency-key"], self.posts + 1
        signed = f"{request.headers['vigie-timestamp']}.{key}.".encode() + body
        if request.headers["vigie-signature"] != f"sha256={hmac.digest(self.secret, signed, 'sha256').hex()}":
            return JSONResponse({"error": "signature"}, status_code=401)
        fault = self.fault(request)
        if fault.isdigit():
            return JSONResponse({}, status_code=int(fault), headers={"Location": "https://localhost/elsewhere"})
        if self.has(key):
            named = {"Idempotency-Key": key} if self.names_key else {}
            return JSONResponse({"status": "had"}, status_code=self.again, headers=named)
        if fault != "lost":
            self.keep(key, body)
        if fault == "slow":
            await self.pause()
        if fault == "cut":
            request.scope["connection"].abort()
        return JSONResponse({"status": "taken"}, status_code=202 if fault == "later" else 200)

    def fault(self, request: Request) -> str:
        """Return what goes wrong with a post."""
        return self.faults.pop(0) if self.faults else ""

    def has(self, key: str) -> bool:
        """Tell whether a bundle was taken before."""
        return key in self.taken

    def keep(self, key: str, body: bytes) -> None:
        """Take a bundle."""
        self.taken[key], self.effects = json.loads(body), self.effects + 1

    async def pause(self) -> None:
        """Be too slow."""
        await asyncio.sleep(3)


@contextlib.contextmanager
def webhook(hook: Hook, certificate: tuple[Path, Path], clients: Path | None = None, port: int = 0) -> Iterator[int]:
    """Run a webhook over TLS; with `clients` it asks for a certificate that this authority signed. Gives its port."""

    served = Starlette(routes=[Route("/bundles", hook.post, methods=["POST"])])

    async def connected(scope: Any, receive: Any, send: Any) -> None:
        await served({**scope, "connection": send.__self__.transport}, receive, send)

    config = uvicorn.Config(
        connected,
        host="127.0.0.1",
        port=port,
        lifespan="off",
        log_config=None,
        access_log=False,
        ssl_certfile=str(certificate[0]),
        ssl_keyfile=str(certificate[1]),
        ssl_ca_certs=str(clients) if clients else None,
        ssl_cert_reqs=ssl.CERT_REQUIRED if clients else ssl.CERT_NONE,
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    limit = time.monotonic() + 120
    while not server.started and time.monotonic() < limit:
        time.sleep(0.02)
    try:
        yield server.servers[0].sockets[0].getsockname()[1]
    finally:
        server.should_exit = True
        thread.join(60)
