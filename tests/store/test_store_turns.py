"""Nobody waits for ever at the writers' gate of the embedded database, and whoever gives up is in nobody's way."""

import fcntl
import os
import signal
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path

import pytest
from databases import lay_tables

from inspection.database_settings import DatabaseSettings
from inspection.errors import StoreFault
from inspection.settings import Settings
from inspection.store.core import gate
from inspection.store.opening import open_store, store_to_look_at

LONG, SHORT = 30.0, 0.02  # seconds


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Give the file of a gate."""
    return tmp_path / "here.gate"


@contextmanager
def held(file: Path) -> Iterator[None]:
    """Let somebody else hold the gate, as a process that hangs would."""
    descriptor = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    try:
        yield
    finally:
        os.close(descriptor)


def is_passed(file: Path, seconds: float = SHORT) -> bool:
    """Tell whether the gate is passed within some time."""
    with suppress(StoreFault), gate(file, seconds):
        return True
    return False


def standing() -> list[threading.Thread]:
    """The threads that stand before a gate."""
    return [one for one in threading.enumerate() if one.name == "gate"]


def all_gone() -> bool:
    """Wait for those that stand there, as each passes once nobody holds the gate; tell whether none is left."""
    for one in standing():
        one.join(LONG)
    return not standing()


def test_whoever_waited_too_long_is_told_and_waits_no_longer(file: Path) -> None:
    """And once the gate is opened everybody passes it again."""
    with held(file), pytest.raises(StoreFault, match="STORE-036"), gate(file, SHORT):
        pass
    assert is_passed(file, LONG)


def test_places_that_were_left_are_taken_again_and_hold_nothing(file: Path) -> None:
    """Of ten that gave up one after another one place is left; it opens the gate by itself when its turn comes."""
    assert all_gone()  # those of other tests too
    with held(file):
        assert not any(is_passed(file) for _ in range(10))
        assert len(standing()) == 1
    assert all_gone()
    assert is_passed(file)


def test_whoever_waits_passes_when_the_gate_is_opened(file: Path) -> None:
    """Also by a place that somebody else left; threads of one process keep each other out."""
    passed = []

    def wait(n: int) -> None:
        with gate(file, LONG):
            passed.append(n)

    with ExitStack() as hanging:
        hanging.enter_context(held(file))
        assert not is_passed(file)
        waiting = [threading.Thread(target=wait, args=(n,)) for n in range(4)]
        for one in waiting:
            one.start()
    for one in waiting:
        one.join(LONG)
    assert sorted(passed) == [0, 1, 2, 3]


def test_a_new_file_in_the_place_of_a_gate_is_another_gate(file: Path) -> None:
    """A place before the old one would let two in at once."""
    with held(file):
        assert not is_passed(file)
        file.unlink()
        with gate(file, SHORT):
            assert not is_passed(file)


def test_a_writer_that_was_stopped_stops_nobody_for_ever(tmp_path: Path) -> None:
    """Neither an act nor the doctor's look: each gets the named error after so long as the settings say."""
    here = Settings(home=tmp_path / "home", database=DatabaseSettings(lock_seconds=1))
    lay_tables(here)
    store = open_store(here)
    with held(store.gate_file or tmp_path):
        with pytest.raises(StoreFault, match="STORE-036"), store.write():
            pass
        with pytest.raises(StoreFault, match="STORE-036"), store_to_look_at(here):
            pass
    with store.write():
        pass
    store.close()


def _hold(file: Path, is_held: "threading.Event") -> None:
    with gate(file, LONG):
        is_held.set()
        signal.pause()


def test_the_gate_of_a_killed_process_is_open(file: Path) -> None:
    """Whatever ended it."""
    forking = get_context("fork")
    is_held = forking.Event()
    child = forking.Process(target=_hold, args=(file, is_held))
    child.start()
    assert is_held.wait(LONG)
    assert not is_passed(file)
    child.kill()
    child.join()
    assert is_passed(file, LONG)


def test_a_process_that_was_forked_off_meanwhile_holds_nothing(file: Path) -> None:
    """It has the descriptor too, and lives on."""
    forking = get_context("fork")
    goes_on = forking.Event()
    with gate(file, LONG):
        child = forking.Process(target=goes_on.wait, args=(LONG,))
        child.start()
    try:
        assert is_passed(file)
    finally:
        goes_on.set()
        child.join()


def test_the_bound_is_that_of_the_settings(tmp_path: Path) -> None:
    """On the embedded database as on PostgreSQL."""
    here = Settings(home=tmp_path / "home", database=DatabaseSettings(lock_seconds=7))
    lay_tables(here)
    for settings, seconds in ((here, 7), (replace(here, database=DatabaseSettings()), 120)):
        store = open_store(settings)
        assert store.lock_seconds == seconds
        store.close()
