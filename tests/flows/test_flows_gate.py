"""Who may give which command: each of the product is asked, and one that asks nobody is named with its reason."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, get_args

import pytest
from builders_acts import an_office
from builders_flows import Said, command, sign_in, vigie
from signing_in import As
from typer.main import get_command

from flows.command import app
from flows.command.shell import on_demand
from flows.command.shell.open_commands import OPEN, SCHEDULED
from inspection.settings import Settings
from inspection.trust.rights import rights

WORDS = {int: "2030", float: "1.0"}
DAY = datetime(2026, 1, 5, 9, 30)  # noqa: DTZ001  as it is typed


def below(group: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Give each command that does something, by how it is typed."""
    context = group.context_class(group)
    for name in group.list_commands(context):
        one, typed = group.get_command(context, name), f"{path} {name}".strip()
        if not hasattr(one, "list_commands") or one.invoke_without_command:
            yield typed, one
        if hasattr(one, "list_commands"):
            yield from below(one, typed)


COMMANDS = dict(below(get_command(app)))
ASKING = sorted(set(COMMANDS) - set(OPEN))


def line_of(path: str) -> list[str]:
    """Return a command with words for all that it must be given."""
    words = path.split()
    for one in (one for one in COMMANDS[path].params if one.required):
        asked = one.type_descriptor.annotation
        forms = one.type_descriptor.parameter_info.formats or ["%Y-%m-%d"]
        value = WORDS.get(next(iter(get_args(asked)), asked), "x")
        value = f"{DAY:{forms[0]}}" if asked is datetime else value
        words += [] if one.param_type_name == "argument" else [one.opts[0]]
        words += [] if asked is bool else [value]
    return words


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a home with people that no demo made."""
    here = tmp_path_factory.mktemp("gate") / "home"
    an_office(Settings(home=here)).store.close()
    return here


def test_every_command_is_met() -> None:
    """Each group is walked to its end, and what is named as open or as a schedule's is a command."""
    assert len(COMMANDS) > 170
    assert set(OPEN) <= set(COMMANDS)
    assert all(OPEN.values())
    assert set(SCHEDULED) <= set(ASKING)
    assert set(SCHEDULED.values()) <= set(rights().flows)


@pytest.mark.parametrize("path", sorted(COMMANDS))
def test_no_command_believes_a_name(path: str) -> None:
    """None takes the name of whoever gives it, from its words or from the environment."""
    for one in COMMANDS[path].params:
        assert "--by" not in one.opts
        assert getattr(one, "envvar", None) is None


@pytest.mark.parametrize("path", [path for path in ASKING if path.split(" ")[0] != "ingest" and path not in SCHEDULED])
def test_where_nobody_signed_in_it_is_refused(home: Path, path: str) -> None:
    """Before anything is read, asked for or written."""
    said = vigie(home, *line_of(path), expected=2)
    assert said.err.startswith("[ACCESS-072]"), said.err


@pytest.mark.parametrize("path", [path for path in ASKING if path.split(" ")[0] == "ingest" or path in SCHEDULED])
@pytest.mark.few(2)
def test_what_a_schedule_may_do_is_refused_to_whose_session_is_over(home: Path, path: str) -> None:
    """Whoever signed in once is no schedule until they sign out; the schedule goes on where nobody did."""
    vigie(home, "sessions", "end-all", As("head-liege"))
    ended = again(home, path)
    assert ended.err.startswith("[ACCESS-072]"), ended.err
    assert "[ACCESS-" not in vigie(home, *line_of(path), expected=None).err


def again(home: Path, path: str) -> Said:
    """Give a command with the credential that was left by whoever was signed in last."""
    from signing_in import STATE

    return command(home, *line_of(path), expected=2, state=STATE)


def test_a_command_that_is_forgotten_is_closed(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that nobody named as open asks, also where its own lines do not."""
    shown = ("scales", "show", "nothing", "--json")
    assert "[CONTROL-874]" in vigie(home, *shown, expected=2).err
    monkeypatch.delitem(OPEN, "scales show")  # type: ignore[arg-type]  # a dictionary
    monkeypatch.setattr(on_demand, "_command", on_demand._command.__wrapped__)  # commands made before know the list
    assert "[ACCESS-072]" in vigie(home, *shown, expected=2).err
    sign_in(home, "head-liege")
    assert "[CONTROL-874]" in vigie(home, *shown, As("head-liege"), expected=2).err
