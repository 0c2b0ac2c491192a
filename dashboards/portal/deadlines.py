"""The clock comes first: how long is left, or how late it is, in words; the exact time stands below it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from babel.units import format_unit

from dashboards.office import Asked
from inspection.i18n import Lang
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
        return Clock(asked.say("portal.clock.late", span=span_text(-left, asked.look.lang)), "late", due_at)
    tone = "soon" if left < _DAY else ""
    return Clock(asked.say("portal.clock.left", span=span_text(left, asked.look.lang)), tone, due_at)


def span_text(span: timedelta, lang: Lang) -> str:
    """Return a length of time in its largest sensible unit, rounded down: nobody is promised more than is left."""
    if span < _HOUR:
        return _unit(max(1, int(span.total_seconds() // 60)), "minute", lang)
    if span < _HOURS_SHOWN:
        return _unit(span // _HOUR, "hour", lang)
    return _unit(span // _DAY, "day", lang)


def day_clock(asked: Asked, due_on: date | None, at: datetime) -> Clock | None:
    """Return how a day stands until which something is asked, None where there is none."""
    if due_on is None:
        return None
    days = (due_on - day_in_brussels(at)).days
    moment = datetime.combine(due_on, at.timetz())
    if days < 0:
        return Clock(asked.say("portal.clock.late", span=_unit(-days, "day", asked.look.lang)), "late", moment)
    if days == 0:
        return Clock(asked.say("portal.clock.today"), "soon", moment)
    return Clock(asked.say("portal.clock.left", span=_unit(days, "day", asked.look.lang)), "", moment)


def _unit(number: int, unit: str, lang: Lang) -> str:
    return format_unit(number, unit, "long", locale=lang)
