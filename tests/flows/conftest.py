"""A home with registers, lake and roster, made once."""

from pathlib import Path

import pytest
from builders_flows import vigie, write_home


@pytest.fixture(scope="session")
def ready_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a home whose registers are taken in and whose teams are known; tests leave it as it is."""
    home = write_home(tmp_path_factory.mktemp("ready"))
    vigie(home, "ingest")
    vigie(home, "teams", "import", str(home / "registers/roster/teams.json"))
    return home


@pytest.fixture(autouse=True)
def untouched_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Let no test reach the installation of whoever runs it."""
    monkeypatch.setenv("VIGIE_HOME", str(tmp_path / "nowhere"))
    for name in ("PREFECT_API_URL", "VIGIE_USER", "VIGIE_ROADS", "VIGIE_ROADS_URL"):
        monkeypatch.delenv(name, raising=False)
