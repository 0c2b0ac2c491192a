"""Judicial secrecy and embargo, the door: lists, links, cards, figures and screens all ask here, a query too.

What is hidden stands in `store.orders`; no other act asks there for referrals.
"""

from datetime import date
from types import SimpleNamespace
from typing import Any

from sqlalchemy import ColumnElement, Date, bindparam
from sqlmodel import Session, col, select

from inspection.store.controls import ControlRow
from inspection.store.orders import JudicialControlRow, Listing, hidden_referrals, permitted_orders
from inspection.store.queries import user
from inspection.store.referrals import ReferralRow
from inspection.store.views import UserView
from inspection.time_of import day_in_brussels
from inspection.trust import Context


def may_be_shown(place: Listing, on: date, *, reader: UserView | None = None) -> ColumnElement[bool]:
    """Return the condition of a query that its referrals may be shown in a place on a day.

    Arguments: `place` "police_list", "magistrate_list", "links", "cards", "figures" or "screens"; `reader` who looks,
    where somebody does.
    """
    return col(ReferralRow.id).not_in(hidden_referrals(place, on, reader=reader))


# Whoever looks, and the day, as each asking brings them: every page asks, and to put the question together takes longer
# than its answer.
_READER: Any = SimpleNamespace(id=bindparam("reader"), team=bindparam("reader_team"))
_DAY: Any = bindparam("reader_day", type_=Date)
SHOWN_ON_SCREENS = may_be_shown("screens", _DAY, reader=_READER)
_HIDDEN = select(ReferralRow.reference).where(~SHOWN_ON_SCREENS)


def reader_values(context: Context) -> dict[str, Any]:
    """Return whoever looks as a query with `SHOWN_ON_SCREENS` wants them; who is nobody is permitted nothing."""
    reader = user(context.store, context.by)
    return {
        "reader": reader.id if reader else "",
        "reader_team": (reader.team or "") if reader else "",
        "reader_day": day_in_brussels(context.at),
    }


def hidden_from(context: Context) -> frozenset[str]:
    """Return the references of the referrals that whoever looks may not see on any screen: ordered work."""
    with context.store.read() as session:
        return frozenset(session.exec(_HIDDEN, params=reader_values(context)))


def may_see_control(context: Context, session: Session, control_id: str) -> bool:
    """Tell whether somebody may look at a control: of one that was ordered, only who was permitted or made it."""
    link = session.get(JudicialControlRow, control_id)
    if link is None:
        return True
    made_by = session.get_one(ControlRow, control_id).saved_by
    return context.by == made_by or link.order_id in set(
        session.exec(permitted_orders(user(context.store, context.by)))
    )
