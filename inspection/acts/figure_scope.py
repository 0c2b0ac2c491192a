"""What a look at figures covers, and the one condition that keeps apart what a magistrate ordered."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlmodel.sql.expression import SelectOfScalar

from inspection.store import Store, hidden_controls
from sectors import Recipient

LISTING = "figures"


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


def kept_apart() -> SelectOfScalar[str]:
    """Return the query of the controls that no figure counts, nor anything that followed from them."""
    return hidden_controls(listing=LISTING)
