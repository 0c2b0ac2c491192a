"""How long a plan stays secret, for everything that tells a team where it goes: one rule, asked by each of them.

Whoever warns an employer has to know of the visit. So where a service wants it (`secret_planning` in
sectors/common/watch.yaml; off by default), a team learns of a round only some hours before its day. Whoever plans and
approves sees the whole week.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Protocol, TypeVar

from inspection.errors import AccessRefused
from inspection.time_of import day_in_brussels
from inspection.trust import AppContext, Context, require_permission


class _OnADay(Protocol):
    @property
    def day(self) -> date: ...


T = TypeVar("T", bound=_OnADay)


def shown_until(app: AppContext, at: datetime) -> date | None:
    """Return the last day of which teams may know where they go, at a moment; None where nothing is kept from them."""
    hours = app.catalogue(day_in_brussels(at)).secret_planning.shown_hours
    return None if hours is None else day_in_brussels(at + timedelta(hours=hours))


def shown_days(app: AppContext, at: datetime, found: Iterable[T]) -> tuple[T, ...]:
    """Return the rounds or visits of the days that teams may know of at a moment."""
    until = shown_until(app, at)
    return tuple(one for one in found if until is None or one.day <= until)


def is_kept_from(context: Context) -> bool:
    """Tell whether later days are kept from whoever looks: secrecy is on, and they neither plan nor answer for it."""
    if shown_until(context.app, context.at) is None:
        return False
    with context.store.read() as session:
        try:
            require_permission(session, context, "plan.see_ahead", service=context.settings.service)
        except AccessRefused:
            return True
    return False
