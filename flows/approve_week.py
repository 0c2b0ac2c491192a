"""A second person approves the week; then, and only then, the teams' sheets and calendars are written."""

from pathlib import Path

from flows.week_output import write_approved, write_changed
from inspection import acts
from inspection.reporting import WeekBook
from inspection.store import plan_body, plan_origin
from inspection.time_of import IsoWeek, today


def approve_week(week: str, sha256: str, by: str) -> tuple[WeekBook, list[Path]]:
    """Approve the plan with this hash and write what the teams carry; no flow, since no schedule may approve.

    Of a replanned week only what changed is written again.
    """
    asked = IsoWeek.parse(week)
    approved = acts.approve_week(asked, sha256, by)
    store, on = acts.office().store, min(today(), asked.monday)
    book, origin = WeekBook.parse(plan_body(store, approved.plan_id)), plan_origin(store, approved.plan_id)
    if origin is None:
        return book, write_approved(book, approved.approved_at, on)
    return book, write_changed(book, WeekBook.parse(plan_body(store, origin)), approved.approved_at, on)
