"""A disk that is full and a home that may not be written to are told by their names, and nothing is lost by them."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from flows.command.shell.failing import status_of
from inspection.acts.founding import found_house
from inspection.errors import StoreFault
from inspection.settings import Settings
from inspection.store.opening import open_store, store_to_look_at

MEGABYTES = 24


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Give a disk of its own, which only whoever administers a machine can make."""
    folder = tmp_path / "disk"
    folder.mkdir()
    made = ["mount", "-t", "tmpfs", "-o", f"size={MEGABYTES}m", "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(made, capture_output=True).returncode:
        pytest.skip("no disk can be mounted here")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def fill(folder: Path) -> None:
    """Leave no room."""
    descriptor = os.open(folder / "filling", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    try:
        while True:
            os.write(descriptor, bytes(4096))
    except OSError:
        os.close(descriptor)


def code(here: Settings) -> str:
    """Open the store, which is refused."""
    with pytest.raises(StoreFault) as fault:
        open_store(here)
    return fault.value.code


def test_a_full_disk_and_a_read_only_home_have_names(small_disk: Path) -> None:
    """While a store is open and when one starts; with room again all that was acknowledged is there."""
    here = Settings(home=small_disk / "home")
    found_house(here)
    store = open_store(here)
    fill(small_disk)
    with pytest.raises(StoreFault) as fault, store.write() as session:
        session.connection().execute(text("CREATE TABLE filling AS SELECT zeroblob(900000) AS one"))
    assert fault.value.code == "STORE-032"
    store.close()
    fill(small_disk)  # closing gave the journal's room back
    assert code(here) == "STORE-032"
    (small_disk / "filling").unlink()
    open_store(here).close()
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    assert code(here) == "STORE-022"
    with store_to_look_at(here) as looked_at, looked_at.read() as session:
        assert session.connection().execute(text("SELECT count(*) FROM house_key")).scalar()


def test_a_full_disk_under_an_open_file_is_no_fault_of_the_product(capsys: pytest.CaptureFixture[str]) -> None:
    """The system names no file then; the command says what it is all the same, with status 2."""
    with open("/dev/full", "wb", buffering=0) as full, pytest.raises(OSError, match="space") as fault:
        full.write(b"x")
    assert status_of(fault.value) == 2
    assert "[SETTING-030] No space left on device" in capsys.readouterr().err
