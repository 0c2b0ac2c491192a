"""A group whose commands are imported when one is asked for, ask who is there, and end every error in one message.

Importing all that the product does takes seconds, so that `vigie --help` would take them too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any, ClassVar

import typer
from typer.core import TyperGroup
from typer.main import get_command

from flows.command.shell.gate import guarded


@dataclass(frozen=True)
class Offer:
    """Where a command is written (`module:name`, a Typer app or a function), and what it does in one line."""

    where: str
    line: str


class OnDemand(TyperGroup):
    """A group that knows its commands by name, and imports one when it is asked for."""

    offered: ClassVar[Mapping[str, Offer]] = {}

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002  Click's signature
        """Return the names, in the order in which they are told."""
        return list(self.offered)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002  Click's signature
        """Import a command, or return None when there is none of this name."""
        offer = self.offered.get(cmd_name)
        if offer is None:
            return None
        module, _, name = offer.where.partition(":")
        return _command(cmd_name, getattr(import_module(module), name))

    def format_commands(self, ctx: Any, formatter: Any) -> None:  # noqa: ARG002  Click's signature
        """Write the names with their lines, without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, offer.line) for name, offer in self.offered.items()])

    def invoke(self, ctx: Any) -> Any:
        """Run the command; an error ends in one message that says what to do, and never in a traceback."""
        try:
            return super().invoke(ctx)
        except Exception as fault:  # noqa: BLE001  the outermost place: what nobody foresaw is told without its text
            from flows.command.shell.failing import status_of  # not before: it imports what an error may be

            raise typer.Exit(status_of(fault)) from None


@cache
def _command(name: str, made: Any) -> Any:
    """Return a Typer app or a function as the command of this name, plain like the group that it is in.

    Made once in a process: Click asks for it twice, and the steps of `vigie run` ask again and again.
    """
    around = typer.Typer(add_completion=False, rich_markup_mode=None)
    around.callback()(lambda: None)
    if isinstance(made, typer.Typer):
        around.add_typer(made, name=name)
    else:
        around.command(name)(made)
    group = get_command(around)
    assert isinstance(group, TyperGroup)  # noqa: S101  a callback makes it one
    return guarded(group.commands[name], name)
