"""From bytes to plain JSON values, refusing what only a broken or hostile sender writes."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from inspection.errors import ControlFault

LARGEST_BYTES: Final = 1_000_000
DEEPEST: Final = 8
MOST_VALUES: Final = 30_000  # a control of sixty questions and a hundred persons holds a fifth of it
_WHERE: Final = "the control's file"


def parse(data: Mapping[str, Any] | bytes | str) -> str:
    """Return `data` as clean JSON text; raises `ControlFault` 010 to 014 for what is no plain, small JSON object."""
    value = _load(data if isinstance(data, bytes | str) else _dump(data))
    if not isinstance(value, dict):
        raise _fault("The control is not a JSON object", "010")
    for n, (depth, text) in enumerate(_walk(value)):
        if n > MOST_VALUES:
            raise _fault(f"The control holds more than {MOST_VALUES} values", "014")
        if depth > DEEPEST:
            raise _fault(f"The control is nested more than {DEEPEST} levels deep", "012")
        if "\x00" in text:
            raise _fault("The control holds NUL characters", "013")
    return _dump(value)


def _load(data: bytes | str) -> Any:
    if len(data) > LARGEST_BYTES:
        raise _fault(f"The control is larger than {LARGEST_BYTES} bytes", "011")
    try:
        text = data.decode("utf-8") if isinstance(data, bytes) else data
    except UnicodeDecodeError:
        raise _fault("The control is not UTF-8 text", "010") from None
    if "\x00" in text:
        raise _fault("The control holds NUL characters", "013")
    try:
        return json.loads(text, object_pairs_hook=_object, parse_constant=_refuse_constant)
    except RecursionError:
        raise _fault(f"The control is nested more than {DEEPEST} levels deep", "012") from None
    except ValueError:
        raise _fault("The control is not valid JSON", "010") from None


def _dump(value: Any) -> str:
    """Write JSON text, with days and moments as ISO 8601; a lone surrogate or an unknown type is refused."""
    try:
        text = json.dumps(value, ensure_ascii=False, allow_nan=False, default=_iso)
        text.encode()
    except (TypeError, ValueError, RecursionError):
        raise _fault("The control cannot be written as JSON", "010") from None
    return text


def _iso(value: Any) -> str:
    if hasattr(value, "isoformat"):
        return str(value.isoformat())
    raise TypeError


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Refuse an object that says one thing twice: plain JSON silently keeps the last."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _fault("The control gives the same key twice in one object", "010")
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


def _fault(what: str, code: str) -> ControlFault:
    return ControlFault(
        what, where=_WHERE, advice="Send the control again as the form wrote it; nothing of it was stored.", code=code
    )
