"""The rooms that hang in the shell: for now the screens that a role may see, each under the address that it has."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from inspection import acts

if TYPE_CHECKING:
    from dashboards.office.asking import Visitor


@dataclass(frozen=True)
class Room:
    """One entry of the navigation.

    key
        Its texts: `screen.office.room.KEY` for what it holds, `screen.office.short.KEY` for the bar of a telephone.
    title
        The text that names it.
    count, is_late
        How many things wait in it, and whether they are late; 0 is not shown.
    is_shown
        Whether this person gets it.
    """

    key: str
    address: str
    is_shown: Callable[[Visitor], bool]
    title: str
    count: int = 0
    is_late: bool = False


@dataclass(frozen=True)
class Rooms:
    """The four that stand first, on a telephone in the bar below, and the others."""

    four: tuple[Room, ...]
    others: tuple[Room, ...]


def _screen(key: str, address: str = "", title: str = "") -> Room:
    return Room(key, address or f"/{key}", lambda visitor: visitor.may_see(key), title or f"menu.{key}")


_HOME = Room("office", "/office", lambda _: True, "menu.office")
_ROOMS = (
    Room("friday", "/friday", lambda visitor: visitor.may("plan.approve"), "menu.friday"),
    Room("day", "/day", lambda visitor: visitor.may("control.correct"), "menu.day"),
    Room("home", "/waiting", lambda visitor: visitor.may("alert.see"), "home.title"),
    _screen("referrals", "/board"),
    _screen("control"),
    Room("week_rounds", "/week", lambda visitor: visitor.may("sheet.read"), "menu.week_rounds"),
    Room("calendar", "/calendar", lambda visitor: visitor.may("plan.prepare"), "menu.calendar"),
    Room("paper", "/paper", lambda visitor: visitor.may_see("control"), "menu.paper"),
    _screen("controls", "/inspections"),
    Room("search", "/search", lambda visitor: visitor.may("record.list"), "menu.search"),
    Room("documents", "/documents", lambda visitor: visitor.may("document.read"), "menu.documents"),
    _screen("risk_map"),
    _screen("targeting"),
    Room("joint_actions", "/joint-actions", lambda visitor: visitor.may("record.list"), "menu.joint_actions"),
    Room("holds", "/holds", lambda visitor: visitor.may("hold.list"), "menu.holds"),
    Room("orders", "/orders", lambda visitor: visitor.may("order.list"), "menu.orders"),
    Room("policy", "/policy", lambda visitor: visitor.may("measure.list"), "menu.policy"),
    _screen("registers"),
)
_OWN = (
    Room("administration", "/administration", lambda visitor: visitor.may("absence.list"), "menu.administration"),
    Room("enrolments", "/enrolments", lambda visitor: visitor.may("enrolment.issue"), "menu.enrolments"),
    Room("passkeys", "/me/passkeys", lambda _: True, "menu.passkeys"),
    Room("sessions", "/me/sessions", lambda _: True, "menu.sessions"),
)


def rooms_of(visitor: Visitor) -> Rooms:
    """Return the rooms of a person, in the order in which they are used."""
    shown = [_HOME, *(room for room in (*_ROOMS, *_OWN) if room.is_shown(visitor))]
    counted = [_counted(room, visitor) if room.key == "referrals" else room for room in shown]
    return Rooms(tuple(counted[:4]), tuple(counted[4:]))


def _counted(board: Room, visitor: Visitor) -> Room:
    """Return the room of the board with how many answers are late."""
    return replace(board, count=acts.board.late_answers(visitor.app.acting_as(visitor.principal)), is_late=True)
