"""What follows from a control by the rules, in the reader's words: findings, deadlines, what was set aside."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from dashboards.office.asking import Asked
from dashboards.office.concluding.grounds import Grounds
from dashboards.office.shared import Telling
from inspection.control.conclusions import Conclusion, Finding, FurtherEffect, RunningClock
from inspection.i18n import t
from inspection.reporting.cases import other_reading, recidivism_texts, regional_risks, risks

_NO_BREAK = "\N{NO-BREAK SPACE}"
_REMARKS = (  # what somebody should look at, in the order in which it is said
    "report_language",
    "part_time_minimum",
    "factor_without_offence",
    "lodging_unknown",
    "hearing_rights",
    "hearing_lawyer",
    "rooms_ground",
)


@dataclass(frozen=True)
class FindingTold:
    """A finding: the offence, whose it is, what stands below it, what it risks, and what the rules propose."""

    what: str
    whose: str
    notes: tuple[str, ...]
    risks: tuple[str, ...]
    proposed: str
    is_only_one: bool


@dataclass(frozen=True)
class ClockTold:
    """A deadline that would run: until when, for what, whose, and the consequence under which alone it counts."""

    due_on: date
    what: str
    whose: str
    only_if: str


@dataclass(frozen=True)
class IndicatorTold:
    """An indicator: its words, its dimension and strength, how it is established, and of whom."""

    what: str
    kind: str
    how: str
    persons: str


@dataclass(frozen=True)
class Told:
    """A conclusion for one reader; "to be verified" stands wherever the source asks for it.

    facts_on
        The day of the facts, by whose law they are judged.
    """

    asked: Asked
    made: Conclusion = field(repr=False)
    facts_on: date

    @cached_property
    def telling(self) -> Telling:
        """The words for offences, deadlines and consequences."""
        return Telling(self.asked)

    @cached_property
    def grounds(self) -> Grounds:
        """Why the rules propose a suspicion, or do not."""
        return Grounds(self.asked, self.made.proposal)

    def findings(self) -> list[FindingTold]:
        """Return the findings."""
        return [self._finding(one) for one in self.made.findings]

    def effects(self) -> list[str]:
        """Return what the law attaches to the findings as well, each once."""
        found = dict.fromkeys(effect for one in self.made.findings for effect in one.effects)
        return [self._effect(one) for one in found]

    def beside(self) -> list[str]:
        """Return which offences were set aside and why, what is left to clarify, and what the law did not know."""
        lang, known = self.asked.look.lang, self.telling.rules.to_clarify
        points = (
            (known[one.key].label.say(lang) if one.key in known else one.key, ", ".join(one.persons))
            for one in self.made.to_clarify
        )
        day = self.asked.day(self.facts_on)
        return [
            *self._aside(),
            *(f"{t('dossier.to_clarify', lang, what=what)} ({who})" for what, who in points),
            *(
                self.asked.say("conclusion.not_in_force", day=day, offence=self.telling.offence(key))
                for key in self.made.not_in_force
            ),
        ]

    def clocks(self) -> list[ClockTold]:
        """Return the deadlines that would run."""
        return [self._clock(one) for one in self.made.clocks]

    def remarks(self) -> list[str]:
        """Return what somebody should look at."""
        return [self.asked.say(f"conclusion.{key}") for key in _REMARKS if key in self.made.remarks]

    def awaits(self) -> str:
        """Return which offences wait for the decision on a suspicion, "" for none."""
        which = ", ".join(self.telling.offence(key) for key in self.made.awaits_decision)
        return self.asked.say("conclusion.awaits_decision", which=which) if which else ""

    def indicators(self) -> list[IndicatorTold]:
        """Return the indicators of trafficking."""
        say, rules, lang = self.asked.say, self.telling.rules, self.asked.look.lang
        return [
            IndicatorTold(
                what=(label := rules.indicators[one.indicator].label).say(lang)
                + self._verified(is_open=label.is_to_verify(lang)),
                kind=f"{say(f'dimension.{one.dimension}')}, {say(f'strength.{one.strength}')}",
                how=say(f"how.{one.how}"),
                persons=", ".join(one.persons),
            )
            for one in self.made.proposal.indicators
        ]

    def _finding(self, finding: Finding) -> FindingTold:
        law, lang = self.asked.app.catalogue(finding.to_on), self.asked.look.lang
        risked = (
            *risks(finding, law.sanctions, lang),
            *other_reading(finding, law, lang),
            *regional_risks(finding, law, lang),
            *recidivism_texts(finding, lang),
        )
        return FindingTold(
            what=self.telling.offence(finding.offence)
            + (f" ({', '.join(finding.persons)})" if finding.persons else ""),
            whose=" ".join(
                filter(
                    None, (self.telling.role(finding.offender.role), finding.offender.ref or finding.offender.person)
                )
            ),
            notes=tuple(self._notes(finding)),
            risks=risked,
            proposed=self.telling.consequence(finding.consequence) + self._verified(is_open=True),
            is_only_one=len(finding.open_consequences) == 1,
        )

    def _notes(self, finding: Finding) -> Iterator[str]:
        say, lang = self.asked.say, self.asked.look.lang
        if (finding.from_on, finding.to_on) != (self.facts_on, self.facts_on):
            yield " – ".join(dict.fromkeys((self.asked.day(finding.from_on), self.asked.day(finding.to_on))))
        yield self.telling.rules.cite(finding.article, lang)
        if finding.level is not None:
            yield f"{say('word.level')}{_NO_BREAK}{finding.level}"
        for key in finding.factors:
            known = self.telling.rules.aggravating_factors.get(key)
            yield say("conclusion.factor", what=known.label.say(lang) if known else key)
        if finding.legal_orders:
            yield f"{say('word.legal_order')}: {', '.join(map(self._order, finding.legal_orders))}"
        if finding.to_verify:
            yield say("word.to_verify")

    def _order(self, key: str) -> str:
        known = self.telling.rules.legal_orders.get(key)
        return known.label.say(self.asked.look.lang) if known else self.asked.say(f"legal_order.{key}")

    def _effect(self, effect: FurtherEffect) -> str:
        known = self.telling.rules.legal_effects.get(effect.key)
        if known is None:
            return effect.key
        said = known.label.say(self.asked.look.lang)
        if effect.amount_cents is not None:
            euros = f"{effect.amount_cents / 100:,.2f}".replace(",", _NO_BREAK)
            said += f" · {self.asked.say('conclusion.from_amount', euros=euros)}"
        return said + self._verified(is_open=known.is_to_verify)

    def _aside(self) -> Iterator[str]:
        for one in self.made.set_aside:
            some = ".some" if one.why == "only_with" and one.persons else ""
            said = {"offence": self.telling.offence(one.offence), "who": ", ".join(one.persons)}
            yield self.asked.say(f"conclusion.set_aside.{one.why}{some}", **said)

    def _clock(self, clock: RunningClock) -> ClockTold:
        known, whose = self.telling.rules.clocks.get(clock.key), clock.offender
        return ClockTold(
            due_on=clock.due_on,
            what=self.telling.clock(clock.key) + self._verified(is_open=known is not None and known.is_to_verify),
            whose=" ".join(filter(None, (self.telling.role(whose.role), whose.ref or whose.person))) if whose else "",
            only_if=self.telling.consequence(clock.only_if) if clock.only_if else "",
        )

    def _verified(self, *, is_open: bool) -> str:
        return f" ({self.asked.say('word.to_verify')})" if is_open else ""
