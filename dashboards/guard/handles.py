"""What stands for a session inside this process: a word that nobody guesses, and that no client can say.

The guard writes it into the header by which Streamlit is told who is there, after it took away what a client wrote
under that name. A token would do as well, but would then lie in Streamlit's memory and change with each proof.
"""

import secrets
import threading
from collections.abc import Collection
from dataclasses import dataclass, field
from functools import cache

from inspection.trust.identity import Principal

HEADER, USER_KEY = "x-vigie-session", "vigie_session"


@dataclass
class Handles:
    """The sessions that opened a screen in this process."""

    _handles: dict[str, str] = field(default_factory=dict, repr=False)
    _principals: dict[str, Principal] = field(default_factory=dict, repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def give(self, principal: Principal) -> str:
        """Return the handle of somebody's session: the same as long as it is open."""
        with self._lock:
            handle = self._handles.setdefault(principal.credential, secrets.token_urlsafe(32))
            self._principals[handle] = principal
            return handle

    def behind(self, handle: str) -> Principal | None:
        """Return whose session a handle stands for, as it was last proven; None for what is no handle."""
        with self._lock:
            return self._principals.get(handle)

    def forget(self, sessions: Collection[str]) -> None:
        """Forget sessions that are over, by their ids."""
        with self._lock:
            for session in sessions:
                self._principals.pop(self._handles.pop(session, ""), None)


@cache
def handles() -> Handles:
    """Return the handles of this process, which its guard and its screens share."""
    return Handles()
