"""Why somebody looks at what speaks of a person: a purpose of the list, and the case that it is for.

A screen or a command asks it once and says it for all that is read inside `looking_for`; each context that is made
there bears it, and the acts refuse to show anything of a person without one.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True)
class Reason:
    """Why somebody looks.

    purpose
        Key of the rules' `purposes`.
    case
        Reference or id of a control, referral, complaint, order or request; "" where the purpose needs none.
    """

    purpose: str
    case: str = ""


_given: ContextVar[Reason | None] = ContextVar("reason", default=None)


def given_reason() -> Reason | None:
    """Return what `looking_for` says just now, None outside of it."""
    return _given.get()


@contextmanager
def looking_for(reason: Reason | None) -> Iterator[None]:
    """Say for what is read inside why it is looked at; None says nothing."""
    before = _given.set(reason)
    try:
        yield
    finally:
        _given.reset(before)
