"""First working day of the month, before a meeting, every two years: reports, proposed for one approval as a whole."""

from flows.acting import acting, begin, person
from flows.tracking import flow, task
from inspection import acts
from inspection.reporting.reports import ReportKind, due_key
from inspection.time_of import today
from inspection.trust import Context


@flow
def publish_reports(kind: ReportKind = "bureau", key: str | None = None, correct: bool = False) -> str | None:
    """Propose a report and write its draft, or the report itself once a second person approved it as a whole.

    A draft that stands is somebody's reading: the schedule leaves it as it is, and a person may propose it anew.

    Without a key: the period that ended last, and nothing on a day on which nobody works or no period has ended.
    Result: "proposed" or "published"; None where nothing is due.
    """
    asked = key or due_key(kind, today())
    begin(f"{kind} {asked or 'nothing due'}", report=kind)
    return None if asked is None else propose_one(kind, asked, correct)


@task(retries=1)
def propose_one(kind: ReportKind, key: str, correct: bool) -> str:
    """Propose one report, unless it was published, and write what stands."""
    by_schedule, context = person() is None, acting("publish_reports")
    stands = acts.reports.propose_report(context, kind, key, correct=correct, leave_draft=by_schedule)
    acts.reports.write_report(acts.app(), stands)
    return "published" if stands.is_published else "proposed"


def approve_one(context: Context, kind: ReportKind, key: str, sha256: str) -> acts.reports.ReportVersion:
    """Approve one draft as a whole, as a second person, and write the report; again, what is missing is written."""
    approved = acts.reports.approve_report(context, kind, key, sha256)
    acts.reports.write_report(context.app, approved)
    return approved
