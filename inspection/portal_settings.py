"""Where the portal of offices outside is: its home, its database, and the address that stands on paper."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from inspection.errors import SettingsFault
from inspection.setting_values import path

PORTAL_MARK = "portal.json"
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


def portal_values(env: Mapping[str, str]) -> dict[str, Any]:
    """Return the settings of the portal by their names, as the environment gives them.

    portal
        Its home; None means `portal` under the office's.
    portal_url
        Where people of offices outside reach it: it stands in the code of page one; None prints no code.
    portal_database_url
        Its PostgreSQL, as the account that owns it; None means an embedded database in its home.
    """
    return {
        "portal": path(env, "VIGIE_PORTAL"),
        "portal_url": (env.get("VIGIE_PORTAL_URL") or "").rstrip("/") or None,
        "portal_database_url": env.get("VIGIE_PORTAL_DATABASE_URL") or None,
    }


def refuse_unfit_portal(url: str | None) -> None:
    """Refuse an address of the portal that no browser opens safely: what is printed on paper stays for years.

    Errors: `SettingsFault` 080.
    """
    if url is not None and not _is_fit(url):
        raise SettingsFault("SETTING-080")


def _is_fit(url: str) -> bool:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return False
    is_plain = parts.scheme == "http" and parts.hostname in _LOOPBACK
    is_open = (parts.scheme == "https" or is_plain) and bool(parts.hostname)
    return is_open and not (parts.query or parts.fragment or parts.username)
