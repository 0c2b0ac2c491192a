"""Controls that took place, what followed from each and is kept with it; whatever speaks of a person is sealed."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger
from sqlmodel import Field, Index, UniqueConstraint

from inspection.life_cycles import ClockState, ControlOutcome, Decision
from inspection.store.core import SERVICES, Canonical, Row, Sealed, Stored, one_of, partial_index, word_of


class ControlRow(Row, table=True):
    """A control as it was filled in, sealed, with what must be searched beside it.

    content_key
        Keyed hash of the filled control: the same one again changes nothing; another under its id is refused, unless
        the first was unfinished (`left_at` empty), whose content is then kept as a `ControlVersionRow`.
    positive
        Whether the rule's proposal was positive; it decides nothing.
    positive_since
        When it was first saved with a positive proposal: the hour of an undecided one is counted from here, however
        often it is saved or put off again.
    decision
        The inspector's latest decision on a suspicion of trafficking, if any; a team head's yes stands beside it.
    continued_as
        The control of the inspector's own that took the place of this one, which a colleague had entered for them on
        the telephone: one event, and counted once.
    unmatched_visit
        A visit code that fitted no visit when a yes left with the control: somebody must match it.
    """

    __tablename__ = "control"
    __table_args__ = (
        one_of("service", SERVICES),
        one_of("outcome", ControlOutcome),
        one_of("decision", Decision, empty=True),
        Index("ix_control_undecided", "positive", "decision", "positive_since"),
    )

    service: str
    district: str = Field(index=True)
    area: str
    refnis: str | None = None
    canton: str | None = None
    workplace: str = Field(index=True)
    sector: str
    visit_id: str | None = Field(default=None, foreign_key="planned_visit.id")
    team_id: str | None = None
    outcome: ControlOutcome = Field(sa_type=word_of(ControlOutcome))
    entered_at: datetime
    left_at: datetime | None = None
    facts_on: date = Field(index=True)
    report_language: str
    checklist_id: str
    checklist_version: str
    checklist_sha256: str
    rules_sha256: str
    content_key: str
    body: bytes = Field(sa_type=Sealed, repr=False)
    conclusion: bytes = Field(sa_type=Sealed, repr=False)
    positive: bool
    positive_since: datetime | None = None
    minors: bool
    decision: Decision | None = Field(default=None, sa_type=word_of(Decision))
    unmatched_visit: str | None = None
    continued_as: str | None = None
    saved_by: str = Field(foreign_key="app_user.id")
    saved_at: datetime


class ControlVersionRow(Row, table=True):
    """A control as it was filled in at one moment: an unfinished one is saved again, and nothing of before is lost."""

    __tablename__ = "control_version"
    __table_args__ = (UniqueConstraint("control_id", "n"),)

    control_id: str = Field(foreign_key="control.id")
    n: int
    content_key: str
    body: bytes = Field(sa_type=Sealed, repr=False)
    saved_by: str = Field(foreign_key="app_user.id")
    saved_at: datetime


class FindingRow(Row, table=True):
    """An offence of one offender in one period, by the law of its days; money in euro cents.

    offender
        O1 where the inspector typed who it is, else a role of the rules, or a role and a person found.
    """

    __tablename__ = "finding"
    __table_args__ = (UniqueConstraint("control_id", "n"), one_of("competence", ("federal", "regional")))

    control_id: str = Field(foreign_key="control.id")
    n: int
    offence: str = Field(index=True)
    offender: str
    from_on: date
    to_on: date
    found_on: date
    article: str
    level: int | None = None
    competence: str
    workers: int
    multiplier: int
    period: str
    prison_months_min: int | None = None
    prison_months_max: int | None = None
    criminal_cents_min: int | None = Field(default=None, sa_type=BigInteger)
    criminal_cents_max: int | None = Field(default=None, sa_type=BigInteger)
    administrative_cents_min: int | None = Field(default=None, sa_type=BigInteger)
    administrative_cents_max: int | None = Field(default=None, sa_type=BigInteger)
    confidence: str
    to_verify: bool
    persons: Any = Field(sa_type=Canonical, nullable=False)
    questions: Any = Field(sa_type=Canonical, nullable=False)


class ClockRow(Row, table=True):
    """A legal deadline that runs since a control; `due_on` is its last day.

    asks
        What it asks for when it is due: that somebody is told ("alert"), or that the place is seen again ("visit").
    offender
        Whose finding started it; empty where an event of the whole control did.
    visited_by
        The control that stopped it by being there; once that is corrected to say otherwise, it runs again.
    """

    __tablename__ = "clock"
    __table_args__ = (
        UniqueConstraint("control_id", "key", "offender", "starts_on"),
        one_of("state", ClockState),
        one_of("asks", ("alert", "visit")),
        partial_index("ix_clock_visited_by", "visited_by", where="visited_by IS NOT NULL"),
    )

    control_id: str = Field(foreign_key="control.id")
    key: str
    offender: str = ""
    starts_on: date
    due_on: date = Field(index=True)
    asks: str
    state: ClockState = Field(sa_type=word_of(ClockState))
    stopped_by: str | None = Field(default=None, foreign_key="app_user.id")
    stopped_at: datetime | None = None
    visited_by: str | None = None


class IndicatorRow(Row, table=True):
    """An indicator that answers of a control point to: a sign, never a proof."""

    __tablename__ = "indicator_seen"
    __table_args__ = (UniqueConstraint("control_id", "n"), one_of("how", ("observed", "told", "checked")))

    control_id: str = Field(foreign_key="control.id")
    n: int
    indicator: str
    dimension: str
    strength: str
    ordinary: bool
    how: str
    persons: Any = Field(sa_type=Canonical, nullable=False)
    questions: Any = Field(sa_type=Canonical, nullable=False)


class DecisionRow(Row, table=True):
    """What the inspector decided on a suspicion; a change of mind is a further row, and none is ever changed."""

    __tablename__ = "suspicion_decision"
    __table_args__ = (UniqueConstraint("control_id", "n"), one_of("decision", Decision))

    control_id: str = Field(foreign_key="control.id")
    n: int
    decision: Decision = Field(sa_type=word_of(Decision))
    forms: Any = Field(sa_type=Canonical, nullable=False)
    grounds: bytes = Field(sa_type=Sealed, repr=False)
    decided_at: datetime
    decided_by: str = Field(foreign_key="app_user.id")
    recorded_at: datetime


class ControlPersonRow(Row, table=True):
    """That somebody was found at a control, by the keyed hash of their number, as looks have it.

    So a person who asks what is kept of them is found without a number in the database.
    """

    __tablename__ = "control_person"
    __table_args__ = (UniqueConstraint("control_id", "subject_key"),)

    control_id: str = Field(foreign_key="control.id")
    subject_key: str = Field(index=True)


REVIEWS = ("returned", "corrected", "reviewed")


class ControlReviewRow(Row, table=True):
    """One word about a control, by whom and when; the rows of a control are its history, in order.

    version
        Of a correction: the number of the `ControlVersionRow` that holds the control as it was before.
    words
        Sealed: what is to be corrected, why it was corrected, or a remark; it may speak of a person.
    """

    __tablename__ = "control_review"
    __table_args__ = (UniqueConstraint("control_id", "n"), one_of("kind", REVIEWS))

    control_id: str = Field(foreign_key="control.id")
    n: int
    kind: str
    version: int | None = None
    words: bytes = Field(sa_type=Sealed, repr=False)
    by: str = Field(foreign_key="app_user.id")
    at: datetime


class ControlExtractRow(Row, table=True):
    """Rows of one table of a register, about the workplace or one person of a control, as of a snapshot's day.

    subject
        `workplace`, or the reference of a person found; never a number.
    content_key
        Keyed hash of all that it says: the same extract again is not kept twice.
    """

    __tablename__ = "control_extract"
    __table_args__ = (UniqueConstraint("control_id", "content_key"),)

    control_id: str = Field(foreign_key="control.id", index=True)
    register_key: str
    table_name: str
    subject: str
    as_of: date
    row_count: int
    content_key: str
    rows: bytes = Field(sa_type=Sealed, repr=False)
    frozen_by: str = Field(foreign_key="app_user.id")
    frozen_at: datetime


class ChecklistDefinitionRow(Stored, table=True):
    """A checklist as it stood when answers were first given under it; the same questions have the same hash."""

    __tablename__ = "checklist_definition"

    sha256: str = Field(primary_key=True)
    sector: str = Field(index=True)
    version: str
    body: Any = Field(sa_type=Canonical, nullable=False)
    first_used_at: datetime
