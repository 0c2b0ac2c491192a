"""The states of things that change, and the outcomes of what is tried: each closed set stands here once.

Rows, acts, commands and screens take them from here. The values are those of the database and of every file that
leaves the house: a member may get another name, never another value.
"""

from enum import StrEnum
from typing import Final, Literal, get_args


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
    """What became of a step of the card; `RUNG` until somebody says whether anybody answered."""

    DONE = "done"
    RUNG = "rung"
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


class PersonNow(StrEnum):
    """Where somebody is after a control; no word of it says in which place a centre takes people in."""

    WITH_POLICE = "with_police"
    WITH_CENTRE = "with_centre"
    STAYED = "stayed"
    LEFT = "left"
    UNKNOWN = "unknown"


class FollowUpKind(StrEnum):
    """What somebody of ours still owes after a decision on a suspicion."""

    NO_REVIEW = "no_review"
    PERSON_CHECK = "person_check"
    CALL_BACK = "call_back"
    ENTRY_CONFIRM = "entry_confirm"


class FollowUpOutcome(StrEnum):
    """How such a follow-up ended; `overtaken` where what it was for is gone, without anybody having done it."""

    LEFT_AS_IS = "left_as_is"
    REFERRED = "referred"
    REACHED_SAFE = "reached_safe"
    REACHED_WORRIED = "reached_worried"
    NOT_REACHED = "not_reached"
    MOVED = "moved"
    CALLED = "called"
    FILLED = "filled"
    CONFIRMED = "confirmed"
    CORRECTED = "corrected"
    OVERTAKEN = "overtaken"


# What may come of looking after somebody who stayed.
Seen = Literal["reached_safe", "reached_worried", "not_reached", "moved"]
SEEN: Final[tuple[Seen, ...]] = get_args(Seen)


class FollowUpState(StrEnum):
    """Whether such a follow-up still waits."""

    OPEN = "open"
    CLOSED = "closed"


class DeliveryState(StrEnum):
    """How far one addressee's copy of a referral is; `inspection.referral.delivery` says which may follow which."""

    QUEUED = "queued"
    SENT = "sent"
    DELIVERED = "delivered"
    ACKNOWLEDGED = "acknowledged"
    REFUSED = "refused"


class AttemptOutcome(StrEnum):
    """How one try to hand a bundle over ended."""

    SENT = "sent"
    DELIVERED = "delivered"
    FAILED = "failed"


class ChangeEnd(StrEnum):
    """How a change of a referral that somebody proposed ended: a second person confirmed it, or it was dropped."""

    CONFIRMED = "confirmed"
    DROPPED = "dropped"


class LinkDecision(StrEnum):
    """What was decided of a link between two cases that was found."""

    CONFIRMED = "confirmed"
    REJECTED = "rejected"


class ErasureOutcome(StrEnum):
    """What became of something that an erasure named: held where a hold or a court needs it, gone where it was away."""

    ERASED = "erased"
    HELD = "held"
    GONE = "gone"


class RefusalReason(StrEnum):
    """Why an addressee sends something back."""

    NOT_COMPETENT = "not_competent"
    INCOMPLETE = "incomplete"
    DUPLICATE = "duplicate"
    OTHER = "other"


# Who of an office takes a referral on, by function and never by name.
Taker = Literal[
    "duty_officer", "investigator", "head_of_section", "magistrate_on_duty", "reference_magistrate", "other"
]
TAKERS: Final[tuple[Taker, ...]] = get_args(Taker)

# What a magistrate's office tells later of how a referral went on.
ToldOutcome = Literal["dismissed", "investigation", "prosecuted", "joined_elsewhere", "other"]
TOLD_OUTCOMES: Final[tuple[ToldOutcome, ...]] = get_args(ToldOutcome)


class ReferralState(StrEnum):
    """Whether a referral still waits for an answer."""

    OPEN = "open"
    CLOSED = "closed"


class PlanState(StrEnum):
    """How far a week's plan is; one that another took the place of is replaced."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    REPLACED = "replaced"


class CardState(StrEnum):
    """What became of a card that learning proposed; a rejected one is kept with its reason."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    REJECTED = "rejected"
    OVERTAKEN = "overtaken"


