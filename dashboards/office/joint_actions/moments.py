"""The moment that a form gives: a day, and from when until when; the same hour twice is a fixed one."""

import re
from collections.abc import Mapping
from datetime import date

from dashboards.office.shared import day_of
from inspection.acts.joint_actions import FixedMoment, FreeMoment
from inspection.errors import PlanningFault

_HOUR = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")


def moment_of_form(sent: Mapping[str, str]) -> FixedMoment | FreeMoment:
    """Return the moment; without a latest hour it is fixed.

    Errors: `PlanningFault` 268 for no day, 267 for no hour.
    """
    day, opens = _day(sent), _minute(sent, "from")
    closes = _minute(sent, "until") if sent.get("until", "").strip() else opens
    if opens == closes:
        return FixedMoment(day=day, minute=opens)
    return FreeMoment(days=(day,), windows=((opens, closes),))


def _day(sent: Mapping[str, str]) -> date:
    text = sent.get("day", "").strip()
    return day_of(text, PlanningFault("PLAN-268", text=text[:10], where="day"))


def _minute(sent: Mapping[str, str], name: str) -> float:
    text = sent.get(name, "").strip()
    found = _HOUR.fullmatch(text)
    if found is None:
        raise PlanningFault("PLAN-267", text=text[:5], where=name)
    return int(found[1]) * 60.0 + int(found[2])
