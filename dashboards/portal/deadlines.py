"""The clock comes first: how long is left, or how late it is, in words; the exact time stands below it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from dashboards.office import Asked
from inspection.time_of import day_in_brussels

_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)
_HOURS_SHOWN = timedelta(hours=48)


@dataclass(frozen=True)
class Clock:
    """A deadline in words; `tone` is "late", "soon" or "" and never stands without them."""

    words: str
    tone: str
    at: datetime


def clock_of(asked: Asked, due_at: datetime | None, at: datetime) -> Clock | None:
    """Return how a deadline stands at a moment, None where there is none."""
    if due_at is None:
        return None
    left = due_at - at
    if left < timedelta(0):
        return Clock(_words(asked, "late", -left), "late", due_at)
    return Clock(_words(asked, "left", left), "soon" if left < _DAY else "", due_at)


def day_clock(asked: Asked, due_on: date | None, at: datetime) -> Clock | None:
    """Return how a day stands until which something is asked, None where there is none."""
    if due_on is None:
        return None
    days = (due_on - day_in_brussels(at)).days
    moment = datetime.combine(due_on, at.timetz())
    if days < 0:
        return Clock(_said(asked, "late", "day", -days), "late", moment)
    if days == 0:
        return Clock(asked.say("portal.clock.today"), "soon", moment)
    return Clock(_said(asked, "left", "day", days), "", moment)


def _words(asked: Asked, way: str, span: timedelta) -> str:
    """Say a length of time in its largest sensible unit, rounded down: nobody is promised more than is left."""
    if span < _HOUR:
        return _said(asked, way, "minute", max(1, int(span.total_seconds() // 60)))
    if span < _HOURS_SHOWN:
        return _said(asked, way, "hour", span // _HOUR)
    return _said(asked, way, "day", span // _DAY)


def _said(asked: Asked, way: str, unit: str, number: int) -> str:
    return asked.say(f"portal.clock.{way}.{unit}{'.one' if number == 1 else ''}", n=number)