class LearningPaper(StrEnum):
    """What has to be signed in the house before anything is learnt there."""

    IMPACT_ASSESSMENT = "impact_assessment"
    FUNDAMENTAL_RIGHTS = "fundamental_rights"


class VisitState(StrEnum):
    """What became of a planned visit; one that was not carried out stays as non-response."""

    PLANNED = "planned"
    CARRIED_OUT = "carried_out"
    NOT_CARRIED_OUT = "not_carried_out"


class AlertState(StrEnum):
    """Whether somebody has looked at an alert."""

    OPEN = "open"
    SEEN = "seen"


class ComplaintState(StrEnum):
    """What was decided of a complaint; a kept one must be visited."""

    RECEIVED = "received"
    KEPT = "kept"
    DROPPED = "dropped"


class ClockState(StrEnum):
    """Whether a legal deadline still runs."""

    RUNNING = "running"
    STOPPED = "stopped"


class OrderState(StrEnum):
    """Whether a control answered what a magistrate ordered."""

    OPEN = "open"
    VISITED = "visited"


class JointActionState(StrEnum):
    """How far a joint action is: proposed until every partner has confirmed."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    CARRIED_OUT = "carried_out"
    CALLED_OFF = "called_off"


class PartnerState(StrEnum):
    """What an office that comes to a joint action has answered."""

    ASKED = "asked"
    CONFIRMED = "confirmed"
    DECLINED = "declined"


class NoticeState(StrEnum):
    """How far a message beside a referral is."""

    QUEUED = "queued"
    SENT = "sent"
    TAKEN = "taken"
    REFUSED = "refused"
    STOPPED = "stopped"


class NoticeTry(StrEnum):
    """How one try to hand over or ring about a notice ended; `stopped` where it was no longer wanted."""

    SENT = "sent"
    FAILED = "failed"
    REACHED = "reached"
    NO_ANSWER = "no_answer"
    FULL = "full"
    REFUSED = "refused"
    STOPPED = "stopped"


class OnCallTestOutcome(StrEnum):
    """Whether somebody answered when the number of an office on call was tried."""

    REACHED = "reached"
    NO_ANSWER = "no_answer"


class ChainNoticeState(StrEnum):
    """How far a written notice to a party of a chain of contracts is: nothing but a signature makes it one."""

    PROPOSED = "proposed"
    SIGNED = "signed"


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


class ListChange(StrEnum):
    """What may have changed of a referral since the last weekly list, in the order in which a list says it."""

    STATE = "state"
    WITHDRAWAL = "withdrawal"
    CORRECTION = "correction"
    SUPPLEMENT = "supplement"
    TAKEN_ON = "taken_on"
    QUESTION = "question"
    ANSWER = "answer"


class ListGroup(StrEnum):
    """Where a delivery stands in the weekly list, in the order of the list: an answer that is late comes first."""

    OVERDUE = "overdue"
    NEW = "new"
    OPEN = "open"
    ANSWERED = "answered"


class DataBreachStep(StrEnum):
    """What was done about a breach of personal data; it is open until it was closed."""

    ASSESSED = "assessed"
    NOTIFIED = "notified"
    TOLD_PEOPLE = "told_people"
    CLOSED = "closed"


class OrderShown(StrEnum):
    """What is shown of a magistrate's order: its state, or that it was withdrawn."""

    OPEN = "open"
    VISITED = "visited"
    WITHDRAWN = "withdrawn"


class SessionState(StrEnum):
    """How far a session is: still alive, over by its rules, or ended by somebody."""

    OPEN = "open"
    OVER = "over"
    ENDED = "ended"


class OutsiderState(StrEnum):
    """How far somebody outside is, from the proposal to the day on which they leave."""

    PROPOSED = "proposed"
    REFUSED = "refused"
    ENROLLED = "enrolled"
    LEFT = "left"


class StaffChangeState(StrEnum):
    """How far a change of a roster is that somebody asked for; one that is `late` was agreed, and its day is past."""

    ASKED = "asked"
    TO_COME = "to_come"
    LATE = "late"
    DONE = "done"
    OFF = "off"


class ReachState(StrEnum):
    """How far a new way to reach an addressee is."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    REFUSED = "refused"
    REPLACED = "replaced"


class LinkState(StrEnum):
    """How far a link between two cases is that is shown beside one of them."""

    FOUND = "found"
    CONFIRMED = "confirmed"
