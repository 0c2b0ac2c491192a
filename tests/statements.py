"""Statements that one test compiled serve the next one: each opens an engine of its own, and would compile them again.

To compile them anew was a fifth of the time of every test that saves something.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.util import LRUCache

_MOST = 5000


@contextmanager
def compiled_once() -> Iterator[None]:
    """Give all engines of this process one store of compiled statements.

    A compiled statement belongs to a dialect, and every engine has one of its own; those of one kind are alike here,
    since all are opened by the same few lines.
    """
    known: LRUCache[object, object] = LRUCache(_MOST)

    def share(connection: Connection) -> None:
        connection.execution_options(compiled_cache=known)

    alike, number = DefaultDialect.__eq__, DefaultDialect.__hash__
    event.listen(Engine, "engine_connect", share)
    DefaultDialect.__eq__ = lambda self, other: type(self) is type(other)  # type: ignore[method-assign]
    DefaultDialect.__hash__ = lambda self: hash(type(self))  # type: ignore[method-assign]
    try:
        yield
    finally:
        event.remove(Engine, "engine_connect", share)
        DefaultDialect.__eq__, DefaultDialect.__hash__ = alike, number  # type: ignore[method-assign]
