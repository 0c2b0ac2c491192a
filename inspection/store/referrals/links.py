"""What links cases: keyed hashes of what they have in common, what people decided, and the files that leave with it.

A key is an HMAC under a key of its own for each ground, which is outside the database: whoever reads the tables can
neither read a person out of them nor test whether one is there.
"""

from datetime import date, datetime
from typing import Any

from sqlmodel import Field, UniqueConstraint

from inspection.life_cycles import LinkDecision
from inspection.store.core import SERVICES, Canonical, Row, Sealed, one_of, word_of

GROUNDS = ("enterprise", "mandate", "workplace", "housing", "chain", "person", "person_name")
FOREIGN_LINKS = ("employer_abroad", "posted_from_abroad", "recruited_abroad", "organised_from_abroad")
FILE_STEPS = ("handed", "told")
HANDOVER_WAYS = ("in_person", "registered_mail", "secure_mail", "secure_exchange")
LINK_FILE_DECISIONS = (
    "sent_to_central_cell",
    "sent_to_federal_prosecutor",
    "joined_at_one_office",
    "kept_in_district",
    "not_followed",
)


class LinkKeyRow(Row, table=True):
    """One thing by which a case may be linked; replaced when its control is completed.

    Directors and chains of contractors are not kept: the lake is asked for them at a look, by the enterprise.
    """

    __tablename__ = "link_key"
    __table_args__ = (UniqueConstraint("referral_id", "ground", "key"), one_of("ground", GROUNDS))

    referral_id: str = Field(foreign_key="referral.id")
    ground: str
    key: str = Field(index=True)
    seen_on: date


class LinkDecisionRow(Row, table=True):
    """What a person decided of a link, with what it said on that day. Append-only: a change of mind is another row.

    one_id, other_id
        The two referrals, in the order of their ids; with the ground they are the link.
    strength_percent, shared, since
        What was left of it, how many things are shared, and how old it is.
    foreign_link
        What reaches abroad, where the person who confirms says that something does.
    """

    __tablename__ = "link_decision"
    __table_args__ = (
        UniqueConstraint("reference", "n"),
        one_of("ground", GROUNDS),
        one_of("decision", LinkDecision),
        one_of("foreign_link", FOREIGN_LINKS, empty=True),
    )

    reference: str
    n: int
    one_id: str = Field(foreign_key="referral.id", index=True)
    other_id: str = Field(foreign_key="referral.id", index=True)
    ground: str
    since: date
    strength_percent: int
    shared: int
    decision: LinkDecision = Field(sa_type=word_of(LinkDecision))
    foreign_link: str | None = None
    reason: bytes = Field(sa_type=Sealed, repr=False)
    decided_by: str = Field(foreign_key="app_user.id")
    decided_at: datetime


class LinkFileRow(Row, table=True):
    """Confirmed links put together for a cell or a magistrate, who send and decide. Append-only.

    body
        References, districts, grounds and strengths: no name, no address, nothing of anybody.
    """

    __tablename__ = "link_file"
    __table_args__ = (one_of("service", SERVICES),)

    reference: str = Field(unique=True)
    service: str
    recipient: str
    language: str
    body: Any = Field(sa_type=Canonical, nullable=False)
    sha256: str
    prepared_by: str = Field(foreign_key="app_user.id")
    prepared_at: datetime


class LinkFileStepRow(Row, table=True):
    """What became of a link file: handed over, by whom and how; or what its reader says was decided. Append-only."""

    __tablename__ = "link_file_step"
    __table_args__ = (
        UniqueConstraint("link_file_id", "step"),
        one_of("step", FILE_STEPS),
        one_of("word", (*HANDOVER_WAYS, *LINK_FILE_DECISIONS)),
    )

    link_file_id: str = Field(foreign_key="link_file.id")
    step: str
    word: str
    at: datetime
    by: str = Field(foreign_key="app_user.id")
