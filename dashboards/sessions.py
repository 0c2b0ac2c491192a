"""Who has signed in, kept on the server: an unguessable token that ends by itself and can be revoked.

The token stands in a cookie that no script reads and no other site sends, never in an address: a link that somebody
passes on opens nothing. Signing in with a proof of identity is a later issue; this is where its result will be kept.
"""

import secrets
import threading
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache

import streamlit as st

COOKIE = "vigie_session"
LANGUAGE_COOKIE = "vigie_language"
IDLE_MINUTES, LONGEST_HOURS = 10, 8
_IDLE, _LONGEST = timedelta(minutes=IDLE_MINUTES), timedelta(hours=LONGEST_HOURS)


@dataclass
class _Session:
    user: str
    begun_at: datetime
    seen_at: datetime


@dataclass
class Sessions:
    """The sessions of this process."""

    _open: dict[str, _Session] = field(default_factory=dict, repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def begin(self, user: str, at: datetime) -> str:
        """Begin a session and return its token."""
        token = secrets.token_urlsafe(32)
        with self._lock:
            self._open[token] = _Session(user, at, at)
        return token

    def resume(self, token: str, at: datetime) -> str | None:
        """Return whose session it is, and note that it is in use; None once it has ended."""
        with self._lock:
            found = self._open.get(token)
            if found is None:
                return None
            if at - found.seen_at > _IDLE or at - found.begun_at > _LONGEST:
                del self._open[token]
                return None
            found.seen_at = at
            return found.user

    def end(self, token: str) -> None:
        """End a session."""
        with self._lock:
            self._open.pop(token, None)


@cache
def sessions() -> Sessions:
    """Return the sessions of this process, which its routes and its screens share."""
    return Sessions()


def presented() -> str:
    """Return the token that the browser of this screen showed when it connected, "" where it has none."""
    return st.context.cookies.get(COOKIE, "")
