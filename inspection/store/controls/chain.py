"""Written notices to parties of a chain of contracts, and a magistrate's agreement to give them; both sealed."""

from datetime import date, datetime
from typing import Any

from sqlmodel import Field, UniqueConstraint

from inspection.life_cycles import ChainNoticeState
from inspection.store.core import SERVICES, Canonical, Row, Sealed, one_of, word_of


class ChainNoticeRow(Row, table=True):
    """A notice that is proposed, and stands once a person signed it.

    kind, regime, addressee, employer
        Keys of the rules, and references within the control's chain (C1, C2, ...): no name is here.
    missing
        What the control did not hold when it was proposed; keys only.
    body
        All that it says, frozen and sealed.
    notified_on
        The day from which its term is counted; `covers_from` and `covers_until` are what follows from it, where the
        rules know.
    """

    __tablename__ = "chain_notice"
    __table_args__ = (
        UniqueConstraint("control_id", "kind", "addressee", "employer"),
        one_of("service", SERVICES),
        one_of("state", ChainNoticeState),
    )

    reference: str = Field(unique=True)
    service: str
    district: str = Field(index=True)
    control_id: str = Field(foreign_key="control.id", index=True)
    kind: str
    regime: str
    addressee: str
    employer: str
    missing: Any = Field(sa_type=Canonical, nullable=False)
    language: str
    body: bytes = Field(sa_type=Sealed, repr=False)
    state: ChainNoticeState = Field(sa_type=word_of(ChainNoticeState))
    proposed_by: str = Field(foreign_key="app_user.id")
    proposed_at: datetime
    signed_by: str | None = Field(default=None, foreign_key="app_user.id")
    signed_at: datetime | None = None
    notified_on: date | None = None
    covers_from: date | None = None
    covers_until: date | None = None


class ChainAgreementRow(Row, table=True):
    """A magistrate's agreement that the notices of a control be given: whose office, and its own words. Append-only."""

    __tablename__ = "chain_agreement"

    control_id: str = Field(foreign_key="control.id", index=True)
    authority: bytes = Field(sa_type=Sealed, repr=False)
    words: bytes = Field(sa_type=Sealed, repr=False)
    recorded_by: str = Field(foreign_key="app_user.id")
    recorded_at: datetime
