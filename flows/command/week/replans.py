"""`vigie replan`: say what happened in the week, see what it changes and why; somebody else approves it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

import typer

from flows.command.shell.console import AsJson, acting, progress, show, table, tell
from inspection.errors import PlanningFault
from inspection.i18n import t
from inspection.planning import replanning
from inspection.reporting import pages
from inspection.time_of import BRUSSELS, IsoWeek, now, today
from inspection.weeks import replanned

Days = tuple[date, date] | None
MOST_MINUTES = 2880


def replan(
    week: Annotated[str | None, typer.Option("--week", help="Such as 2026-W49; this week by default.")] = None,
    absent: Annotated[list[str] | None, typer.Option(help="TEAM:DAY, TEAM:DAY..DAY, or TEAM from now on.")] = None,
    closed: Annotated[list[str] | None, typer.Option(help="WORKPLACE, or WORKPLACE@DAY or @DAY..DAY.")] = None,
    over: Annotated[list[str] | None, typer.Option(help="TEAM:DAY:HH:MM when it was or will be back.")] = None,
    shift: Annotated[list[str] | None, typer.Option(help="TEAM:DAY:HH:MM-HH:MM, other hours of a day.")] = None,
    complaint: Annotated[list[str] | None, typer.Option(help="Reference of a kept complaint to visit.")] = None,
    action: Annotated[list[str] | None, typer.Option(help="Joint action booked, moved or called off since.")] = None,
    announced: Annotated[list[str] | None, typer.Option(help="Code of a visit that keeps team, day and hour.")] = None,
    at: Annotated[str | None, typer.Option(help="Moment in Belgium, 2026-12-02T07:30; now by default.")] = None,
    district: Annotated[str | None, typer.Option(help="Where districts are planned apart.")] = None,
    as_json: AsJson = False,
) -> None:
    """Replan an approved week after what happened, and save it as PROPOSED beside the approved one."""
    asked = str(IsoWeek.parse(week) if week else IsoWeek.of(today()))
    happened = replanned.WeekEvents(
        at=_moment(at) if at else now(),
        absent=tuple(_with_days(text, ":", "--absent") for text in absent or ()),
        closed=tuple(_with_days(text, "@", "--closed") for text in closed or ()),
        events=(*(_overrun(text) for text in over or ()), *(_shift(text) for text in shift or ())),
        complaints=tuple(complaint or ()),
        actions=tuple(action or ()),
        announced=tuple(announced or ()),
    )
    with progress(quiet=as_json):
        made = replanned.replan_week(acting(), asked, happened, district)
    _say(made, as_json)


def _moment(text: str) -> datetime:
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        raise PlanningFault("PLAN-336", text=text, where="--at", form="2026-12-02T07:30") from None
    return read if read.tzinfo else read.replace(tzinfo=BRUSSELS)


def _with_days(text: str, mark: str, where: str) -> tuple[str, Days]:
    name, found, days = text.partition(mark)
    if not found:
        return name, None
    first, _, last = days.partition("..")
    span = _day(first, where), _day(last or first, where)
    if span[1] < span[0]:
        raise PlanningFault("PLAN-336", text=text, where=where, form="DAY..DAY, the earlier day first")
    return name, span


def _overrun(text: str) -> replanning.Overrun:
    team, day, clock = _three(text, "--over", "TEAM:DAY:HH:MM, after midnight 25:30")
    return replanning.Overrun(team=team, day=_day(day, "--over"), back=_minute(clock, "--over"))


def _shift(text: str) -> replanning.MovedShift:
    team, day, clocks = _three(text, "--shift", "TEAM:DAY:HH:MM-HH:MM")
    first, _, last = clocks.partition("-")
    span = _minute(first, "--shift"), _minute(last, "--shift")
    if span[1] <= span[0]:
        raise PlanningFault("PLAN-336", text=text, where="--shift", form="20:00-28:00 where a shift runs over midnight")
    return replanning.MovedShift(team=team, day=_day(day, "--shift"), shift=span)


def _three(text: str, where: str, form: str) -> tuple[str, str, str]:
    parts = text.split(":", 2)
    if len(parts) < 3:
        raise PlanningFault("PLAN-336", text=text, where=where, form=form)
    return parts[0], parts[1], parts[2]


def _day(text: str, where: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise PlanningFault("PLAN-336", text=text, where=where, form="2026-12-02") from None


def _minute(text: str, where: str) -> float:
    hour, _, minute = text.partition(":")
    if not (hour.isdigit() and minute.isdigit() and int(minute) < 60 and int(hour) * 60 + int(minute) <= MOST_MINUTES):
        raise PlanningFault("PLAN-336", text=text, where=where, form="19:30, and after midnight 25:30")
    return int(hour) * 60.0 + int(minute)


def _say(made: replanned.NewVersion, as_json: bool) -> None:
    found = made.changes
    if as_json:
        head = {"plan": made.plan_id, "week": made.book.week, "state": "PROPOSED", "sha256": made.book.sha256}
        show({**head, "events": found.events, "changes": found.changes})
        return
    events = [pages.event_text(event.kind, event.values, "en") for event in found.events]
    for sentence in events:
        tell(sentence)
    rows = [
        (
            change.code,
            t(f"replan.kind.{change.kind}", "en"),
            ", ".join(pages.slot_text(slot.team, slot.day, slot.start, "en") for slot in change.before),
            ", ".join(pages.slot_text(slot.team, slot.day, slot.start, "en") for slot in change.after),
            pages.cause_text(
                change.cause,
                "en",
                event=events[change.event] if change.event is not None else "",
                other=change.other or "",
            ),
        )
        for change in found.changes
    ]
    table(f"{made.book.week} {made.book.service}: PROPOSED", ["visit", "what", "before", "now", "why"], rows)
    tell(pages.count_text([change.kind for change in found.changes], "en"))
    tell(f"hash    {made.book.sha256}")
    tell(f"next    a second person: vigie approve --week {made.book.week} --sha256 {made.book.sha256}")
