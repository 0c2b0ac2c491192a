"""The ways to prove who one is besides a password of this house: each a key for its words, and an address."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from inspection.trust import Context

Purpose = Literal["sign_in", "prove", "enrol"]


@dataclass(frozen=True)
class Way:
    """A way that a page offers as a button; `screen.office.way.KEY` says what stands on it."""

    key: str
    address: str


# Each gives the ways of one kind of proof that this installation has; the first of all stands first on the page.
_KINDS: tuple[Callable[[Context, Purpose], tuple[Way, ...]], ...] = ()


def ways_to_sign_in(context: Context, purpose: Purpose = "sign_in") -> tuple[Way, ...]:
    """Return the ways of this installation, the one to take first being the first; none where only passwords are used.

    purpose
        What is done with the proof: begin a session, prove it again inside one, or enrol.
    """
    return tuple(way for kind in _KINDS for way in kind(context, purpose))
