"""Plans as they are read: which there are, what one says, what a version of one changed."""

from collections.abc import Collection

from inspection.acts import access
from inspection.acts.weeks.books import opened, opened_week
from inspection.acts.weeks.secrecy import is_kept_from, shown_book, shown_days, shown_replan
from inspection.errors import AccessRefused
from inspection.reporting.week import DistrictBook, WeekBook
from inspection.store import queries
from inspection.store.views import PlanView, ReplanView, VisitView
from inspection.store.weeks import PlanRow
from inspection.time_of import IsoWeek
from inspection.trust import Context, require_in_service, require_permission


def listed_plans(context: Context, week: IsoWeek | None = None) -> list[PlanView]:
    """Return the plans of this house that were not replaced, the latest week first: no workplace is named."""
    require_in_service(context, "plan.list")
    return queries.plans(context.store, str(week) if week else None, context.settings.service)


def district_book(context: Context, plan_id: str, district: str) -> DistrictBook:
    """Return the book of one district of a plan; the look is recorded first. Days that are still secret are left out.

    Errors: `AccessRefused`, also for a plan or a district of it that does not exist.
    """
    return district_books(context, plan_id, [district])[district]


def district_books(context: Context, plan_id: str, districts: Collection[str]) -> dict[str, DistrictBook]:
    """Return the books of some districts of a plan, as `district_book` does: it is one look at the plan.

    Errors: `AccessRefused`, also for a plan or a district of it that does not exist.
    """
    found = access.audited_read(context, "plan", plan_id, read=lambda: opened(context.store, plan_id, districts))
    books = {book.district: shown_book(context, book) for book in found}
    if not books or books.keys() != set(districts):
        raise AccessRefused("ACCESS-060")
    return books


def plan_changes(context: Context, plan_id: str) -> ReplanView | None:
    """Return what happened and changed in a replanned week, None for one planned afresh; the look is recorded first.

    Errors: `AccessRefused`, also for a plan that does not exist.
    """
    found = access.audited_read(context, "plan", plan_id, read=lambda: queries.plan_changes(context.store, plan_id))
    return shown_replan(context, found)


def week_to_write(context: Context, plan_id: str) -> WeekBook:
    """Return a plan's books for whoever writes its files; the look that this is, is that of the files.

    Errors: `AccessRefused`, also for a plan that does not exist.
    """
    with context.store.read() as session:
        require_permission(session, context, "plan.write", service=context.settings.service)
        row = session.get(PlanRow, plan_id)
    if row is None or row.service != context.settings.service:
        raise AccessRefused("ACCESS-060")
    return opened_week(context.store, row.id, row.week, row.service)


def team_visits(context: Context) -> list[VisitView]:
    """Return the visits of one's own team in approved weeks that nobody answered yet, in order: no reason, no arm."""
    require_in_service(context, "package.read")
    mine = queries.user(context.store, context.by)
    found = queries.visits(context.store, team=mine.team) if mine is not None and mine.team else []
    known = shown_days(context.app, context.at, found) if is_kept_from(context) else found
    return [visit for visit in known if visit.state == "planned"]
