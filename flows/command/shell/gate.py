"""Before a command does anything: who is there? What is not named here asks for whoever signed in.

A command that is forgotten here is closed, not open.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from functools import wraps
from typing import Any

from typer.core import TyperGroup
from typer.main import get_current_context  # type: ignore[attr-defined]  # Typer carries a Click of its own

from flows.command.shell.open_commands import OPEN, SCHEDULED


def guarded(command: Any, path: str) -> Any:
    """Let a command, and each one below it, run for whoever may run it.

    Arguments: `path` how it is typed, without `vigie`.
    """
    if isinstance(command, TyperGroup):
        for name, below in command.commands.items():
            guarded(below, f"{path} {name}")
    if command.callback is not None and path not in OPEN:
        command.callback = _asking(command.callback, path)
    return command


def _asking(run: Callable[..., Any], path: str) -> Callable[..., Any]:
    @wraps(run)
    def ask(*args: Any, **kwargs: Any) -> Any:
        is_on_the_way = get_current_context().invoked_subcommand is not None  # the command below it asks
        with nullcontext() if is_on_the_way else _standing(path):
            return run(*args, **kwargs)

    return ask


@contextmanager
def _standing(path: str) -> Iterator[None]:
    """Let whoever signed in stand for what runs inside; a schedule where nobody did and it may.

    Whoever signed in acts as themselves, also where a schedule may: else one person could ask in the schedule's name
    and release in their own.

    Errors: `AccessRefused` 072.
    """
    from flows.acting import by_hand  # not before a command runs: it loads what opens the house
    from flows.command.shell import proof

    if _is_scheduled(path) and not proof.kept_token():
        yield
        return
    with by_hand(proof.principal()):
        yield


def _is_scheduled(path: str) -> bool:
    return any(path == one or path.startswith(f"{one} ") for one in SCHEDULED)
