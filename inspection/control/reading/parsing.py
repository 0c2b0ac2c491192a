"""From bytes to plain JSON values, refusing what only a broken or hostile sender writes."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from inspection.errors import ControlFault

LARGEST_BYTES: Final = 1_000_000
DEEPEST: Final = 8
MOST_VALUES: Final = 30_000  # a control of sixty questions and a hundred persons holds a fifth of it


def parse(data: Mapping[str, Any] | bytes | str) -> str:
    """Return `data` as clean JSON text; raises `ControlFault` 010 to 018 for what is no plain, small JSON object."""
    value = _load(data if isinstance(data, bytes | str) else _dump(data))
    if not isinstance(value, dict):
        raise ControlFault("CONTROL-010")
    for n, (depth, text) in enumerate(_walk(value)):
        if n > MOST_VALUES:
            raise ControlFault("CONTROL-014", most_values=MOST_VALUES)
        if depth > DEEPEST:
            raise ControlFault("CONTROL-012", deepest=DEEPEST)
        if "\x00" in text:
            raise ControlFault("CONTROL-013")
    return _dump(value)


def _load(data: bytes | str) -> Any:
    if len(data) > LARGEST_BYTES:
        raise ControlFault("CONTROL-011", largest_bytes=LARGEST_BYTES)
    try:
        text = data.decode("utf-8") if isinstance(data, bytes) else data
    except UnicodeDecodeError:
        raise ControlFault("CONTROL-016") from None
    if "\x00" in text:
        raise ControlFault("CONTROL-013")
    try:
        return json.loads(text, object_pairs_hook=_object, parse_constant=_refuse_constant)
    except RecursionError:
        raise ControlFault("CONTROL-012", deepest=DEEPEST) from None
    except ValueError:
        raise ControlFault("CONTROL-017") from None


def _dump(value: Any) -> str:
    """Write JSON text, with days and moments as ISO 8601; a lone surrogate or an unknown type is refused."""
    try:
        text = json.dumps(value, ensure_ascii=False, allow_nan=False, default=_iso)
        text.encode()
    except (TypeError, ValueError, RecursionError):
        raise ControlFault("CONTROL-018") from None
    return text


def _iso(value: Any) -> str:
    if hasattr(value, "isoformat"):
        return str(value.isoformat())
    raise TypeError


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Refuse an object that says one thing twice: plain JSON silently keeps the last."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ControlFault("CONTROL-015")
    return found


def _refuse_constant(_: str) -> Any:
    raise ValueError


def _walk(value: Any, depth: int = 1) -> Iterator[tuple[int, str]]:
    """Yield every value: a text with the depth at which it stands, a container's depth, and 1 for any other."""
    if not isinstance(value, dict | list):
        yield (depth, value) if isinstance(value, str) else (1, "")
    else:
        yield depth, ""
        if depth > DEEPEST:
            return
        for item in (*value.keys(), *value.values()) if isinstance(value, dict) else value:
            yield from _walk(item, depth + 1)
