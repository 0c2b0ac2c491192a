"""What a running step says of itself: the command shows it to people, a scheduled run logs it.

Only counts and names of districts and registers are said here, never anything about a workplace or a person.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

Listener = Callable[[str, int, int], None]

_logger = logging.getLogger("vigie.flows")


def _log(step: str, done: int, total: int) -> None:
    _logger.info("%s %d/%d", step, done, total)


_listener: ContextVar[Listener] = ContextVar("vigie_progress", default=_log)


def say(step: str, done: int = 0, total: int = 1) -> None:
    """Tell whoever listens that `done` of `total` parts of `step` are done."""
    _listener.get()(step, done, total)


@contextmanager
def listening(listener: Listener) -> Iterator[None]:
    """Let `listener` hear what the steps say, for as long as the block runs."""
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)
