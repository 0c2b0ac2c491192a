"""What the rules say about trafficking, as plain values: grounds of each person, second reading, what is still open."""

from dataclasses import dataclass
from typing import Literal

from sectors.rules.trafficking import Dimension, Strength, Weight

Subject = str | None  # a person, or None for the workplace and for whom nobody found
Pattern = Literal["ilo", "dignity", "grave"]
Way = Literal["grave", "set", "minor"]  # a grave fact; a set of dimensions; the smaller set of a minor
How = Literal["observed", "told", "checked"]  # the surest first


@dataclass(frozen=True, kw_only=True)
class IndicatorSeen:
    """An indicator that answers point to, with where it came from."""

    indicator: str
    dimension: Dimension
    strength: Strength
    ordinary: bool
    how: How
    questions: tuple[str, ...]
    persons: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class DimensionResult:
    """Whether a dimension is positive under the rule, and by which indicators."""

    dimension: Dimension
    positive: bool
    indicators: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class SignSeen:
    """A national group, a dimension of human dignity, a strong sign or a grave fact, with where it came from.

    ordinary
        Whether the ordinary checks establish it: a dimension of that kind leaves nothing open.
    """

    key: str
    questions: tuple[str, ...]
    persons: tuple[str, ...]
    ordinary: bool = False


@dataclass(frozen=True, kw_only=True)
class ActSeen:
    """An act of the offence towards one person: recruiting, transporting, housing, taking control.

    questions
        Whose answers show it; none where it is shown by hiring alone.
    by_hiring
        Whether it is the act that whoever is found at work shows.
    """

    element: str
    questions: tuple[str, ...] = ()
    by_hiring: bool = False


@dataclass(frozen=True, kw_only=True)
class FactSeen:
    """A fact against human dignity of one person.

    key
        Of the rules' `dignity_facts`, or of the factor itself where its own signs show it.
    factor
        The dimension of human dignity.
    questions
        Whose answers show it; none where an age and the moment of entry do.
    """

    key: str
    factor: str
    weight: Weight
    questions: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class PersonGrounds:
    """Why the rules propose trafficking for one person: acts, facts of the purpose, and by which way they are enough.

    person
        None for those whom nobody found, where the workplace alone shows it.
    """

    person: Subject
    way: Way
    acts: tuple[ActSeen, ...]
    facts: tuple[FactSeen, ...]
    is_minor: bool = False


@dataclass(frozen=True, kw_only=True)
class OpenQuestion:
    """A question without an answer that is wanted before anybody may read "no pattern" as an all-clear.

    persons
        Who has no answer to it yet; empty for a question about the workplace.
    turns
        Whether one answer to it would make the proposal positive.
    asked_by
        Keys of the strong signs and of the dimensions of human dignity that it would settle.
    """

    question: str
    persons: tuple[str, ...]
    turns: bool = True
    asked_by: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """What the rules say about trafficking, with the grounds; the inspector decides, and may decide otherwise.

    grounds
        For whom the elements of the offence are shown, and by what. `positive` where there is anybody.
    indicators, dimensions
        The second reading, of the ILO: it proposes nothing.
    groups
        Headings of the national list that answers show: context only.
    dignity
        Dimensions of human dignity that answers show, of whomever.
    patterns
        Which readings are met: that of the ILO, a set of human dignity, a grave fact.
    left_open
        Where nothing is proposed: the questions without an answer that would settle what was seen, first, and those
        of which one could make it positive.
    strong
        Signs of which each leaves the question of trafficking open by itself, whatever else was asked.
    """

    positive: bool
    indicators: tuple[IndicatorSeen, ...]
    dimensions: tuple[DimensionResult, ...]
    minors: tuple[str, ...]
    groups: tuple[SignSeen, ...] = ()
    dignity: tuple[SignSeen, ...] = ()
    patterns: tuple[Pattern, ...] = ()
    left_open: tuple[OpenQuestion, ...] = ()
    strong: tuple[SignSeen, ...] = ()
    grounds: tuple[PersonGrounds, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether a negative proposal is no all-clear: something was seen that no ordinary check establishes, or a
        question stands. What was seen stays so when everything was asked.
        """
        if self.positive:
            return False
        was_seen = any(not sign.ordinary for sign in self.dignity) or any(one.positive for one in self.dimensions)
        return was_seen or bool(self.strong or self.left_open or self.patterns)

    @property
    def grave(self) -> tuple[SignSeen, ...]:
        """The facts of which each is enough by itself, with the persons; nobody where the workplace alone shows it."""
        found = [(fact, one.person) for one in self.grounds for fact in one.facts if fact.weight == "grave"]
        return tuple(
            SignSeen(
                key=key,
                questions=tuple(sorted({by for fact, _ in found if fact.key == key for by in fact.questions})),
                persons=tuple(who for fact, who in found if fact.key == key and who is not None),
            )
            for key in dict.fromkeys(fact.key for fact, _ in found)
        )
