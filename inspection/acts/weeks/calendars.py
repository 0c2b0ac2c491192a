"""The calendar that a telephone reads again and again: one's own team's visits, by hour and code."""

from typing import cast

from inspection.acts.weeks.secrecy import is_kept_from, shown_days
from inspection.i18n import Lang
from inspection.reporting.sheets import CalendarVisit, visit_calendar
from inspection.store import queries
from inspection.time_of import IsoWeek, day_in_brussels
from inspection.trust import Context, require_in_service


def own_calendar(context: Context) -> bytes:
    """Return the visits of one's own team in approved weeks from last week on, as iCalendar; none for whoever has none.

    It says no place, no firm and no reason, and what a magistrate ordered is not in it: a calendar lies on servers of
    others. Days that are still kept secret come when they no longer are.
    Errors: `AccessRefused`.
    """
    require_in_service(context, "calendar.read")
    mine, service = queries.user(context.store, context.by), context.settings.service
    found = queries.visits(context.store, team=mine.team) if mine is not None and mine.team else []
    known = shown_days(context.app, context.at, found) if is_kept_from(context) else found
    stamps = {plan.id: plan.approved_at for plan in queries.plans(context.store, service=service)}
    since = IsoWeek.before(day_in_brussels(context.at)).monday
    told = [
        CalendarVisit(code=one.code, day=one.day, start=one.start, leave=one.leave, stamped_at=stamp)
        for one in known
        if one.day >= since and (stamp := stamps.get(one.plan_id)) is not None
    ]
    return visit_calendar(told, cast(Lang, mine.language) if mine is not None else "fr")
