"""A second person approves the week; then, and only then, the teams' sheets and calendars are written."""

from pathlib import Path

from inspection import acts
from inspection.reporting.week import WeekBook
from inspection.time_of import IsoWeek, today
from inspection.trust import Context
from inspection.weeks.output import carried, write_approved, write_changed


def approve_week(context: Context, week: str, sha256: str) -> tuple[WeekBook, list[Path]]:
    """Approve the plan with this hash and write what the teams carry; no flow, since no schedule may approve.

    Of a replanned week only what changed is written again.
    """
    asked = IsoWeek.parse(week)
    approved = acts.weeks.approve_week(context, asked, sha256)
    on = min(today(), asked.monday)
    book = acts.weeks.week_to_write(context, approved.plan_id)
    plan = next(one for one in acts.weeks.listed_plans(context, asked) if one.id == approved.plan_id)
    taken = carried(context, approved.plan_id, book)
    if plan.supersedes is None:
        return book, write_approved(context, book, approved.approved_at, on, carried=taken)
    before = carried(context, plan.supersedes, acts.weeks.week_to_write(context, plan.supersedes))
    return book, write_changed(context, book, before, approved.approved_at, on, carried=taken)
