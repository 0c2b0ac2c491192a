"""Texts about people never stand on a command line: everybody on the machine sees it there, and the shell keeps it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

import typer

from inspection.errors import SettingsFault

HOW: Final = "- reads the input, @FILE a file; asked for when it is not given, and never taken from the command line."


def sensitive(given: str | None, option: str, question: str) -> str:
    """Return a text that may speak of somebody, from the input (`-`), a file (`@FILE`) or an answer to a question.

    Errors: `SettingsFault` for the text itself on the command line, which is not repeated, and for a file that cannot
    be read.
    """
    if given is None:
        return str(typer.prompt(question))
    if given == "-":
        return sys.stdin.read().rstrip("\n")
    if given.startswith("@"):
        return _content(Path(given[1:]), option)
    raise SettingsFault("SETTING-050", option=option)


def _content(file: Path, option: str) -> str:
    try:
        return file.read_text(encoding="utf-8").rstrip("\n")
    except (OSError, ValueError):
        raise SettingsFault("SETTING-051", option=option) from None
