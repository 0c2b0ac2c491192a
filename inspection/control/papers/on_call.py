"""Who is on call at a moment: the lines of a roster that answer, those on duty first and their deputies after."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from inspection.control import conclusions
from inspection.time_of import BRUSSELS
from sectors.rules.on_call import OnCallLine, OnCallRules

_DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class OnCallTurn:
    """A line of a roster that was taken in, with what became of it since.

    absent
        From when until when nobody answers it.
    reached_at
        Of the last test call that was answered; None where no number was ever reached.
    """

    id: str
    recipient: str
    line: OnCallLine
    number: str
    valid_from: date
    absent: tuple[tuple[datetime, datetime], ...] = ()
    reached_at: datetime | None = None


def on_call_at(
    turns: Iterable[OnCallTurn], at: datetime, rules: OnCallRules, *, area: str | None = None
) -> list[OnCallTurn]:
    """Return the turns that answer at a moment, on duty first; where one is absent, the deputy comes first by itself.

    Arguments: `area` leaves out turns of other areas of the routing table.
    """
    here = [turn for turn in turns if area is None or not turn.line.areas or area in turn.line.areas]
    return sorted((turn for turn in here if is_on_call(turn, at, rules)), key=lambda turn: (turn.line.rank, turn.id))


def is_on_call(turn: OnCallTurn, at: datetime, rules: OnCallRules) -> bool:
    """Tell whether a turn answers at a moment, by the clock in Brussels; a night belongs to the day it began on."""
    if any(start <= at < end for start, end in turn.absent):
        return False
    local = at.astimezone(BRUSSELS)
    today, clock = local.date(), local.strftime("%H:%M")
    line, is_night = turn.line, is_overnight(turn.line.starts, turn.line.ends)
    if is_night and clock < (line.ends or ""):
        today -= _DAY
    return _is_valid(turn, today) and _is_day(line, today) and _is_hour(line, clock) and _is_kind(line, local, rules)


def needs_test_call(turn: OnCallTurn, at: datetime, rules: OnCallRules) -> bool:
    """Tell whether a number went without an answered test call for longer than the rules let it."""
    return turn.reached_at is None or at - turn.reached_at > timedelta(days=rules.test_call_days)


def is_overnight(starts: str | None, ends: str | None) -> bool:
    """Tell whether a line's hours go on after midnight, where they belong to the day before."""
    return starts is not None and ends is not None and ends <= starts


def _is_valid(turn: OnCallTurn, day: date) -> bool:
    return turn.valid_from <= day and (turn.line.valid_until is None or day <= turn.line.valid_until)


def _is_day(line: OnCallLine, day: date) -> bool:
    return not line.days or day.weekday() in line.days


def _is_hour(line: OnCallLine, clock: str) -> bool:
    if line.starts is None or line.ends is None:
        return True
    if is_overnight(line.starts, line.ends):
        return clock >= line.starts or clock < line.ends
    return line.starts <= clock < line.ends


def _is_kind(line: OnCallLine, local: datetime, rules: OnCallRules) -> bool:
    """Hold office hours against the clock; what says neither answers day and night."""
    if line.hours not in ("office_hours", "outside_office_hours"):
        return True
    is_office_day = local.weekday() in rules.office_days and conclusions.is_working_day(local.date())
    is_office = is_office_day and rules.office_starts <= local.strftime("%H:%M") < rules.office_ends
    return is_office == (line.hours == "office_hours")
