"""What a replanned week changed, in the reader's language: what happened, where a visit is, and why it changed."""

from collections.abc import Mapping, Sequence
from datetime import date

from inspection.i18n import Lang, t
from inspection.time_of import clock_text

MINUTES = ("back", "starts", "ends")
DAY = 1440


def event_text(kind: str, values: Mapping[str, str | float], lang: Lang) -> str:
    """Return the sentence of something that happened; days and hours as people write them here."""
    said = {name: _value(name, value) for name, value in values.items()}
    if "first" in values:
        is_one = values["first"] == values["last"]
        said["days"] = said["first"] if is_one else f"{said['first']} – {said['last']}"
    return t(f"replan.event.{kind}", lang, **said)


def slot_text(team: str, day: date, start: float, lang: Lang) -> str:
    """Return a place in a plan: weekday and day, hour, team."""
    return f"{t(f'replan.weekday.{day.weekday()}', lang)} {day:%d/%m} {clock_text(start)} {team}"


def cause_text(cause: str, lang: Lang, *, event: str = "", other: str = "") -> str:
    """Return why a visit changed.

    event
        The sentence of what happened, where that is the cause.
    other
        The code of the visit that it made room for, or whose place it took.
    """
    return event if cause == "event" else t(f"replan.cause.{cause}", lang, code=other)


def count_text(kinds: Sequence[str], lang: Lang) -> str:
    """Return how many visits changed in which way."""
    counts = {kind: kinds.count(kind) for kind in ("moved", "hour", "dropped", "added")}
    return t("replan.counts", lang, **counts)


def _value(name: str, value: str | float) -> str:
    if name in MINUTES:
        minute = float(value)
        return clock_text(minute) + (" (+1)" if minute >= DAY else "")
    if name in ("first", "last"):
        return f"{date.fromisoformat(str(value)):%d/%m/%Y}"
    return str(value)
