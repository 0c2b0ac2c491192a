"""What the rules say about trafficking, in words: indicators, the grounds of each person, what is open."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dashboards.office.shared import Telling
    from inspection.control.trafficking import IndicatorSeen, OpenQuestion, PersonGrounds, Proposal, SignSeen
    from sectors.rules.trafficking import DignityFactor, Element


@dataclass(frozen=True)
class Ground:
    """For whom the rules propose it, what makes it enough, and by what."""

    who: str
    enough: str
    act: str
    purpose: str


@dataclass(frozen=True)
class Proposed:
    """A proposal as one reader reads it who does not decide; whatever it says, the decision is the inspector's."""

    words: Telling
    made: Proposal

    def headline(self) -> tuple[str, str]:
        """Return the key of what it comes to, and the colour that this has."""
        if self.made.positive:
            return "conclusion.positive_there", "late"
        return ("conclusion.open", "soon") if self.made.is_open else ("conclusion.negative", "")

    def indicators(self) -> list[tuple[str, str, str]]:
        """Return each indicator, how it was established, and of whom."""
        say = self.words.say
        return [
            (self._indicator(one), say(f"how.{one.how}"), ", ".join(one.persons) or "–") for one in self.made.indicators
        ]

    def grounds(self) -> list[Ground]:
        """Return for whom the rules propose it, which acts by which answers, and which facts in which dimension."""
        return [self._ground(one) for one in self.made.grounds]

    def lists(self) -> list[tuple[str, list[str]]]:
        """Return what else the rules see, list by list, each below what it is; empty ones are left out."""
        made, say = self.made, self.words.say
        strong = [] if made.positive else [self._strong(seen) for seen in made.strong]
        found = [
            (say("conclusion.dignity", n=len(made.dignity)), [self._factor(seen) for seen in made.dignity]),
            (say("conclusion.strong"), strong),
            (say("conclusion.settles"), [self._open(one) for one in made.left_open if one.asked_by]),
            (say("conclusion.left_open"), [self._open(one) for one in made.left_open if not one.asked_by]),
            (say("conclusion.groups"), [self._group(seen) for seen in made.groups]),
        ]
        return [(title, lines) for title, lines in found if lines]

    def second_reading(self) -> str:
        """Return what the reading of the ILO comes to, "" where no dimension of it is positive."""
        positive = [self.words.say(f"dimension.{one.dimension}") for one in self.made.dimensions if one.positive]
        if not positive:
            return ""
        met = self.words.say("conclusion.ilo_met" if "ilo" in self.made.patterns else "conclusion.ilo_not_met")
        return self.words.say("conclusion.second_reading", which=", ".join(positive), met=met)

    def _indicator(self, seen: IndicatorSeen) -> str:
        known, lang = self.words.rules.indicators[seen.indicator], self.words.asked.look.lang
        label = self.words.verified(known.label.say(lang), known.label.is_to_verify(lang))
        return (
            f"{label} · {self.words.say(f'dimension.{seen.dimension}')}, {self.words.say(f'strength.{seen.strength}')}"
        )

    def _ground(self, one: PersonGrounds) -> Ground:
        say, rules = self.words.say, self.words.rules
        who = one.person or say("conclusion.nobody_found")
        done = (
            self._label(rules.elements.get(act.element), act.element)
            + self._asked(act.questions, say("conclusion.hired") if act.by_hiring else "")
            for act in one.acts
        )
        facts = (self._fact(fact.key, fact.factor) + self._asked(fact.questions) for fact in one.facts)
        return Ground(
            who=f"{who} ({say('conclusion.minor')})" if one.is_minor else who,
            enough=self.words.verified(say(f"conclusion.way.{one.way}"), True),
            act="; ".join(done),
            purpose="; ".join(facts),
        )

    def _fact(self, key: str, factor: str) -> str:
        """Name a fact with its dimension, where it is more than the dimension's own answers."""
        dimension = self._label(self.words.rules.dignity_factors.get(factor), factor)
        known = self.words.rules.dignity_facts.get(key)
        return dimension if known is None else f"{known.label.say(self.words.asked.look.lang)} [{dimension}]"

    def _label(self, known: Element | DignityFactor | None, key: str) -> str:
        return key if known is None else known.label.say(self.words.asked.look.lang)

    def _asked(self, questions: Iterable[str], first: str = "") -> str:
        """Say by which answers something is shown: the labels of their questions."""
        known = (self.words.rules.questions.get(key) for key in questions)
        labels = (one.label.say(self.words.asked.look.lang) for one in known if one is not None)
        shown = ", ".join(filter(None, (first, *(f"“{label}”" for label in labels))))
        return f" ({shown})" if shown else ""

    def _strong(self, seen: SignSeen) -> str:
        """Name the sign with its dimension of the ILO."""
        sign = self.words.rules.strong_signs.get(seen.key)
        if sign is None:
            return f"{seen.key}{_who(seen)}"
        label, dimension = sign.label.say(self.words.asked.look.lang), self.words.say(f"dimension.{sign.dimension}")
        return self.words.verified(f"{label}{_who(seen)} · {dimension}", True)

    def _factor(self, seen: SignSeen) -> str:
        factor, lang = self.words.rules.dignity_factors.get(seen.key), self.words.asked.look.lang
        if factor is None:
            return seen.key
        note = f". {factor.note.say(lang)}" if factor.note else ""
        return f"{factor.label.say(lang)}{_who(seen)}{note}"

    def _open(self, one: OpenQuestion) -> str:
        question = self.words.rules.questions.get(one.question)
        label = question.label.say(self.words.asked.look.lang) if question else one.question
        return f"{label}{_who(one)}"

    def _group(self, seen: SignSeen) -> str:
        group = self.words.rules.national_groups.get(seen.key)
        if group is None:
            return seen.key
        label = f"{seen.key[3:]} · {group.label.say(self.words.asked.look.lang)}{_who(seen)}"
        return self.words.verified(label, True)


def _who(seen: SignSeen | OpenQuestion) -> str:
    return f" ({', '.join(seen.persons)})" if seen.persons else ""
