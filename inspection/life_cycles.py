"""The states of things that change, and the outcomes of what is tried: each closed set stands here once.

Rows, acts, commands and screens take them from here. The values are those of the database and of every file that
leaves the house: a member may get another name, never another value.
"""

from enum import StrEnum


class ControlOutcome(StrEnum):
    """How a visit to a workplace ended; only one that was done has persons and answers."""

    DONE = "done"
    CLOSED = "closed"
    REFUSED_ACCESS = "refused_access"
    MOVED = "moved"
    CALLED_OFF = "called_off"
    UNSAFE = "unsafe"


class Decision(StrEnum):
    """What an inspector decided of a suspicion of trafficking."""

    YES = "yes"
    NO = "no"
    UNDECIDED = "undecided"


class SightState(StrEnum):
    """What became of somebody who was seen at work when the inspectors came in."""

    IDENTIFIED = "identified"
    NOT_IDENTIFIED = "not_identified"
    FLED = "fled"
    HIDDEN = "hidden"


class LookupResult(StrEnum):
    """What a look-up in a register gave."""

    FOUND = "found"
    NOT_FOUND = "not_found"
    UNAVAILABLE = "unavailable"


class StepOutcome(StrEnum):
    """What became of a step of the card."""

    DONE = "done"
    REACHED = "reached"
    NO_ANSWER = "no_answer"
    NOT_NEEDED = "not_needed"


class ConsentAnswer(StrEnum):
    """What a person said of being put in touch with a reception centre."""

    INFORMED = "informed"
    GIVEN = "given"
    REFUSED = "refused"
    NOT_ASKED = "not_asked"
    WITHDRAWN = "withdrawn"


class DeliveryState(StrEnum):
    """How far one addressee's copy of a referral is; `inspection.referral.delivery` says which may follow which."""

    QUEUED = "queued"
    SENT = "sent"
    DELIVERED = "delivered"
    ACKNOWLEDGED = "acknowledged"
    REFUSED = "refused"


class RefusalReason(StrEnum):
    """Why an addressee sends something back."""

    NOT_COMPETENT = "not_competent"
    INCOMPLETE = "incomplete"
    DUPLICATE = "duplicate"
    OTHER = "other"


class ExchangeAnswer(StrEnum):
    """What another service answers to a finding that was passed on."""

    TAKEN = "taken"
    REFUSED = "refused"


class MeasureState(StrEnum):
    """How far a measure of the coordination cell is."""

    OPEN = "open"
    IN_PROGRESS = "in_progress"
    DONE = "done"
    DROPPED = "dropped"


class ExhibitState(StrEnum):
    """Where a file that an answer names is, seen from one bundle."""

    ATTACHED = "attached"
    SENT = "sent"
    FOLLOWS = "follows"
    AWAITED = "awaited"


class ListGroup(StrEnum):
    """Where a delivery stands in the weekly list, in the order of the list: an answer that is late comes first."""

    OVERDUE = "overdue"
    NEW = "new"
    OPEN = "open"
    ANSWERED = "answered"
