"""A suspicion on its way: who must get it, what they get, and what each delivery has become."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Literal, Protocol, runtime_checkable

from inspection.life_cycles import DeliveryState, PersonNow, StepOutcome
from sectors.rules.trafficking import TraffickingProvision
from sectors.rules.values import Lang

if TYPE_CHECKING:  # an act that only moves a bundle loads nothing of how its report is written
    from inspection.control.trafficking import DimensionResult, PersonGrounds
    from inspection.referral.report import ElementSeen, Exhibit

KEY_SHOWN = 12  # signs of a bundle's key that people see: in the name of its folder, and where a supplement names it
Reason = Literal["place_of_facts", "minor", "lodging", "added"]
Age = Literal["minor", "adult", "unknown"]
Handed = Literal[DeliveryState.SENT, DeliveryState.DELIVERED]
RingsBack = Literal["inspector", "team_head", "supervisor", "direction"]


@dataclass(frozen=True, kw_only=True)
class Suspicion:
    """What is needed to route an inspector's yes: the forms of exploitation, and whether minors are concerned.

    report_language
        Language of the control's report; decides where an addressee works in several languages.
    paths
        Keys of the rules' paths that the control stopped at: these say alone who is told.
    """

    forms: tuple[str, ...]
    minors: bool = False
    paths: tuple[str, ...] = ()
    report_language: Lang | None = None


@dataclass(frozen=True, kw_only=True)
class Addressee:
    """An office that must get the referral, why, and by when it must answer.

    reason
        The facts lie in its area; it is told of a minor only; people are lodged in its area, so that it is concerned;
        or two persons of ours added it. What it may read follows from that (`shares` in recipients.yaml).
    """

    recipient: str
    reason: Reason
    language: Lang
    transports: tuple[str, ...]
    answer_hours: int | None
    reminder_hours: int | None


@dataclass(frozen=True, kw_only=True)
class SafeReach:
    """How a person can be reached without danger to them: by what, where or through whom, when, in which language."""

    how: str | None = None
    through: str = field(default="", repr=False)
    when: str = field(default="", repr=False)
    language: str | None = None


@dataclass(frozen=True, kw_only=True)
class EnteredFor:
    """That a colleague on duty entered a suspicion in the inspector's name, told on the telephone at a moment."""

    told_at: datetime
    is_confirmed: bool = False


@dataclass(frozen=True, kw_only=True)
class PersonConcerned:
    """Somebody found at work whom the suspicion concerns; only `ref` (P1, P2, ...) and `minor` ever show in a repr.

    now_at, where_now
        Where they are now by code, and what was said of it in words.
    reach
        How they can be reached safely; None where nobody said.
    is_adult
        Whether their date of birth, noted or told by their number, makes them one; nobody is taken for an adult else.
    is_lodged
        Whether an answer places the person in a lodging of the employer; it leaves by no bundle.
    """

    ref: str
    minor: bool = False
    name: str | None = field(default=None, repr=False)
    birth_date: date | None = field(default=None, repr=False)
    national_number: str | None = field(default=None, repr=False)
    hearing_language: str | None = None
    now_at: PersonNow | None = field(default=None, repr=False)
    where_now: str | None = field(default=None, repr=False)
    reach: SafeReach | None = field(default=None, repr=False)
    is_heard: bool = False
    is_lodged: bool = field(default=False, repr=False)
    is_adult: bool = False

    @property
    def is_lost(self) -> bool:
        """Whether nobody said where they are."""
        return self.where_now is None and self.now_at in (None, PersonNow.UNKNOWN)

    @property
    def age(self) -> Age:
        """Whether a minor, an adult, or of an age that nobody knows."""
        if self.minor:
            return "minor"
        return "adult" if self.is_adult else "unknown"


@dataclass(frozen=True, kw_only=True)
class Lodging:
    """An address where the employer lodges people, as it was noted.

    offices
        Those of its area, and those to which one of them was sent on after a refusal; none where nobody knows the area.
    """

    address: str = field(repr=False)
    offices: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class CallMade:
    """Somebody who was rung before the report left, and what they asked for; who answered is a function, not a name.

    role
        Role of the duty roster.
    instruction
        In the words that were heard.
    """

    role: str
    at: datetime
    outcome: StepOutcome
    who: str = field(default="", repr=False)
    number: str = field(default="", repr=False)
    instruction: str = field(default="", repr=False)


