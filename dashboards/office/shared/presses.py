"""A form that leads on has one effect, however often it is sent from one page: each time it leads where it led first.

Each page that is drawn marks its forms anew. The same form of the same page with the same words is the same press, by a
second click or after a line that was lost; other words, or the page read again, are another. What a restart forgets,
and what answers with a page of its own, can have its effect twice.
"""

import hashlib
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock

from starlette.responses import RedirectResponse, Response

from inspection.errors import StoreFault

_MOST = 2000
_SECONDS = 120.0  # whoever sends the same from an older page may well mean it again
_WAITS_SECONDS = 20.0
_MOST_WAITING = 2  # of one press: each holds a thread
_LED = 303


@dataclass
class _Press:
    """One press, with how many send it at this moment and where it led."""

    at: float
    turn: Lock = field(default_factory=Lock)
    sending: int = 0
    way: str = ""


class Presses:
    """The forms that led on lately: hashes of what was sent, and ways within this house."""

    def __init__(self, most: int = _MOST, seconds: float = _SECONDS, waits_seconds: float = _WAITS_SECONDS) -> None:
        self._most, self._seconds, self._waits = most, seconds, waits_seconds
        self._known, self._lock = OrderedDict[str, _Press](), Lock()

    def once(self, key: str, take: Callable[[], Response], has_effect: Callable[[Response], bool]) -> Response:
        """Take a form, or lead to where it led when it was taken before; one without an effect is taken anew.

        An answer that sets a cookie, or leads out of this house with a secret, is never given twice.

        Arguments: `has_effect` tells it of an answer.
        Errors: `StoreFault` 061 where the first press takes too long, or several wait for it already.
        """
        with self._sent(key) as press:
            if not press.turn.acquire(timeout=self._waits if press.sending <= 1 + _MOST_WAITING else 0):
                raise StoreFault("STORE-061")
            try:
                if press.way:
                    return RedirectResponse(press.way, _LED, {"Cache-Control": "no-store"})
                answer = take()
                if has_effect(answer):
                    press.way = _way_within(answer)
                return answer
            finally:
                press.turn.release()

    @contextmanager
    def _sent(self, key: str) -> Iterator[_Press]:
        """Give the press of a key; it is forgotten again once nobody sends it and it led nowhere."""
        with self._lock:
            self._forget_old()
            press = self._known.setdefault(key, _Press(time.monotonic()))
            press.sending += 1
        try:
            yield press
        finally:
            with self._lock:
                press.sending -= 1
                if not press.sending and not press.way:
                    del self._known[key]

    def _forget_old(self) -> None:
        """Forget presses in their order; one that is being sent stays, since whoever sends it again must find it."""
        at = time.monotonic()
        for key, press in list(self._known.items()):
            if len(self._known) <= self._most and at - press.at <= self._seconds:
                return
            if not press.sending:
                del self._known[key]


def _way_within(answer: Response) -> str:
    """Return where an answer leads, "" for one that is not to be given twice."""
    way = answer.headers.get("location", "")
    is_within = answer.status_code == _LED and way.startswith("/") and not way.startswith("//")
    return way if is_within and "set-cookie" not in answer.headers else ""


def press_key(who: str, path: str, sent: Mapping[str, str], file: bytes = b"") -> str:
    """Return what tells one press from another: who pressed, on which form, with which words and file."""
    told = hashlib.sha256(file)
    for part in (who, path, *(text for pair in sorted(sent.items()) for text in pair)):
        told.update(f"{len(part)} {part}".encode("utf-8", "surrogatepass"))
    return told.hexdigest()
