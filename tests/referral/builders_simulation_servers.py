"""Real servers of simulated offices: mail, SFTP and webhooks, which can be stopped and started again on their ports."""

import asyncio
import contextlib
import random
import shutil
import socket
import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, field
from email.parser import BytesHeaderParser
from typing import Any

import paramiko
from builders_simulation_offices import Hooked, Mailed, Uploaded
from builders_simulation_ways import Keys, address_of
from starlette.requests import Request
from starlette.responses import Response
from transport_servers import Files, Hook, Mailbox, mail_server, sftp_server, webhook

from inspection.referral.model import KEY_SHOWN

TOO_SLOW = 1.2  # seconds, where this house waits for one
UNSAID = frozenset({"cut", "cut at renamed", "restarted"})


@dataclass
class Server:
    """A server that keeps its port while it is down.

    run
        Runs it on a port, and gives the port.
    """

    run: Callable[[int], AbstractContextManager[int]]
    port: int = 0
    starts: int = 0
    running: ExitStack | None = field(default=None, repr=False)

    def start(self) -> None:
        """Start it, unless it runs."""
        if self.running is None:
            self.running, self.starts = ExitStack(), self.starts + 1
            self.port = self.running.enter_context(self.run(self.port or _port_to_keep()))

    def stop(self) -> None:
        """Stop it, unless it is down."""
        if self.running is not None:
            self.running.close()
            self.running = None

    def restart(self) -> None:
        """Stop it and start it again, unless it is down."""
        if self.running is not None:
            self.stop()
            self.start()


def _port_to_keep() -> int:
    """Return a free port that the system gives to nobody who connects: none takes it while a server is down."""
    while True:
        port = random.SystemRandom().randrange(15_000, 32_000)
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


def mail_relay(offices: Mapping[str, Mailed], keys: Keys) -> Server:
    """Return this house's mail server, which brings each mail to the box of its office."""
    return Server(lambda port: mail_server(_Relay(offices), keys.server(), port))


def web_server(office: Hooked, keys: Keys) -> Server:
    """Return an office's webhook, which asks for this house's certificate."""
    return Server(lambda port: webhook(_Web(office), keys.server(), clients=keys.authority, port=port))


def file_server(office: Uploaded, keys: Keys) -> Server:
    """Return an office's SFTP server, which knows this house's key."""
    known: Any = {"host_key": keys.ssh("host"), "allowed": keys.ssh("ours"), "files": _Uploads, "faults": office}
    return Server(lambda port: sftp_server(office.box.parent, port=port, **known))


class _Relay(Mailbox):
    def __init__(self, offices: Mapping[str, Mailed]) -> None:
        super().__init__()
        self.offices = {address_of(name): office for name, office in offices.items()}
        self.meanwhile: Callable[[], None] = next(iter(offices.values())).meanwhile

    def fault(self, envelope: Any) -> str:
        office, key = self.offices[envelope.rcpt_tos[0]], _key_of(envelope)
        fate = office.fated(key[:KEY_SHOWN])
        if fate == "lost" and not office.has(key):
            office.loses(key)
        if fate in ("ok", "slow", "lost"):
            office.says_yes(key)
        return fate

    def keep(self, envelope: Any) -> None:
        self.offices[envelope.rcpt_tos[0]].keep(envelope.content)

    async def pause(self) -> None:
        await asyncio.to_thread(self.meanwhile)
        await asyncio.sleep(TOO_SLOW)


def _key_of(envelope: Any) -> str:
    said = BytesHeaderParser().parsebytes(envelope.content)["Message-ID"]
    return str(said).strip("<>").partition("@")[0]


class _Web(Hook):
    def __init__(self, office: Hooked) -> None:
        super().__init__()
        self.office = office

    async def post(self, request: Request) -> Response:
        was_here = self.office.has(request.headers["idempotency-key"])
        answer = await super().post(request)
        if answer.status_code < 300 and (was_here or request.scope["fate"] not in UNSAID):
            self.office.says_yes(request.headers["idempotency-key"])
        return answer

    def fault(self, request: Request) -> str:
        key = request.headers["idempotency-key"]
        fate = request.scope["fate"] = self.office.fated(key[:KEY_SHOWN])
        if fate == "lost" and not self.office.has(key):
            self.office.loses(key)
        if fate == "restarted":
            self.office.wants_restart = True
            return "cut"
        return fate

    def has(self, key: str) -> bool:
        return self.office.deduplicates and self.office.has(key)

    def keep(self, key: str, body: bytes) -> None:
        self.office.keep(key, body)

    async def pause(self) -> None:
        await asyncio.to_thread(self.office.meanwhile)
        await asyncio.sleep(TOO_SLOW)


class _Uploads(Files):
    """What one connection sees of an office's box: its fate is cast when it begins to write a bundle."""

    def __init__(self, server: Any, *_: Any, **__: Any) -> None:
        super().__init__(server)
        self.office, self.faults, self.fate = server.faults, [], ""

    def mkdir(self, path: str, attr: Any) -> int:
        self.fate = self.office.fated(path.rpartition("/")[2].lstrip(".").partition(".")[0][-KEY_SHOWN:])
        self.faults = ["cut at renamed" if self.fate == "restarted" else self.fate]
        self.office.wants_restart |= self.fate == "restarted"
        return int(super().mkdir(path, attr))

    def rename(self, oldpath: str, newpath: str) -> int:
        done = int(super().rename(oldpath, newpath))
        name = newpath.rpartition("/")[2]
        if done == paramiko.SFTP_OK and self.fate not in UNSAID:
            self._said(name)
        return done

    def list_folder(self, path: str) -> Any:
        """Show what lies there; what is shown under its name is told to be there."""
        found = super().list_folder(path)
        for one in found if isinstance(found, list) else ():
            if not one.filename.startswith(".") and self.real(path) == self.office.box:
                self.office.says_yes(self.office.keyed(one.filename))
        return found

    def pause(self) -> None:
        self.office.meanwhile()
        time.sleep(TOO_SLOW)

    def _said(self, name: str) -> None:
        key = self.office.keyed(name)
        self.office.says_yes(key)
        if self.fate == "lost":
            self.office.loses(key)
            shutil.rmtree(self.office.box / name)
        if self.fate == "spoilt":
            self.office.spoil(self.office.box / name, key)
