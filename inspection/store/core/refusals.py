"""What PostgreSQL refuses an account, and waits that it ended: told by codes of ours, without the driver's text."""

from inspection.errors import RoleFault

# By PostgreSQL's own codes. https://www.postgresql.org/docs/current/errcodes-appendix.html
_CODES = {"42501": "ROLE-105", "55P03": "ROLE-121", "57014": "ROLE-122", "25P03": "ROLE-123"}


def tell_refusal(state: str) -> None:
    """Raise `RoleFault` for a code of PostgreSQL that says no, or that a wait is over; leave every other."""
    if code := _CODES.get(state):
        raise RoleFault(code) from None
