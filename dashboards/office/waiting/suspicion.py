"""What a control says of a suspicion, in words, for whoever reads a no: decisions, indicators, grounds by person."""

from dataclasses import dataclass, field
from typing import ClassVar, get_args

from dashboards.office.asking import Asked
from inspection.acts.controls import ShownControl
from inspection.acts.records import Decided
from inspection.control.filled import Form
from inspection.control.trafficking import IndicatorSeen, PersonGrounds, Proposal


@dataclass(frozen=True, kw_only=True)
class Indicator:
    """One indicator: what, of which dimension and strength, how it was found, and about whom."""

    what: str
    kind: str
    how: str
    persons: str


@dataclass(frozen=True, kw_only=True)
class Grounds:
    """What makes it trafficking of one person, as the rules read it."""

    who: str
    acts: str
    facts: str
    enough: str


@dataclass(frozen=True, kw_only=True)
class Suspicion:
    """What was decided so far, and what the rules propose; it names persons by reference."""

    FORMS: ClassVar[tuple[Form, ...]] = get_args(Form)

    decided: tuple[Decided, ...] = field(repr=False)
    proposal: str
    indicators: tuple[Indicator, ...]
    grounds: tuple[Grounds, ...]
    minors: str


def suspicion_of(asked: Asked, whole: ShownControl) -> Suspicion:
    """Return what the whole of a control says of a suspicion."""
    made = whole.conclusion.proposal
    return Suspicion(
        decided=whole.decided,
        proposal=asked.say(f"conclusion.{_headline(made)}"),
        indicators=tuple(_indicator(asked, seen) for seen in made.indicators),
        grounds=tuple(_grounds(asked, one) for one in made.grounds),
        minors=", ".join(made.minors),
    )


def _headline(made: Proposal) -> str:
    if made.positive:
        return "positive_there"
    return "open" if made.is_open else "negative"


def _indicator(asked: Asked, seen: IndicatorSeen) -> Indicator:
    known = asked.catalogue.indicators.get(seen.indicator)
    return Indicator(
        what=known.label.say(asked.look.lang) if known else seen.indicator,
        kind=f"{asked.say(f'dimension.{seen.dimension}')}, {asked.say(f'strength.{seen.strength}')}",
        how=asked.say(f"how.{seen.how}"),
        persons=", ".join(seen.persons) or "–",
    )


def _grounds(asked: Asked, one: PersonGrounds) -> Grounds:
    """Say who it is, which acts, which facts in which dimension, and what makes them enough."""
    rules, lang = asked.catalogue, asked.look.lang
    elements = (rules.elements.get(act.element) for act in one.acts)
    facts = (
        (rules.dignity_facts.get(fact.key), rules.dignity_factors.get(fact.factor), fact.factor) for fact in one.facts
    )
    told = [
        " · ".join(known.label.say(lang) for known in (fact, factor) if known is not None) or key
        for fact, factor, key in facts
    ]
    minor = f" ({asked.say('conclusion.minor')})" if one.is_minor else ""
    return Grounds(
        who=f"{one.person or asked.say('conclusion.nobody_found')}{minor}",
        acts="; ".join(known.label.say(lang) for known in elements if known is not None),
        facts="; ".join(told),
        enough=f"{asked.say(f'conclusion.way.{one.way}')} ({asked.say('word.to_verify')})",
    )
