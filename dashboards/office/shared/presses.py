"""A form that is sent twice has one effect: a second press, a line that was lost after it, are led where the first was.

Each page that is drawn marks its forms anew. The same form of the same page with the same words is the same press;
other words, or the page read again, are another. What a restart forgets can have its effect twice.
"""

import hashlib
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from threading import Lock

from starlette.responses import RedirectResponse, Response

_MOST = 2000
_SECONDS = 600.0  # whoever comes back to a page later than that may well mean it again
_LED = 303


@dataclass
class _Press:
    """One press: whoever sends it again waits until the first has its answer."""

    at: float
    turn: Lock = field(default_factory=Lock)
    way: str = ""


class Presses:
    """The forms that were taken lately, by hashes only."""

    def __init__(self, most: int = _MOST, seconds: float = _SECONDS) -> None:
        self._most, self._seconds, self._lock = most, seconds, Lock()
        self._known: OrderedDict[str, _Press] = OrderedDict()

    def once(self, key: str, take: Callable[[], Response]) -> Response:
        """Take a form, or lead to where it led when it was taken before; a refused one is taken anew.

        An answer that sets a cookie is never given twice, since it is about the session and not the form.
        """
        press = self._press(key)
        with press.turn:
            if press.way:
                return RedirectResponse(press.way, _LED, {"Cache-Control": "no-store"})
            try:
                answer = take()
                if answer.status_code == _LED and "set-cookie" not in answer.headers:
                    press.way = answer.headers["location"]
                return answer
            finally:
                if not press.way:
                    self._forget(key)

    def _forget(self, key: str) -> None:
        with self._lock:
            self._known.pop(key, None)

    def _press(self, key: str) -> _Press:
        at = time.monotonic()
        with self._lock:
            while self._known and (
                len(self._known) >= self._most or at - next(iter(self._known.values())).at > self._seconds
            ):
                self._known.popitem(last=False)
            return self._known.setdefault(key, _Press(at))


def press_key(who: str, path: str, sent: Mapping[str, str], file: bytes = b"") -> str:
    """Return what tells one press from another: who pressed, on which form, with which words and file."""
    told = hashlib.sha256(file)
    for part in (who, path, *(text for pair in sorted(sent.items()) for text in pair)):
        told.update(f"{len(part)} {part}".encode("utf-8", "surrogatepass"))
    return told.hexdigest()
