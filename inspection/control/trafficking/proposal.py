"""What the rules say about trafficking, as plain values: indicators, dimensions, signs, and what is still open."""

from dataclasses import dataclass
from typing import Literal

from sectors.rules.trafficking import Dimension, Indicator, Strength

Pattern = Literal["ilo", "dignity", "grave"]
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


def seen_as(known: Indicator, how: How, questions: tuple[str, ...], persons: tuple[str, ...] = ()) -> IndicatorSeen:
    """Return an indicator of the rules as seen: how, by which questions, of whom."""
    return IndicatorSeen(
        indicator=known.id,
        dimension=known.dimension,
        strength=known.strength,
        ordinary=known.ordinary,
        how=how,
        questions=questions,
        persons=persons,
    )


@dataclass(frozen=True, kw_only=True)
class DimensionResult:
    """Whether a dimension is positive under the rule, and by which indicators."""

    dimension: Dimension
    positive: bool
    indicators: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class SignSeen:
    """A national group, a factor of human dignity, a strong or a grave sign, with where it came from."""

    key: str
    questions: tuple[str, ...]
    persons: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class OpenQuestion:
    """A question without an answer that is wanted before anybody may read "no pattern" as an all-clear.

    persons
        Who has no answer to it yet; empty for a question about the workplace.
    turns
        Whether one answer to it would make the proposal positive; False where a strong sign asks for it.
    """

    question: str
    persons: tuple[str, ...]
    turns: bool = True


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """What the rules say about trafficking, with the grounds; the inspector decides, and may decide otherwise.

    groups
        Headings of the national list that answers show: context only.
    dignity
        Factors of human dignity that answers show, of whomever; they are weighed as a set for each person alone.
    patterns
        Which patterns are met: that of the ILO, that of human dignity, a grave sign. `positive` is any of them.
    left_open
        Where none is met: the questions without an answer of which one could make it so, or that a strong sign asks
        for.
    strong
        Signs of which each leaves the question of trafficking open by itself, whatever else was asked.
    grave
        Signs of which each makes the proposal positive by itself.
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
    grave: tuple[SignSeen, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether a negative proposal is no all-clear: a strong sign stands, or an answer is wanting."""
        return not self.positive and bool(self.strong or self.left_open)
