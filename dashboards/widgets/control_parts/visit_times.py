"""When somebody came to a control and went: the day and the hour, never in the future."""

from datetime import date, datetime, time, timedelta
from typing import Any, Literal

import streamlit as st

from dashboards.desk import Desk
from dashboards.filling import keep
from inspection import acts
from inspection.time_of import BRUSSELS, day_in_brussels, moment_of, now, today

VisitTime = Literal["entered", "left"]


def visit_time(desk: Desk, filling: acts.controls.Filling, name: VisitTime) -> None:
    """Ask for the day and the hour of coming or going; one that cannot be is told and not kept."""
    raw, day, hour = filling.control, _key(filling, name, "on"), _key(filling, name, "at")
    held = raw[f"{name}_at"]
    st.session_state.setdefault(day, _day(held or raw["entered_at"]))
    st.session_state.setdefault(hour, _clock(held))

    def changed() -> None:
        moment = _typed(filling, name)
        if name == "left" and moment is not None:
            moment = _after_midnight(filling, moment)
        if _wrong(raw, name, moment) is None:
            raw.update(_entered(filling, moment) if name == "entered" and moment else {f"{name}_at": _text(moment)})
            keep(desk, filling)

    latest = max(today(), st.session_state[day])
    st.date_input(desk.say(f"control.{name}_on"), key=day, on_change=changed, format="DD/MM/YYYY", max_value=latest)
    open_too: dict[str, Any] = {"value": None} if name == "left" else {}
    st.time_input(desk.say(f"control.{name}_at"), key=hour, on_change=changed, step=300, **open_too)
    fault = _wrong(raw, name, _typed(filling, name))
    if fault is not None:
        st.error(desk.say(f"control.{fault}"), icon=":material/error:")


def is_leaving_said(filling: acts.controls.Filling) -> bool:
    """Tell whether it is known when everybody left: said, or today, when a control ends as it is finished."""
    raw = filling.control
    return raw["left_at"] is not None or _day(raw["entered_at"]) == today()


def _key(filling: acts.controls.Filling, name: VisitTime, part: Literal["on", "at"]) -> str:
    return f"h:{filling.id}:{name}_{part}"


def _typed(filling: acts.controls.Filling, name: VisitTime) -> datetime | None:
    """Return the moment that stands on the screen, None without an hour."""
    day, hour = (st.session_state[_key(filling, name, part)] for part in ("on", "at"))
    return None if hour is None else moment_of(day, _minute(hour))


def _wrong(raw: dict[str, Any], name: VisitTime, moment: datetime | None) -> str | None:
    """Return what is wrong with a moment: nobody has come or gone yet in the future, nor gone before they came."""
    if moment is None:
        return None
    if moment > now():
        return "in_future"
    return "left_before" if name == "left" and moment < _entry(raw) else None


def _entered(filling: acts.controls.Filling, moment: datetime) -> dict[str, Any]:
    """Move the entry: the facts move along where they lay on its day, and the leaving keeps its distance in days.

    What moved is drawn anew. A leaving that would come to lie in the future stays where it is.
    """
    raw = filling.control
    days = day_in_brussels(moment) - _day(raw["entered_at"])
    moved = {"entered_at": moment.isoformat()}
    if date.fromisoformat(raw["facts_on"]) == _day(raw["entered_at"]):
        moved["facts_on"] = day_in_brussels(moment).isoformat()
    if raw["left_at"] is not None:
        left = moment_of(_day(raw["left_at"]) + days, _minute(_clock(raw["left_at"]) or time()))
        moved |= {"left_at": left.isoformat()} if left <= now() else {}
    for key in (f"h:{filling.id}:facts_on", _key(filling, "left", "on"), _key(filling, "left", "at")):
        st.session_state.pop(key, None)
    return moved


def _after_midnight(filling: acts.controls.Filling, moment: datetime) -> datetime:
    """Return a leaving as it was meant: an hour before that of the entry, on its day, is one of the night after."""
    if moment >= _entry(filling.control) or day_in_brussels(moment) != _day(filling.control["entered_at"]):
        return moment
    clock = moment.astimezone(BRUSSELS).time()
    later = moment_of(day_in_brussels(moment) + timedelta(days=1), _minute(clock))
    if later > now():
        return moment
    st.session_state[_key(filling, "left", "on")] = day_in_brussels(later)
    return later


def _entry(raw: dict[str, Any]) -> datetime:
    """Return the entry to the minute: what is typed has no seconds, a draft that begins now has."""
    return datetime.fromisoformat(raw["entered_at"]).replace(second=0, microsecond=0)


def _minute(clock: time) -> int:
    return clock.hour * 60 + clock.minute


def _text(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _clock(moment: str | None) -> time | None:
    if moment is None:
        return None
    return datetime.fromisoformat(moment).astimezone(BRUSSELS).time().replace(second=0, microsecond=0)


def _day(moment: str) -> date:
    return day_in_brussels(datetime.fromisoformat(moment))
