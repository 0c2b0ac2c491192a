"""A form that redirects to another page has one effect, however often it is sent from one page.

Each page that is drawn marks its forms anew. The same form of the same page with the same words is the same submission:
a second click, or a line that was lost and the form sent again. It is redirected to where the first one was. Other
words, or the page read again, make another submission. After a restart of the office a form can have its effect twice;
so can a form that answers with a page of its own.
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
_MOST_WAITING = 2  # of one submission: each holds a thread
_REDIRECTED = 303


@dataclass(frozen=True)
class Submission:
    """What is sent: by hashes only, of the form on its page and of the words."""

    form: str
    words: str


@dataclass
class _Handled:
    """A submission, how many send it at this moment, since when it counts as recent, and where it redirected to."""

    since: float
    lock: Lock = field(default_factory=Lock)
    sending: int = 0
    redirects_to: str = ""


class Submissions:
    """The forms that were handled lately."""

    def __init__(
        self,
        most: int = _MOST,
        seconds: float = _SECONDS,
        waits_seconds: float = _WAITS_SECONDS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._most, self._seconds, self._waits, self._clock = most, seconds, waits_seconds, clock
        self._known, self._lock = OrderedDict[Submission, _Handled](), Lock()

    def once(
        self, sent: Submission, handle: Callable[[], Response], has_effect: Callable[[Response], bool]
    ) -> Response:
        """Handle a form, or redirect to where it led when it was handled before; one without an effect is done anew.

        An answer that sets a cookie, or redirects out of this house with a secret, is never given twice.

        Arguments: `has_effect` tells it of an answer.
        Errors: `StoreFault` 061 where the first takes too long, or several wait for it already.
        """
        with self._sending(sent) as handled:
            if not handled.lock.acquire(timeout=self._waits if handled.sending <= 1 + _MOST_WAITING else 0):
                raise StoreFault("STORE-061")
            try:
                if handled.redirects_to:
                    return RedirectResponse(handled.redirects_to, _REDIRECTED, {"Cache-Control": "no-store"})
                answer = handle()
                if has_effect(answer) and (way := _within_the_house(answer)):
                    self._remember(sent, handled, way)
                return answer
            finally:
                handled.lock.release()

    @contextmanager
    def _sending(self, sent: Submission) -> Iterator[_Handled]:
        """Give what is known of a submission; it is forgotten again if nobody sends it and it redirected nowhere."""
        with self._lock:
            self._forget_old()
            handled = self._known.setdefault(sent, _Handled(self._clock()))
            handled.sending += 1
        try:
            yield handled
        finally:
            with self._lock:
                handled.sending -= 1
                if not handled.sending and not handled.redirects_to:
                    del self._known[sent]

    def _remember(self, sent: Submission, handled: _Handled, way: str) -> None:
        """Keep where it redirected; what the same form of the same page said before is forgotten: it may be meant."""
        with self._lock:
            handled.redirects_to, handled.since = way, self._clock()
            self._known.move_to_end(sent)
            for other, before in list(self._known.items()):
                if other.form == sent.form and other != sent and not before.sending:
                    del self._known[other]

    def _forget_old(self) -> None:
        """Forget the oldest; one that is being sent stays, since whoever sends it again must find it."""
        at = self._clock()
        for sent, handled in list(self._known.items()):
            if len(self._known) <= self._most and at - handled.since <= self._seconds:
                return
            if not handled.sending:
                del self._known[sent]


def submission_of(who: str, path: str, mark: str, sent: Mapping[str, str], file: bytes = b"") -> Submission:
    """Return what tells one submission from another.

    Arguments: `who` sends it; `path` and `mark` of the form and its page; `sent` its fields; `file` that it brings.
    """
    words = (text for pair in sorted(sent.items()) for text in pair)
    return Submission(_hash(who, path, mark), _hash(hashlib.sha256(file).hexdigest(), *words))


def _hash(*parts: str) -> str:
    told = hashlib.sha256()
    for part in parts:
        told.update(f"{len(part)} {part}".encode("utf-8", "surrogatepass"))
    return told.hexdigest()


def _within_the_house(answer: Response) -> str:
    """Return where an answer redirects to, "" for one that is not to be given twice."""
    way = answer.headers.get("location", "")
    is_within = answer.status_code == _REDIRECTED and way.startswith("/") and not way.startswith("//")
    return way if is_within and "set-cookie" not in answer.headers else ""
