"""What an infringement is, who commits it, what weighs on it, and what the law attaches to it: as on one day."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field

from sectors.rules.values import Sourced, Text

Level = Annotated[int, Field(ge=1, le=4)]
Domain = Literal["D1", "D2", "D3", "D4", "DX"]


class Offence(Sourced):
    """An infringement as it stood on the catalogue's day.

    level
        Level of the Social Penal Code, 1 to 4; None where another scale applies or the level depends on the case.
    level_aggravated
        The level that the article gives when its aggravating circumstance is present, if there is one.
    other_level
        The level that other sources give, where they conflict and nobody has settled it: both are shown.
    discretion
        False where an inspector may not choose what follows: a crime outside the social law, or facts of trafficking.
    regional_order
        Whether the law of a Region, with a scale of its own, may apply to the facts: instead of the federal one, or
        beside it.
    effects
        Keys of what else the law attaches to it (`LegalEffect`).
    only_with
        Offences of which one must be found for the same person, or this one is set aside; empty: it stands alone.
    of_worker
        True where somebody who works there commits it, also as self-employed: set aside where they may be a victim.
    of_minors
        True where it can only concern a minor: whoever it concerns is flagged.
    offender
        Key of the role in which somebody commits it (`OffenderRole`): nobody reads of an offence in another's copy.
    excludes
        Offences that cannot stand beside it for the same person: where both are pointed to, this one stands.
    """

    key: str
    domain: Domain
    label: Text
    article: str
    level: Level | None
    level_aggravated: Level | None = None
    other_level: Level | None = None
    multiplied_by_workers: bool | None
    competence: Literal["federal", "regional"]
    discretion: bool = True
    regional_order: bool = False
    effects: tuple[str, ...] = ()
    only_with: tuple[str, ...] = ()
    of_worker: bool = False
    of_minors: bool = False
    offender: str = "employer"
    excludes: tuple[str, ...] = ()
    note: str = ""


class OffenderRole(Sourced):
    """In what capacity somebody commits an offence: employer, posting employer, Belgian user, principal ...

    of_the_workplace
        True for whoever the workplace belongs to: its name and number are known, those of others are left blank.
    is_person_found
        True where it is one of the persons found: each is an offender of their own.
    employs
        True for whoever employs people: each commits an offence against their own.
    """

    key: str
    label: Text
    of_the_workplace: bool = False
    is_person_found: bool = False
    employs: bool = False


class AggravatingFactor(Sourced):
    """A circumstance that changes no level, and that a judge must weigh: not a variant of an offence, nor recidivism.

    levels
        The levels of the offences to which it may belong.
    """

    key: str
    label: Text
    levels: tuple[Level, ...]


class PartTimeRule(Sourced):
    """The least weekly time of a part-time contract, as one part in so many of the full time.

    hours_question, full_time_question
        Who asks for the hours of the contract (of each person) and for those of the full time (of the workplace).
    """

    minimum_one_in: Annotated[int, Field(ge=1)]
    hours_question: str
    full_time_question: str


class ExploitationRules(Sourced):
    """Which offences are connected with exploitation: while the rules propose it, no warning settles one of these."""

    offences: tuple[str, ...]


class LegalEffect(Sourced):
    """Something that follows from a finding beside its sanction: told as information, decided by somebody else.

    amount_cents
        A known amount or floor, in euro cents; None where there is none, or it has to be looked up.
    only_with
        Offences of which one must be found as well; empty: always.
    sectors
        The sectors in which it holds; empty: all.
    """

    key: str
    label: Text
    amount_cents: int | None = None
    only_with: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()


class LegalOrder(Sourced):
    """A Region or Community whose own law governs work authorisation and housing in some areas of the routing table."""

    key: str
    label: Text
    areas: tuple[str, ...]


def order_of(orders: Mapping[str, LegalOrder], area: str) -> str | None:
    """Return the key of the legal order of an area; None where the rules do not say."""
    return next((order.key for order in orders.values() if area in order.areas), None)
