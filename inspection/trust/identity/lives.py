"""How long a session lives: to an end that is set when it begins, and not beyond a while without a call."""

from datetime import datetime, timedelta

from inspection.trust.identity.principals import SessionKind
from sectors.rules.service import IdentityRules


def ends_at(kind: SessionKind, begun_at: datetime, rules: IdentityRules) -> datetime:
    """Return when a session ends at the latest."""
    minutes = rules.longest_minutes if kind == "browser" else rules.command_longest_minutes
    return begun_at + timedelta(minutes=minutes)


def idles_at(kind: SessionKind, seen_at: datetime, rules: IdentityRules) -> datetime:
    """Return when a session ends that nobody uses."""
    minutes = rules.idle_minutes if kind == "browser" else rules.command_idle_minutes
    return seen_at + timedelta(minutes=minutes)


def is_alive(kind: SessionKind, seen_at: datetime, ends: datetime, at: datetime, rules: IdentityRules) -> bool:
    """Tell whether a session that nobody ended is still one."""
    return at < min(ends, idles_at(kind, seen_at, rules))
