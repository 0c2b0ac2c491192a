"""What a look at figures covers, and what it keeps apart: what a magistrate ordered or put under embargo."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from sqlmodel import col, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from inspection.acts import access
from inspection.store.controls import ControlRow
from inspection.store.core import Store
from inspection.store.orders import hidden_controls
from inspection.store.referrals import ReferralRow
from inspection.time_of import day_in_brussels
from sectors.rules.recipients import Recipient

LISTING: Final = "figures"


@dataclass(frozen=True, kw_only=True)
class Scope:
    """A service and a period: its days, and the moments from `since` to just before `until`; as known at `at`."""

    store: Store = field(repr=False)
    service: str
    first: date
    last: date
    since: datetime
    until: datetime
    at: datetime
    recipients: Mapping[str, Recipient] = field(repr=False)

    def kept_apart(self) -> SelectOfScalar[str]:
        """Return the query of the controls that no figure counts at this moment."""
        return kept_apart(day_in_brussels(self.at))

    def kind_of(self, recipient: str) -> str:
        """Return what kind of office a recipient is; "unknown" where the rules know it no more."""
        known = self.recipients.get(recipient)
        return known.kind if known else "unknown"


def kept_apart(on: date) -> SelectOfScalar[str]:
    """Return the query of the controls that no figure counts on a day, nor anything that followed from them."""
    of_referrals = select(ReferralRow.control_id).where(~access.may_be_shown(LISTING, on))
    hidden = or_(col(ControlRow.id).in_(hidden_controls(listing=LISTING)), col(ControlRow.id).in_(of_referrals))
    return select(ControlRow.id).where(hidden)
