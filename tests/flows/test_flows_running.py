"""Commands in one process, the search compiled ahead, and a port that is looked at before anything is loaded."""

import socket
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from builders_flows import environment, vigie


def test_commands_of_a_file_run_in_their_order(tmp_path: Path) -> None:
    """Each says what it says alone; empty lines and remarks are passed over."""
    steps = tmp_path / "steps"
    steps.write_text("# of this house\n--version\n\nregisters-of-nobody --help  # unknown\nwarm --json\n")
    said = vigie(tmp_path, "run", str(steps), expected=2)
    assert said.out.startswith("vigie ")
    assert "compiled" not in said.out
    assert "Stopped at line 4, `vigie registers-of-nobody`" in said.err
    steps.write_text("warm --json\n--version\n")
    assert [line[:6] for line in vigie(tmp_path, "run", str(steps)).out.splitlines()] == ['{"sear', "vigie "]


def test_commands_may_be_piped_in(tmp_path: Path) -> None:
    """As `make week` does."""
    assert vigie(tmp_path, "run", "-", typed="--version\n").out.startswith("vigie ")


def test_a_fault_ends_the_run_with_its_status(tmp_path: Path) -> None:
    """The fault is told once, as always; what follows it is not done."""
    said = vigie(tmp_path, "run", "-", typed="demo --scale huge\n--version\n", expected=2)
    assert "[SETTING-038]" in said.err
    assert said.out == ""


def test_what_is_no_file_of_commands_is_refused(tmp_path: Path) -> None:
    """One that is not there, and one that is no text."""
    (tmp_path / "picture").write_bytes(b"\xff\xd8\xff")
    for name in ("absent", "picture"):
        assert "[SETTING-047]" in vigie(tmp_path, "run", str(tmp_path / name), expected=2).err


@pytest.mark.parametrize("port", ["99999", "0", "http", "-1", "٣", "8501.5"])
def test_a_port_that_is_none_is_one_message(tmp_path: Path, port: str) -> None:
    """It is told in the words of every other refusal, with what to write instead."""
    said = vigie(tmp_path, "serve", f"--port={port}", expected=2)
    assert said.err.startswith("[SETTING-048]")
    assert "Traceback" not in said.err


@pytest.mark.parametrize(("args", "port"), [((), 8501), (("--port", "8600"), 8600)])
def test_the_office_is_served_on_its_port(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, args: tuple[str, ...], port: int
) -> None:
    """Also on the one that nobody wrote: a number by default is a port like one that was typed."""
    served: list[int] = []
    screens = SimpleNamespace(serve=lambda **said: served.append(said["port"]))
    monkeypatch.setitem(sys.modules, "dashboards.serving", screens)
    monkeypatch.setattr("flows.command.house.house.require_free", lambda *_: None)
    vigie(tmp_path, "init")
    vigie(tmp_path, "serve", *args)
    assert served == [port]


def test_a_port_that_is_taken_is_refused_before_the_screens_are_loaded(tmp_path: Path) -> None:
    """Loading the screens takes half a minute on a slow machine."""
    with socket.create_server(("127.0.0.1", 0)) as held:
        look = (
            "import sys; from flows.command import app\n"
            f"try: app(['serve', '--port', '{held.getsockname()[1]}'], prog_name='vigie')\n"
            "except SystemExit as end: print(end.code, sorted({'streamlit', 'uvicorn'} & set(sys.modules)))"
        )
        done = subprocess.run(
            [sys.executable, "-c", look], env=environment(tmp_path), capture_output=True, text=True, check=True
        )
    assert done.stdout == "2 []\n"
    assert done.stderr.startswith("[SETTING-049]")
