"""`vigie prefect` refuses in one message what it cannot do, before it starts anything."""

import socket
from pathlib import Path

import pytest
from builders_flows import vigie


def test_without_a_server_to_set_up_it_says_which_variable_is_missing(tmp_path: Path) -> None:
    """Prefect would start a server of its own otherwise, and set that up, and stop it."""
    said = vigie(tmp_path, "prefect", "setup", expected=2)
    assert "[SETTING-054]" in said.err
    assert "PREFECT_API_URL" in said.err


@pytest.mark.parametrize("port", ["99999", "taken"])
def test_a_port_that_cannot_be_used_is_one_message(tmp_path: Path, port: str) -> None:
    """Something else has it, or no port has this number: nothing is started."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        asked = str(other.getsockname()[1]) if port == "taken" else port
        said = vigie(tmp_path, "prefect", "start", "--port", asked, expected=2)
    assert "[SETTING-058]" in said.err
    assert not (tmp_path / "prefect").exists()
