"""How single values of the environment are read: a whole number, a path, and an address in its parts."""

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from inspection.errors import SettingsFault


def whole(env: Mapping[str, str], name: str, default: int) -> int:
    """Return a variable as a whole number, `default` where it is not set.

    Errors: `SettingsFault` 039 for anything else.
    """
    text = env.get(name) or str(default)
    if not text.isdecimal():
        raise SettingsFault("SETTING-039", text=text, variable=name)
    return int(text)


def path(env: Mapping[str, str], name: str) -> Path | None:
    """Return a variable as a path, None where it is not set."""
    return Path(env[name]) if env.get(name) else None


def parts_of(url: str) -> SplitResult | None:
    """Return an address in its parts, None for what is no address."""
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return None
    return parts
