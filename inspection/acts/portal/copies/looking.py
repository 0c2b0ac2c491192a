"""One look at the office's database, from which copies are made, and what a made copy is."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, TypeVar

from sqlmodel import Session, col, select

from inspection.acts import bundles
from inspection.acts.portal.values import Copy, CopyKind
from inspection.errors import InspectionError
from inspection.referral import bundle
from inspection.store.core import Store
from inspection.store.referrals import DeliveryRow
from inspection.time_of import day_in_brussels
from inspection.trust import AppContext

if TYPE_CHECKING:
    from sectors import Catalogue

_T = TypeVar("_T")


@dataclass(frozen=True)
class Look:
    """What copies are made from: the office as it stands at a moment, read in one transaction."""

    app: AppContext
    session: Session
    at: datetime
    _data: dict[str, Mapping[str, Any]] = field(default_factory=dict, repr=False)
    _too_much: set[str] = field(default_factory=set, repr=False)
    _known: dict[tuple[object, str], Any] = field(default_factory=dict, repr=False)

    @property
    def store(self) -> Store:
        return self.app.store

    @property
    def day(self) -> date:
        return day_in_brussels(self.at)

    @property
    def catalogue(self) -> "Catalogue":
        return self.app.catalogue(self.day)

    def works_the_case(self, row: DeliveryRow) -> bool:
        """Tell whether an office was told the whole case, and so works it."""
        share = self.catalogue.shares.get(row.reason)
        return share is not None and share.is_of_case

    def once(self, what: object, referral_id: str, read: Callable[[], _T]) -> _T:
        """Return what is read of a referral, read once for all of its offices."""
        key = (what, referral_id)
        if key not in self._known:
            self._known[key] = read()
        found: _T = self._known[key]
        return found

    def rows(self, table: Any, mine: Sequence[DeliveryRow]) -> list[Any]:
        """Return the rows of a table about the deliveries of an office; the table is read once a referral."""
        referral = mine[0].referral_id

        def read() -> list[Any]:
            own = select(DeliveryRow.id).where(col(DeliveryRow.referral_id) == referral)
            return list(self.session.exec(select(table).where(col(table.delivery_id).in_(own)).order_by(col(table.id))))

        ids = {row.id for row in mine}
        return [row for row in self.once(table, referral, read) if row.delivery_id in ids]

    def data_of(self, row: DeliveryRow) -> Mapping[str, Any]:
        """Return `data.json` of a delivery's bundle, nothing where there is none or it cannot be opened.

        Nothing too of a bundle that was frozen before offices that are only concerned were told the minimum: it is made
        anew before it leaves (`bundles.minimise_bundle`), and shown then.
        """
        if row.id not in self._data:
            self._data[row.id] = self._opened(row)
        return self._data[row.id]

    def tells_too_much(self, row: DeliveryRow) -> bool:
        """Tell whether a bundle holds the whole case though its office is only concerned: no file of it is shown."""
        self.data_of(row)
        return row.id in self._too_much

    def _opened(self, row: DeliveryRow) -> Mapping[str, Any]:
        try:
            raw = dict(bundles.bundle_of(self.store, row).files).get(bundle.DATA)
        except InspectionError:
            return {}
        if raw is None:
            return {}
        if bundle.is_of_whole_case(raw) and not self.works_the_case(row):
            self._too_much.add(row.id)
            return {}
        data: Mapping[str, Any] = json.loads(raw)
        return data


@dataclass(frozen=True, kw_only=True)
class Made:
    """A copy as it is published.

    copy
        The values of the page; nothing of the case where the office has nothing to read of it any more.
    is_over
        Nothing is asked of the office any more.
    is_gone
        The office has nothing to read of it any more: whoever was never shown it is not shown that either.
    is_unlisted
        An embargo keeps it out of the office's weekly list.
    is_forgotten
        Not even that it was is kept: the portal's database must not tell who went where.
    shown
        The deliveries whose files go with it, the newest first; empty where none do.
    """

    id: str
    kind: CopyKind
    reference: str
    office: str
    state: str
    queued_at: datetime
    due_at: datetime | None = None
    answered_at: datetime | None = None
    is_over: bool = False
    is_gone: bool = False
    is_unlisted: bool = False
    is_forgotten: bool = False
    copy: Copy = field(repr=False)
    shown: tuple[DeliveryRow, ...] = field(default=(), repr=False)


def place_in(data: Mapping[str, Any]) -> str:
    """Return the place of a case as a bundle tells it: street and number, else what the place is called."""
    place = data.get("workplace", {})
    return str(place.get("address") or place.get("place") or "")
