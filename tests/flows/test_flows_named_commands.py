"""Every command that a page, an error's advice or another command names is one, with the options that stand there."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from flows.command import app

ROOT = Path(__file__).parents[2]
PAGES = [*ROOT.glob("docs/**/*.md"), ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "inspection" / "faults.yaml"]
TOLD = [*ROOT.glob("flows/command/**/*.py"), *ROOT.glob("inspection/i18n/*.po")]
SPAN = re.compile(r"`(?:[A-Z_]+=\S+ )*(?:\.venv/bin/)?vigie ([^`\n]+)`")
LINE = re.compile(r"^(?:[A-Z_]+=\S+ )*(?:\.venv/bin/)?vigie ([^#\n]+)", re.MULTILINE)
SAID = re.compile(r"\bvigie ((?:[a-z][a-z-]+ ?)+)")
NO_COMMAND = re.compile(r"^(?:COMMAND|[<…]|--)")


@cache
def top() -> Any:
    """The whole command."""
    return get_command(app)


def options_of(command: Any) -> set[str]:
    """The options that a command takes, in every spelling."""
    return {name for one in command.params for name in (*one.opts, *one.secondary_opts) if name.startswith("--")}


def faults_of(text: str) -> Iterator[str]:
    """What is wrong with a command as it stands on a page; what follows a pipe or an arrow is not read."""
    words = re.split(r"\s[|>&]|[;…]|\s\\$", text)[0].split()
    command = top()
    while hasattr(command, "get_command") and words and re.fullmatch(r"[a-z][a-z-]*", words[0]):
        found = command.get_command(None, words[0])
        if found is None:
            if not command.invoke_without_command:
                yield f"`vigie {text}`: there is no command {words[0]!r}"
            return
        command, words = found, words[1:]
    known = options_of(command) | {"--help"}
    for option in (one.split("=")[0].strip("[](),") for one in words if one.lstrip("[(").startswith("--")):
        for spelling in option.split("|"):
            if spelling.startswith("--") and spelling.rstrip(".") not in known:
                yield f"`vigie {text}`: there is no option {spelling}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_a_page_names_commands_that_exist(page: Path) -> None:
    """Whoever is sent to a command finds it; a word that went is noticed on each page that had it."""
    text = page.read_text(encoding="utf-8")
    named = [*SPAN.findall(text), *(line for block in text.split("```")[1::2] for line in LINE.findall(block))]
    assert [fault for one in named if not NO_COMMAND.match(one) for fault in faults_of(one.strip())] == []


def test_what_a_command_says_leads_to_a_command() -> None:
    """What is printed after one step is the next step; it has no options that could be checked."""
    wrong = [
        f"{file.relative_to(ROOT)}: vigie {said}"
        for file in TOLD
        for said in SAID.findall(file.read_text(encoding="utf-8"))
        if top().get_command(None, said.split()[0]) is None
    ]
    assert wrong == []


def test_a_command_that_is_none_is_found() -> None:
    """The check itself: a group, a command of it, an option."""
    assert list(faults_of("access requests")) == ["`vigie access requests`: there is no command 'access'"]
    assert list(faults_of("audit requests")) == ["`vigie audit requests`: there is no command 'requests'"]
    assert list(faults_of("alerts list --sort")) == ["`vigie alerts list --sort`: there is no option --sort"]
    assert list(faults_of("alerts list --json")) == []
