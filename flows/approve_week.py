"""A second person approves the week; then, and only then, the teams' sheets and calendars are written."""

from pathlib import Path

from flows.week_output import write_approved
from inspection import acts
from inspection.reporting import WeekBook
from inspection.store import plan_body
from inspection.time_of import IsoWeek, today


def approve_week(week: str, sha256: str, by: str) -> tuple[WeekBook, list[Path]]:
    """Approve the plan with this hash and write what the teams carry; no flow, since no schedule may approve."""
    asked = IsoWeek.parse(week)
    approved = acts.approve_week(asked, sha256, by)
    book = WeekBook.parse(plan_body(acts.office().store, approved.plan_id))
    carried = acts.carried_rounds(approved.plan_id, book.rounds)
    return book, write_approved(book, approved.approved_at, min(today(), asked.monday), carried=carried)
