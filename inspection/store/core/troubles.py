"""What a database can suffer, told as an error of ours: no answer, a full disk, a damaged page.

The driver's own text is never passed on: it may name hosts and accounts, and nobody can act on it.
"""

import os
from pathlib import Path

from sqlalchemy.engine import ExceptionContext

from inspection.errors import StoreFault
from inspection.store.core.refusals import tell_refusal

_DAMAGED = "STORE-031"
# By a word of the embedded database's message.
_EMBEDDED = {
    "malformed": _DAMAGED,
    "not a database": _DAMAGED,
    "disk is full": "STORE-032",
    "disk i/o error": "STORE-034",
    "readonly": "STORE-022",
    "is locked": "STORE-036",  # by somebody who passed no gate: the last one to close it, stopped on the way
}
# By the class of PostgreSQL's own codes. https://www.postgresql.org/docs/current/errcodes-appendix.html
_POSTGRESQL = {"XX": _DAMAGED, "53": "STORE-033"}


def tell_trouble(context: ExceptionContext) -> None:
    """Raise `StoreFault` in the place of a driver's error that somebody can mend; leave every other as it is.

    What PostgreSQL's pool asks before it lends a connection is left alone: it answers a lost one by a new one.
    """
    if context.is_pre_ping:
        return
    tell_refusal(_state_of(context))
    if isinstance(context.original_exception, StoreFault):  # a value that is not sealed, or by a key of before
        raise context.original_exception from None
    code = _code_of(context)
    if code is not None:
        raise StoreFault(code) from None


def refuse_trouble(fault: Exception, folder: Path) -> None:
    """Raise `StoreFault` for what keeps an embedded database from being opened; return where it is something else.

    SQLite itself says no more than that it cannot open a file where the folder may not be written to, or is full.
    """
    message = str(fault).lower()
    if any(code == _DAMAGED and word in message for word, code in _EMBEDDED.items()):
        return
    if not os.access(folder, os.W_OK):
        raise StoreFault("STORE-022") from None
    if os.statvfs(folder).f_bavail == 0 or "disk is full" in message:
        raise StoreFault("STORE-032") from None


def _code_of(context: ExceptionContext) -> str | None:
    original = context.original_exception
    if context.dialect.name == "sqlite":
        message = str(original).lower()
        return next((code for word, code in _EMBEDDED.items() if word in message), None)
    state = _state_of(context)
    if state[:2] in _POSTGRESQL:
        return _POSTGRESQL[state[:2]]
    kinds = {kind.__name__ for kind in type(original).__mro__}  # a connection that timed out is a kind of its own
    if context.is_disconnect or (context.connection is None and "OperationalError" in kinds):
        return "STORE-023"
    return None


def _state_of(context: ExceptionContext) -> str:
    return getattr(context.original_exception, "sqlstate", None) or ""
