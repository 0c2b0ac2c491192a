"""Which page of Streamlit belongs to whose session: what was opened by one is neither resumed nor read by another.

Streamlit gives each page an id, which the browser shows to resume it, and under which it sends files; what a page shows
as a picture or offers as a download lies at an address made of its content, the same for everybody.
"""

import threading
from collections.abc import Collection
from dataclasses import dataclass, field
from functools import cache
from os.path import splitext
from typing import TypeVar

_T = TypeVar("_T")
_MOST = 10_000  # pages and files remembered; the oldest are forgotten first, and refused


@dataclass
class Pages:
    """The pages that were opened in this process, and the files that each was given."""

    _sessions: dict[str, str] = field(default_factory=dict, repr=False)
    _files: dict[str, set[str]] = field(default_factory=dict, repr=False)
    _told: dict[str, bool] = field(default_factory=dict, repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def opened(self, page: str, session: str) -> None:
        """Keep whose session opened a page."""
        with self._lock:
            _keep(self._sessions, page, session)

    def session_of(self, page: str) -> str | None:
        """Return the session that opened a page, None for a page that nobody opened here."""
        with self._lock:
            return self._sessions.get(page)

    def tell(self, page: str) -> None:
        """Keep that a page has said that its session ended."""
        with self._lock:
            _keep(self._told, page, True)

    def is_told(self, page: str) -> bool:
        """Tell whether a page has said that its session ended: it needs no further word."""
        with self._lock:
            return page in self._told

    def given(self, address: str, page: str) -> None:
        """Keep that a page was given a file, by its address."""
        with self._lock:
            _keep(self._files, _name(address), self._files.get(_name(address), set()) | {page})

    def given_like(self, address: str, promised: str) -> None:
        """Keep that a file was made, which was promised to pages before it existed."""
        with self._lock:
            _keep(self._files, _name(address), self._files.get(_name(promised), set()))

    def has_file(self, address: str, session: str) -> bool:
        """Tell whether a page of a session was given a file."""
        with self._lock:
            pages = self._files.get(_name(address), set())
            return any(self._sessions.get(page) == session for page in pages)

    def forget_files(self, sessions: Collection[str]) -> None:
        """Forget what pages were given whose sessions are over; whose pages they were stays known, and is refused."""
        with self._lock:
            gone = {page for page, session in self._sessions.items() if session in sessions}
            self._files = {name: rest for name, pages in self._files.items() if (rest := pages - gone)}


@cache
def pages() -> Pages:
    """Return the pages of this process."""
    return Pages()


def _name(address: str) -> str:
    """The same file has the same name, whatever it is said to end on."""
    return splitext(address.rpartition("/")[2])[0]


def _keep(kept: dict[str, _T], key: str, value: _T) -> None:
    kept.pop(key, None)
    kept[key] = value
    if len(kept) > _MOST:
        del kept[next(iter(kept))]
