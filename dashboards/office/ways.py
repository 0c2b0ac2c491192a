"""The ways to prove who one is besides a password of this house: each a key for its words, and an address."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from inspection import acts
from inspection.trust import Context

Purpose = Literal["sign_in", "prove", "enrol"]
_PASSKEY_PAGES = {"sign_in": "/sign-in/passkey", "prove": "/me/prove/passkey", "enrol": "/sign-in/passkey-enrol"}


@dataclass(frozen=True)
class Way:
    """A way that a page offers as a button; `screen.office.way.KEY` says what stands on it."""

    key: str
    address: str


def _provider(context: Context, purpose: Purpose) -> tuple[Way, ...]:
    address = "/me/prove/provider" if purpose == "prove" else "/sign-in/provider"
    return (Way("provider", address),) if context.settings.proof.provider.is_there else ()


def _passkey(context: Context, purpose: Purpose) -> tuple[Way, ...]:
    """A passkey is made by whoever enrols; it signs in where somebody has one."""
    if purpose == "sign_in" and not acts.identity.has_passkeys(context):
        return ()
    return (Way("passkey", _PASSKEY_PAGES[purpose]),)


# Each gives the ways of one kind of proof that this installation has; the first of all stands first on the page.
_KINDS: tuple[Callable[[Context, Purpose], tuple[Way, ...]], ...] = (_provider, _passkey)


def ways_to_sign_in(context: Context, purpose: Purpose = "sign_in") -> tuple[Way, ...]:
    """Return the ways of this installation, the one to take first being the first; none where only passwords are used.

    purpose
        What is done with the proof: begin a session, prove it again inside one, or enrol.
    """
    return tuple(way for kind in _KINDS for way in kind(context, purpose))
