"""Plans as they are read: which there are, what one says, what a version of one changed."""

from collections.abc import Collection

from inspection.acts import access
from inspection.acts.weeks.books import opened, opened_week
from inspection.acts.weeks.knowing import knowing, shown_plan, shown_replan
from inspection.acts.weeks.secrecy import is_kept_from, shown_days
from inspection.errors import AccessRefused
from inspection.life_cycles import VisitState
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


def readable_plans(context: Context, week: IsoWeek | None = None) -> list[PlanView]:
    """Return the plans whose books whoever asks may read, each with those districts only, the latest week first.

    A proposal is among them where they decide on it: where they plan again, or answer for the week.
    """
    found = knowing(context)
    shown = (shown_plan(found, plan, context.by) for plan in listed_plans(context, week))
    return [plan for plan in shown if plan is not None]


def standing_instead(context: Context, plan_id: str) -> str | None:
    """Return the id of the plan that stands where one was replaced, None for one that stands or never was.

    Whoever goes back to the address of a plan that was edited meanwhile is led on by it.
    """
    require_in_service(context, "plan.list")
    with context.store.read() as session:
        row = session.get(PlanRow, plan_id)
        is_old = row is not None and row.service == context.settings.service and row.replaced_by is not None
        while row is not None and row.replaced_by is not None:
            row = session.get(PlanRow, row.replaced_by)
        return row.id if row is not None and is_old else None


def district_book(context: Context, plan_id: str, district: str) -> DistrictBook:
    """Return the book of one district of a plan as whoever asks may know it; the look is recorded first.

    Errors: `AccessRefused`, as for `district_books`.
    """
    return district_books(context, plan_id, [district])[district]


def district_books(context: Context, plan_id: str, districts: Collection[str]) -> dict[str, DistrictBook]:
    """Return the books of some districts of a plan as whoever asks may know them: it is one look at the plan.

    The office gets them whole; whoever plans a district again every round without why anything was chosen; others the
    rounds of their own team. Days that are still secret are left out.

    Errors: `AccessRefused` for a district in which they do not work, and for a proposal on which they do not decide;
    also for a plan or a district of it that does not exist.
    """
    found = access.audited_read(context, "plan", plan_id, read=lambda: _bounded(context, plan_id, districts))
    if not found or found.keys() != set(districts):
        raise AccessRefused("ACCESS-060")
    return found


def plan_changes(context: Context, plan_id: str) -> ReplanView | None:
    """Return what happened and changed in a replanned week, None for one planned afresh; the look is recorded first.

    Whoever asks is told of the rounds that they may know.

    Errors: `AccessRefused`, as for `district_books`.
    """
    return access.audited_read(context, "plan", plan_id, read=lambda: _bounded_changes(context, plan_id))


def week_to_write(context: Context, plan_id: str) -> WeekBook:
    """Return a plan's books for whoever writes its files; a look is recorded when somebody opens these.

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
    return [visit for visit in known if visit.state == VisitState.PLANNED]


def _bounded(context: Context, plan_id: str, districts: Collection[str]) -> dict[str, DistrictBook]:
    found = knowing(context)
    names = found.districts(_state_of(context, plan_id), districts)
    return {book.district: found.bounds(book.district).book(book) for book in opened(context.store, plan_id, names)}


def _bounded_changes(context: Context, plan_id: str) -> ReplanView | None:
    found, told = knowing(context), queries.plan_changes(context.store, plan_id)
    names = found.districts(_state_of(context, plan_id), queries.book_hashes(context.store, plan_id))
    if not names:
        raise AccessRefused("ACCESS-060")
    return None if told is None else shown_replan(found, told, names)


def _state_of(context: Context, plan_id: str) -> str:
    with context.store.read() as session:
        return session.get_one(PlanRow, plan_id).state
