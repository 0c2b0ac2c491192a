"""What an infringement is, who commits it, what weighs on it, and what the law attaches to it: as on one day."""

import re
from collections.abc import Iterable, Mapping
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from sectors.rules.values import Confidence, Frozen, Lang, Sourced, Text, rising

Level = Annotated[int, Field(ge=1, le=4)]
Domain = Literal["D1", "D2", "D3", "D4", "DX"]
Range = Annotated[tuple[int, int], AfterValidator(rising)]  # from the smallest to the largest
Stay = Literal["none", "regular", "special"]
FEDERAL = "federal"


class Variant(Frozen):
    """What else an aggravated variant asks for, and what it does beside changing the level.

    only_with, at_least
        It stands only where so many of these offences were found against the same offender.
    times
        How often both ends of the fine then count; 1: once.
    confidence
        How sure we are of the variant, where that is less than of the offence.
    """

    only_with: tuple[str, ...] = Field(min_length=1)
    at_least: Annotated[int, Field(ge=1)]
    times: Annotated[int, Field(ge=1)] = 1
    confidence: Confidence


class Offence(Sourced):
    """An infringement as it stood on the catalogue's day.

    level
        Level of the Social Penal Code, 1 to 4; None where another scale applies or the level depends on the case.
    level_aggravated
        The level that the article gives when its aggravating circumstance is present, if there is one.
    variant
        What else that variant asks for; None: the circumstance alone.
    stay
        The stay situation of the person in question, where the offence is about one: none, regular, or one of the
        specific situations in which work stays federal. Whose law applies follows from it.
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
    variant: Variant | None = None
    stay: Stay | None = None
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

    @model_validator(mode="after")
    def _has_what_its_variant_asks_for(self) -> "Offence":
        if self.variant is not None and self.level_aggravated is None:
            raise ValueError("a variant needs the level that it has, level_aggravated")
        if self.variant is not None and self.variant.at_least > len(self.variant.only_with):
            raise ValueError("a variant asks for more offences than only_with names")
        return self


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
    levels: tuple[Level, ...] = Field(min_length=1)


class PartTimeRule(Sourced):
    """The least weekly time of a part-time contract, as one part in so many of the full time.

    hours_question, full_time_question
        Who asks for the hours of the contract (of each person) and for those of the full time (of the workplace).
    """

    minimum_one_in: Annotated[int, Field(ge=1)]
    hours_question: str
    full_time_question: str


class ExploitationRules(Sourced):
    """Which offences are connected with exploitation: their choice has a warning while it is proposed and undecided."""

    offences: tuple[str, ...]


class PointToClarify(Sourced):
    """What an answer leaves open: said, settled by a human, and never an offence."""

    key: str
    label: Text


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


class RegionalScale(Frozen):
    """What a Region's own law threatens its offences with, before the surcharge, in euro cents.

    offences
        Those of our offences for which it was read.
    """

    offences: tuple[str, ...] = Field(min_length=1)
    prison_months: Range | None
    criminal_base_cents: Range
    administrative_base_cents: Range
    confidence: Confidence


class LegalInstrument(Sourced):
    """A decree, ordinance or law of a Region or Community, by its title; its amounts are held nowhere.

    order
        Key of the legal order that it belongs to.
    offences
        Which findings under that order name it; empty: none, it is information.
    numac
        Its number in the official gazette; None: not found.
    """

    key: str
    order: str
    offences: tuple[str, ...]
    title: Text
    numac: Annotated[str, Field(pattern=r"^(\d{10}|\d{4}[A-Z]\d{5})$")] | None = None


class LegalOrder(Sourced):
    """A Region or Community whose own law governs work authorisation and housing in some areas of the routing table.

    federal_for
        The stay situations for which the federal sanctions hold there beside its own law; for the others its own law
        replaces them.
    scale
        Its own sanctions, as far as they were read; None: not held.
    """

    key: str
    label: Text
    areas: tuple[str, ...] = Field(min_length=1)
    federal_for: tuple[Stay, ...]
    scale: RegionalScale | None = None


def order_of(orders: Mapping[str, LegalOrder], area: str) -> str | None:
    """Return the key of the legal order of an area; None where the rules do not say."""
    return next((order.key for order in orders.values() if area in order.areas), None)


def orders_of(offence: Offence, order: LegalOrder | None) -> tuple[str, ...]:
    """Return whose law governs an offence: "federal", the key of the Region's order, or both.

    order
        That of the place of work, on the day of the facts; None where the rules do not say.
    """
    if not offence.regional_order or order is None:
        return () if offence.competence == "regional" else (FEDERAL,)
    is_federal = offence.competence == FEDERAL if offence.stay is None else offence.stay in order.federal_for
    return (*((FEDERAL,) if is_federal else ()), order.key)


class Citation(Sourced):
    """Words that stand in provisions, such as a code's short name, and what they are in the four languages.

    written
        As the `article` of an offence writes it.
    """

    key: str
    written: str
    words: Text


def cite(provision: str, known: Iterable[Citation], lang: Lang) -> str:
    """Return a provision in a reader's words; numbers, and words that no citation knows, stay as they are written."""
    words_of = {one.written: one.words.say(lang) for one in known}
    longest = sorted(words_of, key=len, reverse=True)
    if not longest:
        return provision
    pattern = "|".join(rf"(?<!\w){re.escape(written)}(?!\w)" for written in longest)
    return re.sub(pattern, lambda found: words_of[found[0]], provision)
