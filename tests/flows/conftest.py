"""A home with registers, lake and roster; the same once its week is approved, and once its past is known."""

import shutil
from pathlib import Path

import pytest
from builders_flows import As, next_week, vigie, write_home
from once import made_once


@pytest.fixture(scope="session")
def ready_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a home whose registers are taken in and whose teams are known; tests leave it as it is."""

    def make(home: Path) -> None:
        write_home(home)
        vigie(home, "ingest")
        vigie(home, "teams", "import", str(home / "registers/roster/teams.json"))

    return made_once(tmp_path_factory, "ready", make)


@pytest.fixture(scope="session")
def two_districts_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a home of two districts with more places each, so that one visit fewer or more changes rounds; as above."""

    def make(home: Path) -> None:
        write_home(home, ("leuven", "namur"), establishments=200)
        vigie(home, "ingest")
        vigie(home, "teams", "import", str(home / "registers/roster/teams.json"))

    return made_once(tmp_path_factory, "two-districts", make)


@pytest.fixture(scope="session")
def approved_home(ready_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give that home once its week is approved and written; tests leave it as it is."""

    def make(home: Path) -> None:
        shutil.copytree(ready_home, home)
        vigie(home, "week", "--week", next_week(), "--seed", "7", As("direction-1"), "--json")
        vigie(home, "approve", "--week", next_week(), "--latest", As("supervisor-leuven"), "--json")

    return made_once(tmp_path_factory, "approved", make)


@pytest.fixture(scope="session")
def past_home(ready_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give that home once past controls were made, decided and referred; tests leave it as it is."""

    def make(home: Path) -> None:
        shutil.copytree(ready_home, home)
        vigie(home, "demo", "past")

    return made_once(tmp_path_factory, "past", make)


@pytest.fixture(autouse=True)
def untouched_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Let no test reach the installation of whoever runs it."""
    monkeypatch.setenv("VIGIE_HOME", str(tmp_path / "nowhere"))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    for name in ("PREFECT_API_URL", "VIGIE_ROADS", "VIGIE_ROADS_URL"):
        monkeypatch.delenv(name, raising=False)
