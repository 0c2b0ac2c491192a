"""What differs between the houses that wear this shell: the office, and the portal of the offices outside.

The application says with each call which one it is; without a word it is the office.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dashboards.office.addresses import HOME
from dashboards.office.rooms import Rooms, rooms_of

if TYPE_CHECKING:
    from starlette.requests import Request

    from dashboards.office.asking import Asked

_KEY = "vigie.shell"
_TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True)
class Around:
    """What stands round a page for whoever has signed in.

    belongs
        What somebody belongs to, in their language, beside their name; "" where the role says it.
    """

    rooms: Rooms
    belongs: str = ""


def _of_office(asked: Asked) -> Around:
    return Around(rooms_of(asked.known))


@dataclass(frozen=True)
class Shell:
    """One house.

    name
        The text beside the brand, of the screens; "" names the service.
    home
        The address of its first page.
    around
        Makes what stands round a page of somebody who has signed in.
    templates
        Folders of its own pages, besides those of the shell.
    search
        The address of its search, "" where there is none.
    menu
        Addresses of the menu under one's name, by the text of each.
    """

    name: str = ""
    home: str = HOME
    around: Callable[[Asked], Around] = _of_office
    templates: tuple[Path, ...] = ()
    search: str = ""
    menu: tuple[tuple[str, str], ...] = field(default=(("menu.sessions", "/me/sessions"),))

    @property
    def folders(self) -> tuple[Path, ...]:
        """Where its templates lie: its own first."""
        return (*self.templates, _TEMPLATES)


_OFFICE = Shell(search="/search")


def shell_of(request: Request) -> Shell:
    """Return the house that a call came to."""
    found: Shell = request.scope.get(_KEY, _OFFICE)
    return found


class Wearing:
    """Says with every call which house is meant."""

    def __init__(self, inner: Any, shell: Shell) -> None:
        self._inner, self._shell = inner, shell

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer as the application inside does."""
        await self._inner({**scope, _KEY: self._shell}, receive, send)
