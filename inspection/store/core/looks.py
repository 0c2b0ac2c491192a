"""One look that several reads share: a session at one moment of the store, until it ends or a write makes it old."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar, cast

from sqlalchemy import Engine
from sqlmodel import Session

T = TypeVar("T")
_ASKED = "vigie.asked"


def asked_once(session: Session, what: object, ask: Callable[[], T]) -> T:
    """Return the answer to a question to the store, asked once in a look that several reads share.

    Such a look shows one moment, so that the answer stays the same; in any other session it is asked each time.
    """
    known = session.info.get(_ASKED)
    if known is None:
        return ask()
    if what not in known:
        known[what] = ask()
    return cast(T, known[what])


class Look:
    """A session that is opened by the first read, and lent to all that follow.

    engine
        The database that is looked at.
    """

    def __init__(self, engine: Engine) -> None:
        self.engine, self._borrowers, self._is_old = engine, 0, False
        self._session: Session | None = None

    @property
    def may_be_shared(self) -> bool:
        """Tell whether a read may use it: not where somebody wrote while another read of it was still under way."""
        return not self._is_old

    @contextmanager
    def shared(self, opened: Callable[[], Session]) -> Iterator[Session]:
        """Give the session; whatever goes wrong inside ends it, as a transaction that failed answers nothing more."""
        if self._session is None:
            self._session = opened()
            self._session.info[_ASKED] = {}
        self._borrowers += 1
        try:
            yield self._session
        except BaseException:
            self._is_old = True
            raise
        finally:
            self._borrowers -= 1
            if self._is_old and not self._borrowers:
                self._close()

    def end(self) -> None:
        """End it, so that the next read opens another; at once, or when the read is over that is under way."""
        if self._borrowers:
            self._is_old = True
        else:
            self._close()

    def _close(self) -> None:
        session, self._session, self._is_old = self._session, None, False
        if session is not None:
            session.expunge_all()  # a rollback would empty what was read
            session.close()
