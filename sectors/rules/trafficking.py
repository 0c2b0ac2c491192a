"""Signs of trafficking as data: indicators and their rule, strong signs, human dignity, elements of the offence."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from sectors.rules.values import Frozen, Sourced, Text

Dimension = Literal["DR", "CR", "RV", "EX", "CD", "VD"]
Strength = Literal["strong", "medium", "weak"]
Weight = Literal["grave", "weighs", "supports"]  # of a fact in a dimension of human dignity, the heaviest first
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
        Which of the dimensions of the ILO it belongs to.
    under_years
        Whoever is younger than that on the day of the facts shows it too, by date of birth or by the person's number.
    settled_by
        The questions that would settle it: of the person whom it concerns, or of the workplace.
    """

    key: str
    label: Text
    dimension: Dimension
    under_years: Annotated[int, Field(ge=1)] | None = None
    signs: Annotated[tuple[Sign, ...], Field(min_length=1)]
    settled_by: Annotated[tuple[str, ...], Field(min_length=1)]


class FactPart(Frozen):
    """One part of a fact: any one of these shows it, of a person or of the workplace.

    under_years
        The person is younger than that on the day of the facts, by date of birth or by the person's number.
    found_within
        The inspectors came in between these minutes, in Brussels.
    """

    signs: tuple[Sign, ...] = ()
    under_years: Annotated[int, Field(ge=1)] | None = None
    found_within: Span | None = None


class DignityFact(Sourced):
    """A fact of somebody's work that a factor of human dignity needs more than one answer, or another weight, for.

    factor
        The dimension of human dignity that it belongs to.
    dignity
        `grave`: no ordinary infringement contains it, and it is enough by itself. `weighs`: its dimension counts in a
        set, as the factor's own signs do. `supports`: its dimension counts only beside others that weigh.
    facts
        All of them must hold for one and the same person; what was seen of the workplace holds for everybody.
    """

    key: str
    label: Text
    factor: str
    dignity: Weight
    facts: Annotated[tuple[FactPart, ...], Field(min_length=1)]

    @property
    def signs(self) -> tuple[Sign, ...]:
        """The answers that it names, whichever part they show."""
        return tuple(sign for part in self.facts for sign in part.signs)


class NationalGroup(Sourced):
    """A heading of the national list of indicators: context for the reader; it has no strength and enters no rule."""

    id: str
    label: Text
    examples: Text
    spot: Literal["yes", "partly", "no"]
    signs: tuple[Sign, ...] = ()


class DignityFactor(Sourced):
    """A dimension of human dignity that judges weigh, together with others, when they look at somebody's work.

    ordinary
        True where the ordinary checks alone show it: it is shown beside the others and counts for nothing.
    beyond
        False for pay, hours and papers, which ordinary infringements reach as well: a set needs one dimension beyond.
    of_work
        False for what belongs to another offence where nothing of the work itself is against dignity: poor lodging,
        the use of somebody's situation.
    note
        What case-law says about it, if anything.
    signs, supports
        Answers that weigh in a set, and answers that count only beside others that weigh.
    settled_by
        The questions that would settle it where it stands alone.
    """

    key: str
    label: Text
    note: Text | None = None
    ordinary: bool = False
    beyond: bool = True
    of_work: bool = True
    signs: tuple[Sign, ...] = ()
    supports: tuple[Sign, ...] = ()
    settled_by: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _is_settled_by_something(self) -> Self:
        if not self.ordinary and not self.settled_by:
            raise ValueError("what leaves the question open names the questions that would settle it")
        return self


class DignitySet(Frozen):
    """A set of dimensions that is enough, all of one person.

    weighs
        At least so many different ones that weigh.
    beyond
        So many beyond pay, hours and papers, that weigh or support.
    of_work
        So many of those that weigh concern the work itself.
    """

    weighs: Annotated[int, Field(ge=1)]
    beyond: Annotated[int, Field(ge=0)] = 0
    of_work: Annotated[int, Field(ge=0)] = 0


class DignityRule(Sourced):
    """Which sets of dimensions of human dignity are enough as the purpose of an exploitation, for one person.

    Belgian law asks for an act and this purpose; it asks for no coercion and no deception. A grave fact is enough
    alone.

    enough, of_minors
        Any one of these sets; a minor's are smaller.
    """

    enough: Annotated[tuple[DignitySet, ...], Field(min_length=1)]
    of_minors: Annotated[tuple[DignitySet, ...], Field(min_length=1)]


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
    of_hired
        True for the act that whoever is found at work shows: somebody hired them. It is there for everybody, so that
        it never makes a purpose easier to reach.
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
    of_hired: bool = False


class TraffickingProvision(Sourced):
    """A provision of the Penal Code, as on the day of the facts; no penalty is ever computed from it.

    It is no offence of ours: nothing but the inspector's yes establishes it, and no finding or copy holds it.

    kind
        The offence itself, or information on how it is judged.
    forms
        The forms of exploitation that it is about; empty: all.
    """

    key: str
    kind: Literal["offence", "information"]
    rank: Annotated[int, Field(ge=1)]
    forms: tuple[str, ...] = ()
    article: str
    label: Text


class ProtectionStage(Sourced):
    """A stage of protection, as information for the person: which one somebody is in is never asked, kept or computed.

    says
        How long it lasts, what it allows and on what conditions.
    """

    key: str
    rank: Annotated[int, Field(ge=1)]
    label: Text
    says: Text
