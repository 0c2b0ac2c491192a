"""How long somebody waits after wrong passwords: nothing at first, then twice as long with each further one."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sectors.rules.service import IdentityRules

_MOST_DOUBLINGS = 20


@dataclass(frozen=True)
class Guesses:
    """How many wrong passwords there were lately, since when, and when the last one was."""

    failures: int
    since: datetime
    last_at: datetime


def one_more(before: Guesses | None, at: datetime, forgotten: timedelta) -> Guesses:
    """Count a wrong password; what lies long enough back counts no more."""
    if before is None or at - before.last_at >= forgotten:
        return Guesses(1, at, at)
    return Guesses(before.failures + 1, before.since, at)


def closed_until(guesses: Guesses | None, rules: IdentityRules) -> datetime | None:
    """Return until when no password is taken for a name, the right one included; None while few were wrong."""
    if guesses is None or guesses.failures <= rules.free_failures:
        return None
    doublings = min(guesses.failures - rules.free_failures - 1, _MOST_DOUBLINGS)
    seconds = min(rules.first_wait_seconds * 2**doublings, rules.longest_wait_seconds)
    return guesses.last_at + timedelta(seconds=seconds)
