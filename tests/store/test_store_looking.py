"""A store that is looked at: its copy is whole, and a database that does not answer is asked once."""

import errno
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from builders_acts import AT, an_office

from inspection.acts.doctor import examine
from inspection.errors import StoreFault
from inspection.settings import Settings
from inspection.store.opening import store_to_look_at
from inspection.store.queries import users
from inspection.trust import AppContext


@pytest.fixture
def house(tmp_path: Path) -> Iterator[AppContext]:
    """A house whose last writings stand in the journal alone."""
    made = an_office(Settings(home=tmp_path / "home"))
    with made.store.write() as session:
        session.connection().exec_driver_sql("UPDATE app_user SET language = 'de'")
    assert journal(made).stat().st_size > 0
    yield made
    made.store.close()


def journal(house: AppContext) -> Path:
    file = house.settings.store_file
    return file.with_name(f"{file.name}-wal")


def test_a_database_that_is_closed_meanwhile_is_copied_whole(
    house: AppContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The last process that leaves moves the journal into the database and takes it away, and asks no gate."""
    copy, copied = shutil.copyfile, []

    def and_then_closed(source: Path, target: Path) -> Any:
        done = copy(source, target)
        copied.append(source.name)
        house.store.close()
        return done

    monkeypatch.setattr("inspection.store.opening.looking.shutil.copyfile", and_then_closed)
    with store_to_look_at(house.settings) as store:
        assert {user.language for user in users(store)} == {"de"}
    assert not journal(house).exists()
    assert len(copied) == 2


def test_a_journal_that_goes_before_it_is_copied_is_none_that_is_missed(
    house: AppContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between looking for it and copying it, the last process closed the database: its pages stand there now."""
    copy = shutil.copyfile

    def after_closing(source: Path, target: Path) -> Any:
        house.store.close()
        return copy(source, target)

    monkeypatch.setattr("inspection.store.opening.looking.shutil.copyfile", after_closing)
    with store_to_look_at(house.settings) as store:
        assert {user.language for user in users(store)} == {"de"}


def test_a_temporary_folder_without_room_is_one_finding(house: AppContext, monkeypatch: pytest.MonkeyPatch) -> None:
    """The doctor names it and asks everything that needs no database."""

    def full(source: Path, target: Path) -> Any:
        raise OSError(errno.ENOSPC, "No space left on device", str(source))

    monkeypatch.setattr("inspection.store.opening.looking.shutil.copyfile", full)
    with pytest.raises(StoreFault, match="ENOSPC") as fault, store_to_look_at(house.settings):
        pass
    assert fault.value.code == "STORE-025"
    assert str(house.settings.home) not in str(fault.value)
    told = examine(house.settings, at=AT)
    assert len([one for one in told if "[STORE-025]" in one.what]) == 1
    assert any(one.what.startswith("not looked at: keys, pages") for one in told)
    assert any(one.what.startswith("rules load") for one in told)


def test_an_error_that_nobody_foresaw_hides_no_other_question(
    house: AppContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its kind is told, and not its text."""

    @contextmanager
    def broken(_: Settings) -> Iterator[None]:
        raise ValueError("Quidam")
        yield

    monkeypatch.setattr("inspection.acts.doctor.patient.store_to_look_at", broken)
    told = examine(house.settings, at=AT)
    assert any("[STORE-026]" in one.what and "ValueError" in one.what for one in told)
    assert "Quidam" not in str(told)
    assert any(one.what.startswith("rules load") for one in told)


def test_a_server_that_drops_what_it_is_sent_is_asked_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It takes the connection and says nothing: the doctor waits one time, and looks at the rest."""
    monkeypatch.setattr("inspection.store.core.engine.CONNECT_SECONDS", 2)
    asked: list[socket.socket] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=_accept, args=(server, asked), daemon=True).start()
        url = f"postgresql+psycopg://vigie@127.0.0.1:{server.getsockname()[1]}/vigie?sslmode=disable"
        (tmp_path / "home").mkdir()
        began = time.monotonic()
        told = examine(Settings(home=tmp_path / "home", database_url=url), at=AT)
        took = time.monotonic() - began
    assert len(asked) == 1
    assert took < 60
    assert len([one for one in told if "[STORE-023]" in one.what]) == 1
    assert any(one.what.startswith("not looked at: keys, pages") for one in told)


def _accept(server: socket.socket, asked: list[socket.socket]) -> None:
    while True:
        try:
            asked.append(server.accept()[0])
        except OSError:
            return
