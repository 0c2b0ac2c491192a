"""What a database can suffer, told as an error of ours: no answer, a full disk, a damaged page.

The driver's own text is never passed on: it may name hosts and accounts, and nobody can act on it.
"""

from sqlalchemy.engine import ExceptionContext

from inspection.errors import StoreFault

_DAMAGED = ("A page of the database is damaged", "Stop writing, run `vigie doctor`, restore a backup.", "018")
# By a word of the embedded database's message.
_EMBEDDED = {
    "malformed": _DAMAGED,
    "not a database": _DAMAGED,
    "disk is full": ("The disk of the database is full", "Make room; what was acknowledged is kept.", "019"),
    "disk i/o error": ("The disk of the database fails", "Look at the machine's disk; then run `vigie doctor`.", "021"),
    "readonly": ("The database may not be written to", "Give this account the folder `store` and its files.", "022"),
}
# By the class of PostgreSQL's own codes. https://www.postgresql.org/docs/current/errcodes-appendix.html
_POSTGRESQL = {
    "XX": _DAMAGED,
    "53": ("PostgreSQL lacks disk, memory or connections", "Look at the server's disk, memory and connections.", "019"),
}


def tell_trouble(context: ExceptionContext) -> None:
    """Raise `StoreFault` in the place of a driver's error that somebody can mend; leave every other as it is.

    What PostgreSQL's pool asks before it lends a connection is left alone: it answers a lost one by a new one.
    """
    if context.is_pre_ping:
        return
    fault = _fault_of(context)
    if fault is not None:
        what, advice, code = fault
        raise StoreFault(what, where="the database", advice=advice, code=code) from None


def _fault_of(context: ExceptionContext) -> tuple[str, str, str] | None:
    original = context.original_exception
    if context.dialect.name == "sqlite":
        said = str(original).lower()
        return next((fault for word, fault in _EMBEDDED.items() if word in said), None)
    state = getattr(original, "sqlstate", None) or ""
    if state[:2] in _POSTGRESQL:
        return _POSTGRESQL[state[:2]]
    kinds = {kind.__name__ for kind in type(original).__mro__}  # a connection that timed out is a kind of its own
    if context.is_disconnect or (context.connection is None and "OperationalError" in kinds):
        advice = "See that it runs, that VIGIE_DATABASE_URL is right, and that it lets this account in; then try again."
        return "PostgreSQL does not answer, or does not let this account in", advice, "023"
    return None
