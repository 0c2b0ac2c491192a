"""Signs of trafficking as data: indicators and their rule, strong and grave signs, dignity, elements of the offence."""

from typing import Annotated, Literal

from pydantic import Field

from sectors.rules.values import Frozen, Sourced, Text

Dimension = Literal["DR", "CR", "RV", "EX", "CD", "VD"]
Strength = Literal["strong", "medium", "weak"]
TimeOfDay = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
Span = tuple[TimeOfDay, TimeOfDay]


class Sign(Frozen):
    """Answers to one question that are a sign: some of those that it allows, a count that is reached, a time of day.

    answers
        Keys of choices, or "true" and "false".
    at_least
        The smallest count, for a question that asks how many.
    within
        The first and last minute, for a question that asks for a time; a span may go over midnight.
    """

    question: str
    answers: tuple[str, ...] = ()
    at_least: Annotated[int, Field(ge=1)] | None = None
    within: Span | None = None


class Indicator(Sourced):
    """One of the ILO operational indicators: a sign, never a proof and never a status.

    ordinary
        True where the four ordinary checks alone may establish it (no declaration, no contract, no permit, irregular
        stay, another language): such indicators never alone make a dimension positive.
    """

    id: str
    dimension: Dimension
    strength: Strength
    label: Text
    spot: Literal["yes", "partly", "no"]
    questions: tuple[str, ...]
    ordinary: bool


class Threshold(Frozen):
    """A combination that makes a dimension positive: at least so many strong, medium-or-stronger and any indicators.

    A strong one also counts as medium and as any; a medium one also counts as any.
    """

    strong: int
    medium: int
    any: int


class IndicatorRule(Sourced):
    """When a dimension is positive, and which positive dimensions together make the pattern positive.

    minor_under_years
        Age of majority: a younger person found is always flagged.
    """

    dimension_positive: tuple[Threshold, ...]
    core_dimension: Dimension
    together_with: tuple[Dimension, ...]
    minor_under_years: int


class StrongSign(Sourced):
    """A sign that leaves the question of trafficking open by itself, whatever else was found or asked.

    dimension
        Where it belongs: the questions of this dimension and of exploitation have to be asked beside it.
    under_years
        Whoever is younger than that on the day of the facts shows it too, by date of birth or by the person's number.
    """

    key: str
    label: Text
    dimension: Dimension
    under_years: Annotated[int, Field(ge=1)] | None = None
    signs: Annotated[tuple[Sign, ...], Field(min_length=1)]


class GraveFact(Frozen):
    """One fact of a grave sign: any one of these shows it, of a person or of the workplace.

    under_years
        The person is younger than that on the day of the facts, by date of birth or by the person's number.
    found_within
        The inspectors came in between these minutes, in Brussels.
    """

    signs: tuple[Sign, ...] = ()
    under_years: Annotated[int, Field(ge=1)] | None = None
    found_within: Span | None = None


class GraveSign(Sourced):
    """A sign so grave that it makes the proposal positive by itself, without any pattern.

    facts
        All of them must hold for one and the same person; what was seen of the workplace holds for everybody.
    """

    key: str
    label: Text
    facts: Annotated[tuple[GraveFact, ...], Field(min_length=1)]

    @property
    def signs(self) -> tuple[Sign, ...]:
        """The answers that it names, whichever fact they show."""
        return tuple(sign for fact in self.facts for sign in fact.signs)


class NationalGroup(Sourced):
    """A heading of the national list of indicators: context for the reader; it has no strength and enters no rule."""

    id: str
    label: Text
    examples: Text
    spot: Literal["yes", "partly", "no"]
    signs: tuple[Sign, ...] = ()


class DignityFactor(Sourced):
    """A fact that judges weigh, together with others, when they ask whether work was contrary to human dignity.

    ordinary
        True where the ordinary checks alone may show it; such a factor counts among others and never alone.
    weighty
        True for the conditions that every case joins: pay, hours, lodging.
    note
        What case-law says about it, if anything.
    """

    key: str
    label: Text
    note: Text | None = None
    ordinary: bool = False
    weighty: bool = False
    signs: Annotated[tuple[Sign, ...], Field(min_length=1)]


class DignitySet(Frozen):
    """A set of factors that is enough: at least so many, so many of them weighty."""

    factors: Annotated[int, Field(ge=1)]
    weighty: Annotated[int, Field(ge=0)] = 0


class DignityRule(Sourced):
    """Which sets of factors of human dignity, one of them not ordinary, make the proposal positive by themselves.

    Belgian law asks for no coercion and no deception: it weighs the conditions as a set. The rule adds to the ILO
    pattern and takes nothing from it.
    """

    enough: Annotated[tuple[DignitySet, ...], Field(min_length=1)]


class Element(Sourced):
    """One element of the offence, with what an inspector may have seen or been told that speaks for it.

    It says where a reader finds what; it proves nothing, and an element for which nothing speaks holds nothing back.

    part
        An act, a purpose, or an aggravating circumstance.
    forms
        For a purpose: the forms of exploitation that it belongs to; empty for the other parts.
    indicators, dignity, offences
        Keys of the indicators, factors of human dignity and offences that speak for it.
    signs
        Answers that speak for it beside those.
    of_minors
        True where a minor among the persons found speaks for it.
    """

    key: str
    part: Literal["act", "purpose", "aggravating"]
    label: Text
    forms: tuple[str, ...] = ()
    indicators: tuple[str, ...] = ()
    dignity: tuple[str, ...] = ()
    offences: tuple[str, ...] = ()
    signs: tuple[Sign, ...] = ()
    of_minors: bool = False
