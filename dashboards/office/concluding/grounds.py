"""What the rules say about trafficking, in the reader's words: the grounds of each person, and what is still open."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from dashboards.office.asking import Asked
from inspection.control.trafficking import OpenQuestion, PersonGrounds, Proposal, SignSeen
from sectors import Catalogue
from sectors.rules.trafficking import DignityFactor, Element


@dataclass(frozen=True)
class PersonTold:
    """For whom it is proposed, by which way, by which acts, and by which facts against human dignity."""

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
class Grounds:
    """A proposal for one reader; whatever it says, the decision is the inspector's."""

    asked: Asked
    made: Proposal = field(repr=False)

    @cached_property
    def rules(self) -> Catalogue:
        """The rules as they stand today."""
        return self.asked.catalogue

    @property
    def state(self) -> Literal["positive", "open", "negative"]:
        """Whether it is proposed, left open, or neither."""
        return "positive" if self.made.positive else "open" if self.made.is_open else "negative"

    def persons(self) -> list[PersonTold]:
        """Return for whom the rules propose it, and by what."""
        return [self._person(one) for one in self.made.grounds]

    def parts(self) -> list[Part]:
        """Return what was seen, what would settle it, and what stands beside as context; parts without a line go."""
        made, say = self.made, self.asked.say
        settling = [one for one in made.left_open if one.asked_by]
        turning = [one for one in made.left_open if not one.asked_by]
        parts = (
            Part(say("conclusion.dignity", n=len(made.dignity)), tuple(map(self._factor, made.dignity))),
            Part(say("conclusion.strong"), () if made.positive else tuple(map(self._strong, made.strong))),
            Part(say("conclusion.settles"), tuple(map(self._open, settling))),
            Part(say("conclusion.left_open"), tuple(map(self._open, turning))),
            Part(say("conclusion.groups"), tuple(map(self._group, made.groups))),
        )
        return [part for part in parts if part.lines]

    def second_reading(self) -> str:
        """Return the reading of the ILO, "" where no dimension of it is positive."""
        say = self.asked.say
        which = ", ".join(say(f"dimension.{one.dimension}") for one in self.made.dimensions if one.positive)
        met = say("conclusion.ilo_met" if "ilo" in self.made.patterns else "conclusion.ilo_not_met")
        return say("conclusion.second_reading", which=which, met=met) if which else ""

    def minors(self) -> str:
        """Return who may be under age, "" for nobody."""
        return self.asked.say("conclusion.minors", who=", ".join(self.made.minors)) if self.made.minors else ""

    def _person(self, one: PersonGrounds) -> PersonTold:
        say, rules = self.asked.say, self.rules
        shown = (
            self._label(rules.elements.get(act.element), act.element)
            + self._by(act.questions, say("conclusion.hired") if act.by_hiring else "")
            for act in one.acts
        )
        minor = f" ({say('conclusion.minor')})" if one.is_minor else ""
        return PersonTold(
            who=(one.person or say("conclusion.nobody_found")) + minor,
            way=f"{say(f'conclusion.way.{one.way}')} ({say('word.to_verify')})",
            acts="; ".join(shown),
            facts="; ".join(self._fact(fact.key, fact.factor) + self._by(fact.questions) for fact in one.facts),
        )

    def _fact(self, key: str, factor: str) -> str:
        """Name a fact with its dimension, where it is more than the dimension's own answers."""
        dimension, known = (
            self._label(self.rules.dignity_factors.get(factor), factor),
            self.rules.dignity_facts.get(key),
        )
        return dimension if known is None else f"{known.label.say(self.asked.look.lang)} [{dimension}]"

    def _label(self, known: Element | DignityFactor | None, key: str) -> str:
        return key if known is None else known.label.say(self.asked.look.lang)

    def _by(self, questions: Iterable[str], first: str = "") -> str:
        """Say by which answers something is shown: the labels of their questions."""
        shown = ", ".join(filter(None, (first, *(f"“{label}”" for label in self._asked(questions)))))
        return f" ({shown})" if shown else ""

    def _asked(self, questions: Iterable[str]) -> Iterator[str]:
        for key in questions:
            if (question := self.rules.questions.get(key)) is not None:
                yield question.label.say(self.asked.look.lang)

    def _strong(self, seen: SignSeen) -> tuple[str, str]:
        sign = self.rules.strong_signs.get(seen.key)
        if sign is None:
            return f"{seen.key}{_who(seen)}", ""
        told = f"{self.asked.say(f'dimension.{sign.dimension}')} ({self.asked.say('word.to_verify')})"
        return f"{sign.label.say(self.asked.look.lang)}{_who(seen)}", told

    def _factor(self, seen: SignSeen) -> tuple[str, str]:
        factor, lang = self.rules.dignity_factors.get(seen.key), self.asked.look.lang
        if factor is None:
            return seen.key, ""
        return f"{factor.label.say(lang)}{_who(seen)}", factor.note.say(lang) if factor.note else ""

    def _open(self, one: OpenQuestion) -> tuple[str, str]:
        question = self.rules.questions.get(one.question)
        return f"{question.label.say(self.asked.look.lang) if question else one.question}{_who(one)}", ""

    def _group(self, seen: SignSeen) -> tuple[str, str]:
        group = self.rules.national_groups.get(seen.key)
        if group is None:
            return seen.key, ""
        said = f"{seen.key[3:]} · {group.label.say(self.asked.look.lang)}{_who(seen)}"
        return said, self.asked.say("word.to_verify")


def _who(seen: SignSeen | OpenQuestion) -> str:
    return f" ({', '.join(seen.persons)})" if seen.persons else ""
