"""Chain liability: who beside the employer answers for wages, in which place of the chain, by which written notice."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from sectors.rules.offences import Level
from sectors.rules.values import Confidence, Frozen, Sourced, Text

ChainPlace = Literal["direct", "indirect", "principal"]
ChainSubject = Literal["pay", "stay"]
NoticePart = Literal["addressee", "employer", "place", "persons", "identities", "owed", "unpaid"]


class ChainActivity(Sourced):
    """What is contracted for, as far as a regime of the chain names it."""

    key: str
    label: Text


class LiablePlace(Frozen):
    """One place in the chain and when whoever stands there is liable; `condition` says it in words.

    place
        "direct" contracted with the employer, "indirect" stands above that, "principal" is whom the work is done for.
    when
        "always" (knowing or not), "knowing" (only who knew), "notified" (only after the written notice).
    lifted_by
        The kind of written statement of the party below that lifts it until whoever holds it knows better.
    """

    place: ChainPlace
    when: Literal["always", "knowing", "notified"]
    lifted_by: ChainSubject | None = None
    condition: Text
    confidence: Confidence


class ChainRegime(Sourced):
    """A regime of joint liability for wages in a chain of contracts.

    offences
        Of which one must be found against the employer.
    about
        What must be known, or what the statement says, for its conditions: that pay is wanting, or stay.
    activities
        To which it is limited; empty: to none; None where the list is not held: then somebody must verify it.
    joint_committees
        The employer's, to which it is limited; empty: to none.
    only_direct
        Whether only whoever contracted with the employer themself can be liable.
    excludes_private
        Whether a natural person who has the work done for private purposes stays out of it.
    notice
        The written notice that belongs to it.
    """

    key: str
    label: Text
    law: str
    offences: tuple[str, ...] = Field(min_length=1)
    about: ChainSubject
    activities: tuple[str, ...] | None = ()
    joint_committees: tuple[str, ...] = ()
    only_direct: bool = False
    excludes_private: bool = False
    places: tuple[LiablePlace, ...] = Field(min_length=1)
    notice: str


class ChainNotice(Sourced):
    """A written notice to a party of a chain: its article, what it must hold, and what it sets running.

    parts
        What it must hold; `is_complete` is False where the law's list is not known in full.
    copy_to_employer
        Whether the employer gets a copy.
    clock
        The deadline after whose last day wages that become due are covered; None: none was found.
    most_months
        For how long at most, from that day.
    opening, effect
        What it says; `effect` names {first} and {last} where there is a clock.
    """

    key: str
    article: str
    article_confidence: Confidence
    label: Text
    opening: Text
    effect: Text
    parts: tuple[NoticePart, ...] = Field(min_length=1)
    is_complete: bool
    copy_to_employer: bool = False
    clock: str | None = None
    most_months: Annotated[int, Field(ge=1)] | None = None


class SmallContract(Frozen):
    """A contract too small for a duty: below `cents`, without VAT, with at most so many subcontractors."""

    activities: tuple[str, ...] = Field(min_length=1)
    most_subcontractors: int = Field(ge=0)
    below_cents: int = Field(ge=1)


class ChainDuty(Sourced):
    """What else the law asks of parties of a chain: shown as a point to look at, never as a finding.

    activities, areas
        To which it is limited; empty: to none.
    level
        Of an infringement of it, where one is known.
    when
        "always" shows it wherever activity and area fit; "passed_on" where a subcontractor passed all of it on.
    most_levels
        By activity, how many subcontractors may stand below each other.
    tolerance_until
        Until when the authority said not to sanction.
    not_below
        Contracts that are too small for it.
    documents
        What the party above is to ask for.
    """

    key: str
    label: Text
    law: str
    when: Literal["always", "passed_on"]
    activities: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    level: Level | None = None
    most_levels: Mapping[str, Annotated[int, Field(ge=1)]] = {}
    tolerance_until: date | None = None
    not_below: tuple[SmallContract, ...] = ()
    documents: tuple[Text, ...] = ()
