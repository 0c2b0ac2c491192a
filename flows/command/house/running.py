"""`vigie run` and `vigie warm`: several commands in one process, and the search compiled before a week asks for it."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path
from typing import Annotated

import typer

from flows.command.shell.console import AsJson, show, warn
from inspection.errors import SettingsFault
from inspection.planning.solve import warm as compile_search


def run(
    file: Annotated[Path, typer.Argument(help="Commands, one a line, without `vigie`; - reads what is piped in.")],
) -> None:
    """Run commands one after the other, in one process; the first that fails ends it."""
    for number, line in enumerate(_lines(file), 1):
        words = shlex.split(line, comments=True)
        if words and (status := _status_of(words)):
            warn(f"Stopped at line {number}, `vigie {words[0]}`: what follows it was not done.")
            raise typer.Exit(status)


def warm(as_json: AsJson = False) -> None:
    """Compile the search, unless that is done: the first week on a machine then need not wait for it."""
    compile_search()
    if as_json:
        show({"search": "compiled"})


def _lines(file: Path) -> list[str]:
    try:
        return (sys.stdin.read() if str(file) == "-" else file.read_text(encoding="utf-8")).splitlines()
    except (OSError, UnicodeDecodeError):
        raise SettingsFault("SETTING-047", file=file.name) from None


def _status_of(words: list[str]) -> int:
    """Run one command as if it stood alone; return its exit status."""
    from flows.command import app  # which offers this one

    try:
        app(words, prog_name="vigie")
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    return 0
