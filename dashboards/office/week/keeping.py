"""Keeping an edit that was tried, and replanning a week under way: both are proposed, and somebody else approves."""

from datetime import date

from starlette.responses import Response

from dashboards.office.asking import Asked
from dashboards.office.week.addresses import WEEK, address
from dashboards.office.week.showing import drawn
from dashboards.office.week.trying import edit_in
from inspection.errors import InspectionError, PlanningFault
from inspection.planning.editing import EditReason, Pin
from inspection.time_of import now
from inspection.weeks.replanned import WeekEvents, keep_edit, open_plan, replan_week


def keep(asked: Asked) -> Response:
    """Keep an edit on the plan as it stands now, and lead to the version that results."""
    sent = asked.form
    plan_id, district = sent.get("plan", ""), sent.get("district", "")
    try:
        context = asked.acting()
        plan = open_plan(context, plan_id, district)
        edit = edit_in(sent, plan)
        if edit is None:
            raise PlanningFault("PLAN-352")
        kept = keep_edit(context, plan, edit, _reason(sent.get("reason", "")))
    except InspectionError as fault:
        return drawn(asked, sent, fault)
    told = "kept" if not isinstance(edit, Pin) else "pinned" if edit.holds else "unpinned"
    return asked.led(address(WEEK, plan=kept.plan_id, district=district, day=sent.get("day", ""), told=told))


def replan(asked: Asked) -> Response:
    """Replan the rest of an approved week after a team fell out or a place closed, and lead to the version."""
    sent = asked.form
    try:
        day = _day(sent.get("on", ""))
        span = None if day is None else (day, day)
        absent = ((sent["team"], span),) if sent.get("team") else ()
        closed = ((sent["workplace"], span),) if sent.get("workplace") else ()
        happened = WeekEvents(at=now(), absent=absent, closed=closed)
        made = replan_week(asked.acting(), sent.get("week", ""), happened, sent.get("district") or None)
    except InspectionError as fault:
        return drawn(asked, sent, fault)
    return asked.led(address(WEEK, plan=made.plan_id, district=sent.get("district", ""), told="replanned"))


def _reason(text: str) -> EditReason:
    try:
        return EditReason(text)
    except ValueError:
        raise PlanningFault("PLAN-353") from None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise PlanningFault("PLAN-336", text=text, where="on", form="2026-12-02") from None
