"""The reference of the command names every command that there is, and none that there is not."""

import re
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from flows.command import COMMANDS, app

REFERENCE = Path(__file__).parents[2] / "docs" / "reference" / "command.md"


def every_command(command: Any = None, path: tuple[str, ...] = ("vigie",)) -> dict[str, Any]:
    """Every command that can be run, by what one types."""
    command = command or get_command(app)
    names = list(COMMANDS) if path == ("vigie",) else list(getattr(command, "commands", ()))
    found = {} if names and not command.invoke_without_command else {" ".join(path): command}
    for name in names:
        found |= every_command(command.get_command(None, name), (*path, name))
    return found


def documented() -> dict[str, str]:
    """What the reference says of each command."""
    rows = re.findall(r"^\| `(vigie[^`]*)` \| (.+) \|$", REFERENCE.read_text(encoding="utf-8"), re.MULTILINE)
    assert len(rows) == len(dict(rows)), "a command is told twice"
    return dict(rows)


def test_the_reference_names_every_command_and_no_other() -> None:
    """A command that is not documented, or no longer exists, fails the build."""
    assert set(documented()) == set(every_command())


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_of_the_table_can_be_imported(name: str) -> None:
    """The table names modules as text: a typing mistake in it must not wait for a user."""
    command = get_command(app).get_command(None, name)  # type: ignore[attr-defined]
    assert command is not None
    assert command.name == name


def test_every_command_says_what_it_does() -> None:
    """Each has a first line of help, and each that does something can answer a machine."""
    silent = {
        "vigie portal serve",
        "vigie serve",
        "vigie witness serve",
        "vigie prefect start",
    }  # they go on until somebody stops them
    silent |= {"vigie control export", "vigie control schema"}  # they print JSON and nothing else
    silent |= {"vigie run"}  # what it prints is what its commands print
    for typed, command in every_command().items():
        assert (command.help or "").strip(), typed
        options = {option for parameter in command.params for option in getattr(parameter, "opts", ())}
        assert "--json" in options or typed in silent, f"{typed} has no --json"