@dataclass(frozen=True, kw_only=True)
class RingBack:
    """Who of the service answers for what a report leaves open: the inspector, else who stands nearest above them.

    telephone
        "" where the service knows nobody's number.
    """

    role: RingsBack
    telephone: str = field(default="", repr=False)


@dataclass(frozen=True, kw_only=True)
class FirstReport:
    """What the inspector knows when deciding, in our own codes; each addressee gets the part that it may see.

    There is no field for a complaint, a complainant, a residence status or a shelter: they leave by no referral.

    workplace, refnis, canton, place_name
        Where the facts are, never the registered seat: the workplace's id, its municipality or at least its judicial
        canton, and what people call that. One of `refnis` and `canton` is always known: the offices follow from it.
    enterprise_number, workplace_name, address
        "" where the registers did not say.
    indicators, offences
        Keys of the catalogue.
    danger_now
        None: not known.
    employer_knows
        Answers to what the person in charge knows; empty: nobody noted it.
    is_unfinished
        True while the control still goes on.
    unidentified
        How many were seen at work, fled or hid, and are not among the persons.
    evidence_missing
        How many photographs or words an answer called for and did not get.
    holders
        Ids of the offices that have the case, for whoever is only concerned by it.
    lodgings
        Where the employer lodges people.
    elements, dimensions
        What was seen and told by the elements of the offence; the dimensions of the ILO.
    provisions
        What the law of the days of the facts says of the offence: named, and nothing is computed from it.
    by_person
        For whom the rules propose it, and by which acts and facts; empty where the inspector's yes stands alone.
    contact_telephone
        A number on which the inspector answers day and night; "" where nobody knows one.
    ring_back
        Whom the addressee rings for what the report leaves open.
    entered_for
        Of a suspicion that a colleague entered for the inspector; None of any other.
    """

    reference: str
    service: str
    decided_at: datetime
    facts_on: date
    forms: tuple[str, ...]
    workplace: str
    enterprise_number: str
    workplace_name: str
    address: str
    refnis: str
    sector: str
    grounds: str = field(repr=False)
    contact_telephone: str
    persons: tuple[PersonConcerned, ...] = ()
    indicators: tuple[str, ...] = ()
    offences: tuple[str, ...] = ()
    danger_now: bool | None = None
    canton: str = ""
    place_name: str = ""
    calls: tuple[CallMade, ...] = ()
    employer_knows: tuple[str, ...] = ()
    is_unfinished: bool = False
    unidentified: int = 0
    evidence_missing: int = 0
    elements: "tuple[ElementSeen, ...]" = ()
    dimensions: "tuple[DimensionResult, ...]" = ()
    by_person: "tuple[PersonGrounds, ...]" = ()
    exhibits: "tuple[Exhibit, ...]" = ()
    holders: tuple[str, ...] = ()
    lodgings: tuple[Lodging, ...] = ()
    ring_back: RingBack = RingBack(role="inspector")
    provisions: tuple[TraffickingProvision, ...] = ()
    entered_for: EnteredFor | None = None


@dataclass(frozen=True, kw_only=True)
class Bundle:
    """What one addressee gets: files by name, and the key that makes a second sending harmless.

    key
        Hash over referral, addressee and content: the same bundle never has two effects.
    apart
        Name and SHA-256 of files that belong to it and lie elsewhere until it leaves.
    """

    reference: str
    recipient: str
    key: str
    files: tuple[tuple[str, bytes], ...] = field(repr=False)
    apart: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Sent:
    """What a transport reports: accepted for delivery, or already delivered to the addressee's side."""

    state: Handed
    at: datetime
    receipt: str


class Transport(Protocol):
    """A way to an addressee. Sending twice with one bundle key has one effect, or the transport says that it cannot."""

    name: str
    deduplicates: bool

    def send(self, bundle: Bundle, *, at: datetime) -> Sent:
        """Hand over a bundle; raises `ReferralFault` when the addressee cannot be reached now."""
        ...


@runtime_checkable
class Addressed(Protocol):
    """A transport that reaches only those whom this installation has set it up for."""

    def serves(self, recipient: str) -> bool:
        """Tell whether a recipient is reached this way."""
        ...
