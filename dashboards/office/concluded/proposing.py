"""What the rules say about trafficking, in the reader's words: indicators, the grounds of each person, what is open."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from dashboards.office.shared import Telling
    from inspection.control.trafficking import IndicatorSeen, OpenQuestion, PersonGrounds, Proposal, SignSeen
    from sectors.rules.trafficking import DignityFactor, Element

State = Literal["positive", "open", "negative"]
_COLOURS: Final[Mapping[State, str]] = {"positive": "late", "open": "soon", "negative": ""}


@dataclass(frozen=True, kw_only=True)
class IndicatorTold:
    """An indicator: its words, its dimension and strength, how it was established, and of whom."""

    what: str
    kind: str
    how: str
    persons: str


@dataclass(frozen=True, kw_only=True)
class PersonTold:
    """For whom it is proposed, what makes it enough, by which acts, and by which facts against human dignity."""

    who: str
    way: str
    acts: str
    facts: str


@dataclass(frozen=True)
class Part:
    """Lines under what they are, each with a note, "" for none."""

    caption: str
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Proposed:
    """A proposal for one reader; whatever it says, the decision is the inspector's."""

    words: Telling
    made: Proposal = field(repr=False)

    @property
    def state(self) -> State:
        """Whether it is proposed, left open, or neither."""
        return "positive" if self.made.positive else "open" if self.made.is_open else "negative"

    def headline(self, *, is_owed: bool = False) -> tuple[str, str]:
        """Return what it comes to, and the colour that this has.

        is_owed
            Whether its reader still has to decide: they are told that a proposal needs it.
        """
        there = "_there" if self.made.positive and not is_owed else ""
        return self.words.say(f"conclusion.{self.state}{there}"), _COLOURS[self.state]

    def indicators(self) -> list[IndicatorTold]:
        """Return the indicators."""
        return [self._indicator(one) for one in self.made.indicators]

    def persons(self) -> list[PersonTold]:
        """Return for whom the rules propose it, and by what."""
        return [self._person(one) for one in self.made.grounds]

    def parts(self) -> list[Part]:
        """Return what was seen, what would settle it, and what stands beside as context; parts without a line go."""
        made, say = self.made, self.words.say
        parts = (
            Part(say("conclusion.dignity", n=len(made.dignity)), tuple(map(self._factor, made.dignity))),
            Part(say("conclusion.strong"), () if made.positive else tuple(map(self._strong, made.strong))),
            Part(say("conclusion.settles"), tuple(self._open(one) for one in made.left_open if one.asked_by)),
            Part(say("conclusion.left_open"), tuple(self._open(one) for one in made.left_open if not one.asked_by)),
            Part(say("conclusion.groups"), tuple(map(self._group, made.groups))),
        )
        return [part for part in parts if part.lines]

    def second_reading(self) -> str:
        """Return what the reading of the ILO comes to, "" where no dimension of it is positive."""
        say = self.words.say
        which = ", ".join(say(f"dimension.{one.dimension}") for one in self.made.dimensions if one.positive)
        met = say("conclusion.ilo_met" if "ilo" in self.made.patterns else "conclusion.ilo_not_met")
        return say("conclusion.second_reading", which=which, met=met) if which else ""

    def minors(self) -> str:
        """Return who may be under age, "" for nobody."""
        return self.words.say("conclusion.minors", who=", ".join(self.made.minors)) if self.made.minors else ""

    def _indicator(self, seen: IndicatorSeen) -> IndicatorTold:
        say, lang, known = self.words.say, self.words.asked.look.lang, self.words.rules.indicators.get(seen.indicator)
        label = self.words.verified(known.label.say(lang), known.label.is_to_verify(lang)) if known else seen.indicator
        return IndicatorTold(
            what=label,
            kind=f"{say(f'dimension.{seen.dimension}')}, {say(f'strength.{seen.strength}')}",
            how=say(f"how.{seen.how}"),
            persons=", ".join(seen.persons),
        )

    def _person(self, one: PersonGrounds) -> PersonTold:
        say, rules = self.words.say, self.words.rules
        done = (
            self._label(rules.elements.get(act.element), act.element)
            + self._by(act.questions, say("conclusion.hired") if act.by_hiring else "")
            for act in one.acts
        )
        who = one.person or say("conclusion.nobody_found")
        return PersonTold(
            who=f"{who} ({say('conclusion.minor')})" if one.is_minor else who,
            way=self.words.verified(say(f"conclusion.way.{one.way}"), True),
            acts="; ".join(done),
            facts="; ".join(self._fact(fact.key, fact.factor) + self._by(fact.questions) for fact in one.facts),
        )

    def _fact(self, key: str, factor: str) -> str:
        """Name a fact with its dimension, where it is more than the dimension's own answers."""
        dimension = self._label(self.words.rules.dignity_factors.get(factor), factor)
        known = self.words.rules.dignity_facts.get(key)
        return dimension if known is None else f"{known.label.say(self.words.asked.look.lang)} [{dimension}]"

    def _label(self, known: Element | DignityFactor | None, key: str) -> str:
        return key if known is None else known.label.say(self.words.asked.look.lang)

    def _by(self, questions: Iterable[str], first: str = "") -> str:
        """Say by which answers something is shown: the labels of their questions."""
        known = (self.words.rules.questions.get(key) for key in questions)
        labels = (one.label.say(self.words.asked.look.lang) for one in known if one is not None)
        shown = ", ".join(filter(None, (first, *(f"“{label}”" for label in labels))))
        return f" ({shown})" if shown else ""

    def _strong(self, seen: SignSeen) -> tuple[str, str]:
        """Name the sign with its dimension of the ILO."""
        sign = self.words.rules.strong_signs.get(seen.key)
        if sign is None:
            return f"{seen.key}{_who(seen)}", ""
        told = self.words.verified(self.words.say(f"dimension.{sign.dimension}"), True)
        return f"{sign.label.say(self.words.asked.look.lang)}{_who(seen)}", told

    def _factor(self, seen: SignSeen) -> tuple[str, str]:
        factor, lang = self.words.rules.dignity_factors.get(seen.key), self.words.asked.look.lang
        if factor is None:
            return f"{seen.key}{_who(seen)}", ""
        return f"{factor.label.say(lang)}{_who(seen)}", factor.note.say(lang) if factor.note else ""

    def _open(self, one: OpenQuestion) -> tuple[str, str]:
        question = self.words.rules.questions.get(one.question)
        return f"{question.label.say(self.words.asked.look.lang) if question else one.question}{_who(one)}", ""

    def _group(self, seen: SignSeen) -> tuple[str, str]:
        group = self.words.rules.national_groups.get(seen.key)
        if group is None:
            return f"{seen.key}{_who(seen)}", ""
        said = f"{seen.key[3:]} · {group.label.say(self.words.asked.look.lang)}{_who(seen)}"
        return said, self.words.say("word.to_verify")


def _who(seen: SignSeen | OpenQuestion) -> str:
    return f" ({', '.join(seen.persons)})" if seen.persons else ""
