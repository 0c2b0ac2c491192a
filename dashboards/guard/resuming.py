"""What a browser shows when it connects a page again: its own page goes on, anybody else's is refused.

Streamlit carries the id of the page as the third of the protocols that a websocket offers.
"""

from typing import Any

_HEADER = b"sec-websocket-protocol"


def page_shown(scope: Any) -> str:
    """Return the id of the page that a websocket wants to resume, "" where it begins a new one."""
    entries = _entries(scope)
    return entries[2] if len(entries) > 2 else ""


def without_page(scope: Any) -> Any:
    """Return the scope of a websocket that resumes nothing: for a page that this process never saw."""
    first = ", ".join(_entries(scope)[:2])
    others = [(name, value) for name, value in scope["headers"] if name != _HEADER]
    return {**scope, "headers": [*others, (_HEADER, first.encode("latin-1"))], "subprotocols": _entries(scope)[:2]}


def _entries(scope: Any) -> list[str]:
    """Streamlit reads the first header of that name only; a second one is joined here, so that nothing hides in it."""
    said = b",".join(value for name, value in scope["headers"] if name == _HEADER)
    return [one.strip() for one in said.decode("latin-1").split(",")] if said else []
