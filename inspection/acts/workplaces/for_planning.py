"""What a week's plan asks about workplaces: which complaints are kept, and in which district a case lies."""

from inspection.acts.workplaces.lanes import in_lanes
from inspection.store import queries
from inspection.store.views import ComplaintView
from inspection.targeting.tips import FLOOD
from inspection.trust import Context, require_in_service


def kept_complaints(context: Context) -> list[ComplaintView]:
    """Return the complaints that somebody decided to keep, for whoever plans a week: nothing of what was told."""
    require_in_service(context, "plan.prepare")
    return queries.complaints(context.store, state="kept")


def counted_complaints(context: Context) -> list[ComplaintView]:
    """Return those of the kept complaints that count for the points of a workplace: copies and floods count once."""
    return [one for one in in_lanes(context, kept_complaints(context)) if one.lane != FLOOD]


def districts_of_cases(context: Context) -> dict[str, str]:
    """Return by workplace the district of its controls and complaints, for a place that no register knows."""
    require_in_service(context, "plan.prepare")
    known = {control.workplace: control.district for control in queries.controls(context.store)}
    return known | {complaint.workplace: complaint.district for complaint in queries.complaints(context.store)}
