"""The moment that a form gives: a day or some, and from when until when; one day and one hour are a fixed one."""

import re
from collections.abc import Mapping
from datetime import date, timedelta

from dashboards.office.shared import day_of
from inspection.acts.joint_actions import FixedMoment, FreeMoment
from inspection.errors import PlanningFault

_A_WEEK = 7  # days
_HOUR = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")


def moment_of_form(sent: Mapping[str, str]) -> FixedMoment | FreeMoment:
    """Return the moment; without a last day and a latest hour it is fixed.

    Errors: `PlanningFault` 268 for no day, 267 for no hour, 265 for days that are more than a week, 278 where the last
    comes before the first.
    """
    days, opens = _days(sent), _minute(sent, "from")
    closes = _minute(sent, "until") if sent.get("until", "").strip() else opens
    if opens == closes and len(days) == 1:
        return FixedMoment(day=days[0], minute=opens)
    return FreeMoment(days=days, windows=((opens, closes),))


def _days(sent: Mapping[str, str]) -> tuple[date, ...]:
    first = _day(sent, "day")
    more = (_day(sent, "last_day") - first).days if sent.get("last_day", "").strip() else 0
    if more < 0:
        raise PlanningFault("PLAN-278", where="last_day")
    if more >= _A_WEEK:
        raise PlanningFault("PLAN-265", where="last_day")
    return tuple(first + timedelta(days=n) for n in range(more + 1))


def _day(sent: Mapping[str, str], name: str) -> date:
    text = sent.get(name, "").strip()
    return day_of(text, PlanningFault("PLAN-268", text=text[:10], where=name))


def _minute(sent: Mapping[str, str], name: str) -> float:
    text = sent.get(name, "").strip()
    found = _HOUR.fullmatch(text)
    if found is None:
        raise PlanningFault("PLAN-267", text=text[:5], where=name)
    return int(found[1]) * 60.0 + int(found[2])
