"""The risk map: which workplaces have how many points. It is a list of suspicions, and a look at it is on record."""

from collections.abc import Callable
from datetime import date
from typing import TypeVar

from inspection.acts import access
from inspection.targeting import assessing
from inspection.time_of import day_in_brussels
from inspection.trust import Context, require_in_service

T = TypeVar("T")


def risk_map(context: Context, read: Callable[[date], T], *, again: access.ListLook | None = None) -> T | None:
    """Return what `read` gives of the latest assessment, None where there is none; the look is recorded first.

    Arguments: `read` takes its day; `again` as for `look_at_list`.
    Errors: `AccessRefused`.
    """
    require_in_service(context, "map.see")
    access.look_at_list(context, "risk_map", None, again=again)
    day = assessing.latest_assessment(context.settings.lake, day_in_brussels(context.at))
    return None if day is None else read(day)
