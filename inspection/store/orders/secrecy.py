"""Which referrals judicial secrecy and embargoes hide, as a query; the door is `acts.access`, which alone asks here."""

from datetime import date
from typing import Literal

from sqlalchemy import ColumnElement
from sqlmodel import col, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from inspection.store.orders.judicial import JudicialControlRow, permitted_orders
from inspection.store.referrals import EmbargoEndRow, EmbargoRow, ReferralRow
from inspection.store.views import UserView

Listing = Literal["police_list", "magistrate_list", "links", "cards", "figures", "screens"]
# What an embargo keeps a file out of: whatever reaches the police, and figures, where the one case that is added shows.
_UNDER_EMBARGO = frozenset({"police_list", "links", "figures"})
# Name of the list that a permission must name, where the magistrate lets an ordered case be shown there.
_LISTED_AS = {"police_list": "referrals", "magistrate_list": "referrals", "screens": "referrals"}


def hidden_referrals(place: Listing, on: date, *, reader: UserView | None = None) -> SelectOfScalar[str]:
    """Return the query of the referrals that may not stand in a place on a day.

    Work that a magistrate ordered stands nowhere without a recorded permission for that list, or for the reader of a
    screen; who opened a referral sees it. A file under embargo stays out of what reaches the police, and of figures.

    Arguments: `place` where it would be shown; `reader` who looks, where somebody does.
    """
    permitted = permitted_orders(reader, _LISTED_AS.get(place, place))
    ordered = select(JudicialControlRow.control_id).where(col(JudicialControlRow.order_id).not_in(permitted))
    hidden = [col(ReferralRow.control_id).in_(ordered)]
    if place in _UNDER_EMBARGO:
        hidden.append(col(ReferralRow.id).in_(select(EmbargoRow.referral_id).where(is_in_force(on))))
    wanted = select(ReferralRow.id).where(or_(*hidden))
    return wanted if reader is None else wanted.where(col(ReferralRow.opened_by) != reader.id)


def is_in_force(on: date) -> ColumnElement[bool]:
    """Return the condition that an embargo counts on a day."""
    runs = or_(col(EmbargoRow.until).is_(None), col(EmbargoRow.until) >= on)
    return col(EmbargoRow.id).not_in(select(EmbargoEndRow.embargo_id)) & runs
