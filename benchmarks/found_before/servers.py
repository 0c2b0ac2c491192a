"""Two hosts, PostgreSQL, a full disk, and requests that stall (findings 7, 8, 10 and 13)."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

import psycopg

from benchmarks.found_before.probes import Finding, Found, told
from benchmarks.found_before.product import Product

_STALLED, _SECONDS = 300, 35
_POST = (
    b"POST /field/api/enrol HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Vigie-Field: 1\r\n"
    b"Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n{"
)
_SERVE = "import sys; sys.argv = ['vigie', 'serve', *sys.argv[1:]]; from flows.command import main; sys.exit(main())"


def on_servers(server: str) -> Iterator[Finding]:
    """The findings about PostgreSQL, on a server that nobody else uses."""

    def second_host(product: Product, folder: Path) -> Found:
        """A second host with the same database and an empty home works by keys of its own."""
        first = _founded(product, server, "hosts", folder / "first")
        roster = ("teams", "import", str(product.home.parent / "teams.json"))
        first.vigie(*roster)
        second = replace(first, home=folder / "second")
        worked = second.vigie(*roster)
        made = list(second.home.glob("keys/*"))
        return Found(bool(made), f"{told(worked)}; keys made: {len(made)}")

    def guards_can_be_taken_away(product: Product, folder: Path) -> Found:
        """The account that the office works as takes the guards off the trail."""
        mine = _founded(product, server, "guards", folder / "home")
        with closing(psycopg.connect(mine.url.replace("+psycopg", ""), autocommit=True)) as connection:
            return _done(connection, "ALTER TABLE audit_entry DISABLE TRIGGER ALL")

    def no_row_is_held(product: Product, folder: Path) -> Found:
        """No policy keeps the rows of one service from another."""
        mine = _founded(product, server, "rows", folder / "home")
        asked = "SELECT count(*) FROM pg_class WHERE relrowsecurity AND relname IN ('control', 'referral', 'delivery')"
        with closing(psycopg.connect(mine.url.replace("+psycopg", ""), autocommit=True)) as connection:
            (held,) = connection.execute(asked).fetchone() or (0,)
        return Found(held < 3, f"{held} of 3 tables are held")

    yield Finding("7", "a second host makes keys of its own", second_host)
    yield Finding("10", "the office's account takes the trail's guards off", guards_can_be_taken_away)
    yield Finding("10", "no row-level security by service", no_row_is_held)


def _done(connection: "psycopg.Connection[Any]", statement: str) -> Found:
    try:
        connection.execute(statement)  # type: ignore[call-overload]
    except psycopg.Error as fault:
        return Found(False, type(fault).__name__)
    return Found(True, "done")


def _founded(product: Product, server: str, name: str, home: Path) -> Product:
    """Make a house on a database of its own, as its commit does it."""
    database = f"{name}_{'now' if product.is_signed_in else 'before'}"
    with closing(psycopg.connect(server, autocommit=True)) as connection:
        connection.execute(f"CREATE DATABASE {database}")  # type: ignore[call-overload]
        if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = 'vigie_app'").fetchone():
            connection.execute("CREATE ROLE vigie_app LOGIN")
    owner = server.replace("postgresql://", "postgresql+psycopg://").replace("/postgres?", f"/{database}?")
    works = owner.replace("://postgres:@", "://vigie_app:@") if product.is_signed_in else owner
    mine = replace(product, home=home, url=works, owner_url=owner)
    made = mine.vigie("init") if product.is_signed_in else mine.vigie("audit", "verify")
    if made.code:
        raise RuntimeError(made.said)
    return replace(mine, owner_url="")


def a_server_that_is_down(product: Product, folder: Path) -> Found:
    """PostgreSQL does not answer: a named fault, and not that nobody foresaw it."""
    home = folder / "home"
    home.mkdir(parents=True, mode=0o700)
    with product.copied(folder / "copy") as mine:
        done = replace(mine, url=f"postgresql+psycopg://vigie_app@127.0.0.1:{_free_port()}/vigie").doctor()
        return Found("VIGIE-900" in done.said, told(done))


def a_full_disk(product: Product, folder: Path) -> Found:
    """Nothing more goes into the store: a named fault, and not that nobody foresaw it."""
    with product.copied(folder) as mine, _full(mine.home / "store"):
        done = mine.vigie("teams", "import", str(product.home.parent / "teams.json"))
        return Found("VIGIE-900" in done.said, told(done))


@contextmanager
def _full(folder: Path) -> Iterator[None]:
    """Put a folder on a disk of its own that has no room left: asks for root."""
    kept = {file.name: file.read_bytes() for file in folder.iterdir() if file.is_file()}
    size = sum(map(len, kept.values())) + (64 << 10)
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size},mode=700", "tmpfs", str(folder)], check=True)
    try:
        for name, body in kept.items():
            (folder / name).write_bytes(body)
        yield
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


@contextmanager
def _served(product: Product) -> Iterator[int]:
    """The office of a home, and its port."""
    port = _free_port()
    asked = [sys.executable, "-c", _SERVE, "--port", str(port)]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    office: Any = subprocess.Popen(asked, cwd=product.tree, env=product.environment(), **quiet)
    try:
        for _ in range(600):
            if _status(port, "/healthz") == 200:
                break
            time.sleep(0.2)
        yield port
    finally:
        office.terminate()
        office.wait(60)


def _status(port: int, path: str, seconds: float = 5) -> int:
    """What a page answers; 0 where nobody does."""
    try:
        with urlopen(f"http://127.0.0.1:{port}{path}", timeout=seconds) as answer:
            return int(answer.status)
    except HTTPError as fault:
        return fault.code
    except (URLError, OSError):
        return 0


def stalled_requests(product: Product, folder: Path) -> Found:
    """Three hundred requests that were begun and do not go on are held, and others wait for them."""
    with product.copied(folder) as mine, _served(mine) as port, ExitStack() as stack:
        held = [stack.enter_context(closing(socket.create_connection(("127.0.0.1", port), 5))) for _ in range(_STALLED)]
        for one in held:
            one.sendall(_POST)
        time.sleep(_SECONDS)
        waiting = sum(map(_is_held, held))
        return Found(waiting > 0, f"after {_SECONDS} s {waiting} of {_STALLED} are held")


def _is_held(one: socket.socket) -> bool:
    """Whether the other side still waits for the rest, and has neither answered nor hung up."""
    one.setblocking(False)
    try:
        one.recv(1, socket.MSG_PEEK)
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False


def open_metrics(product: Product, folder: Path) -> Found:
    """Anybody reads what Streamlit counts."""
    with product.copied(folder) as mine, _served(mine) as port:
        status = _status(port, "/_stcore/metrics")
        return Found(status == 200, f"/_stcore/metrics answers {status}")


def _free_port() -> int:
    with closing(socket.socket()) as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


SERVED = (
    Finding("8", "PostgreSQL is down: VIGIE-900", a_server_that_is_down),
    *((Finding("13", "a full disk: VIGIE-900", a_full_disk),) if os.geteuid() == 0 else ()),
    Finding("13", "three hundred stalled requests are held for over 30 s", stalled_requests),
    Finding("13", "/_stcore/metrics is open", open_metrics),
)
