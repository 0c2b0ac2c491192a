"""A second person approves the week; then, and only then, the teams' sheets and calendars are written."""

from pathlib import Path

from inspection import acts
from inspection.reporting.week import WeekBook
from inspection.store.queries import plan_body, plan_origin
from inspection.time_of import IsoWeek, today
from inspection.trust import Context
from inspection.weeks.output import carried, write_approved, write_changed


def approve_week(context: Context, week: str, sha256: str) -> tuple[WeekBook, list[Path]]:
    """Approve the plan with this hash and write what the teams carry; no flow, since no schedule may approve.

    Of a replanned week only what changed is written again.
    """
    asked = IsoWeek.parse(week)
    app = context.app
    approved = acts.weeks.approve_week(context, asked, sha256)
    on = min(today(), asked.monday)
    book, origin = WeekBook.parse(plan_body(app.store, approved.plan_id)), plan_origin(app.store, approved.plan_id)
    taken = carried(app, approved.plan_id, book)
    if origin is None:
        return book, write_approved(app, book, approved.approved_at, on, carried=taken)
    before = carried(app, origin, WeekBook.parse(plan_body(app.store, origin)))
    return book, write_changed(app, book, before, approved.approved_at, on, carried=taken)
