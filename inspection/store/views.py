"""What named queries give back: frozen values, so that no screen ever holds a row of an open session."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from inspection.i18n import Lang
from inspection.life_cycles import (
    AlertState,
    ComplaintState,
    ControlOutcome,
    Decision,
    DeliveryState,
    PlanState,
    ReferralState,
    VisitState,
)

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

V = TypeVar("V", bound="DataclassInstance")


def view_of(view: type[V], row: object, **given: Any) -> V:
    """Return a row as a frozen value: each field is the column of its name, but for those that are given."""
    columns = {field.name: getattr(row, field.name) for field in fields(view) if field.name not in given}
    return view(**columns, **given)


@dataclass(frozen=True, kw_only=True)
class UserView:
    """Who somebody is here; the name stays sealed."""

    id: str
    role: str
    service: str
    district: str | None
    team: str | None
    language: str
    is_active: bool


@dataclass(frozen=True, kw_only=True)
class TeamView:
    """A team and who is in it."""

    id: str
    name: str
    district: str
    service: str
    language: Lang
    office: tuple[float, float]
    members: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class PlanView:
    """A week's plan; `books` is the hash of each district's book, which `district_books` opens.

    made_by
        Who proposed it or changed it by hand, as far as it was changed: none of them approves it.
    changed_at
        When it was last changed by hand or replanned, as it was written; "" for one that never was.
    is_own
        Whether whoever reads it made it, had it made or changed it: somebody else approves it then.
    """

    id: str
    week: str
    service: str
    state: PlanState
    sha256: str
    districts: tuple[str, ...]
    books: Mapping[str, str]
    proposed_by: str
    proposed_at: datetime
    approved_by: str | None
    approved_at: datetime | None
    asked_by: str | None
    seed_by_hand: bool
    supersedes: str | None = None
    made_by: tuple[str, ...] = ()
    changed_at: str = ""
    is_own: bool = False


@dataclass(frozen=True, kw_only=True)
class EventView:
    """Something that happened to a week: its kind, and the plain values that its sentence needs."""

    kind: str
    values: Mapping[str, str | float]


@dataclass(frozen=True, kw_only=True)
class SlotView:
    """A place in a plan; the hour in minutes of the day."""

    team: str
    day: date
    start: float


@dataclass(frozen=True, kw_only=True)
class ChangeView:
    """One visit that a replanned week changed, and why.

    kind
        "moved", "hour", "dropped" or "added".
    cause
        "event" (`event` is its position), "room_for" or "place_of" (`other` is a visit's code), "better_use".
    """

    code: str
    district: str
    kind: str
    before: tuple[SlotView, ...]
    after: tuple[SlotView, ...]
    cause: str
    event: int | None = None
    other: str | None = None


@dataclass(frozen=True, kw_only=True)
class ReplanView:
    """What happened to a week, as of a moment, and what changed by it."""

    at: datetime
    events: tuple[EventView, ...]
    changes: tuple[ChangeView, ...]


@dataclass(frozen=True, kw_only=True)
class VisitView:
    """A planned visit at its place in one team's round.

    arm
        None until the control is closed, except for readers who may know it.
    control_id
        The control that answers it, also while that is being made; `state` changes when it is closed.
    """

    code: str
    plan_id: str
    workplace: str
    district: str
    sector: str
    team: str
    day: date
    arrive: float
    start: float
    leave: float
    state: VisitState
    control_id: str | None
    arm: str | None


@dataclass(frozen=True, kw_only=True)
class ControlView:
    """A control without anything about persons."""

    id: str
    workplace: str
    district: str
    area: str
    sector: str
    outcome: ControlOutcome
    facts_on: date
    saved_by: str
    team: str | None
    saved_at: datetime
    is_planned: bool
    positive: bool
    decision: Decision | None
    unmatched_visit: str | None
    findings: int
    reference: str | None


@dataclass(frozen=True, kw_only=True)
class DeliveryView:
    """A delivery with the reference that everybody speaks of."""

    id: str
    reference: str
    recipient: str
    reason: str
    state: DeliveryState
    district: str
    service: str
    transports: tuple[str, ...]
    attempts: int
    queued_at: datetime
    sent_at: datetime | None
    delivered_at: datetime | None
    answered_at: datetime | None
    answer_due_at: datetime | None
    refused_reason: str | None
    message: str = "report"
    ended_at: datetime | None = None
    replaces: str | None = None


@dataclass(frozen=True, kw_only=True)
class ReferralView:
    """A referral and its deliveries."""

    id: str
    reference: str
    control_id: str
    district: str
    area: str
    state: ReferralState
    opened_at: datetime
    deliveries: tuple[DeliveryView, ...]


@dataclass(frozen=True, kw_only=True)
class AlertView:
    """Something that somebody must act on; `rings` is the office to be rung, `duty_turn` its turn in the roster."""

    id: str
    kind: str
    subject: str
    step: int
    district: str
    for_role: str
    for_user: str | None
    raised_at: datetime
    state: AlertState
    rings: str | None = None
    duty_turn: str | None = None


@dataclass(frozen=True, kw_only=True)
class ComplaintView:
    """A complaint without its text and source; `kept_at` is the moment on which it was decided to keep it.

    lane
        In which it waits to be read: "urgent", "ordinary", or "flood" for copies and for more than anybody can read.
    """

    id: str
    reference: str
    workplace: str
    district: str
    state: ComplaintState
    received_at: datetime
    kept_at: datetime | None
    not_after: date | None
    visited_by: str | None
    is_urgent: bool = False
    lane: str = "ordinary"


@dataclass(frozen=True, kw_only=True)
class DrawView:
    """What became of a required or chosen visit of an approved week: the evidence for learning.

    probability
        None where the card was not calibrated.
    inclusion_probability
        None outside the random arm.
    state
        "carried_out", "not_carried_out", "planned" (no control yet) or "unplaced"; all but the first are non-response.
    has_finding
        None without a control that was done.
    """

    week: str
    district: str
    sector: str
    workplace: str
    arm: str
    points: int
    probability: float | None
    stratum: str | None
    drawn: int | None
    frame_size: int | None
    inclusion_probability: float | None
    state: VisitState | Literal["unplaced"]
    has_finding: bool | None
