"""What follows from the answers by the rules, in words: findings with their sanctions, what was set aside, remarks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from inspection.i18n import decimal_text
from inspection.reporting.cases import by_other_reading, recidivism_texts, regional_risks, risks

if TYPE_CHECKING:
    from datetime import date

    from dashboards.office.inspections.words import Words
    from inspection.control.conclusions import Conclusion, Finding, FurtherEffect

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
class Concluded:
    """A conclusion as one reader reads it; nothing of it is decided.

    facts_on
        The day of the facts, by whose law they are judged.
    """

    words: Words
    made: Conclusion
    facts_on: date

    def facts(self, one: Finding) -> list[str]:
        """Return what stands below a finding: its article, level, law, days and factors."""
        words, rules, lang = self.words, self.words.rules, self.words.asked.look.lang
        factors = (rules.aggravating_factors.get(key) for key in one.factors)
        orders = ", ".join(self._order(key) for key in one.legal_orders)
        told = (
            self._days(one) if (one.from_on, one.to_on) != (self.facts_on, self.facts_on) else "",
            rules.cite(one.article, lang),
            *(words.say("conclusion.factor", what=known.label.say(lang)) for known in factors if known),
            "" if one.level is None else f"{words.say('word.level')} {one.level}",
            f"{words.say('word.legal_order')}: {orders}" if orders else "",
            words.say("word.to_verify") if one.to_verify else "",
        )
        return [line for line in told if line]

    def sanctions(self, one: Finding) -> list[str]:
        """Return what a finding risks; where sources conflict about its level, what it risks by the other as well."""
        law, lang = self.words.asked.app.catalogue(one.to_on), self.words.asked.look.lang
        found = risks(one, law.sanctions, lang)
        if one.other is not None:
            by_it = ", ".join(risks(by_other_reading(one, one.other), law.sanctions, lang))
            found.append(self.words.paper("dossier.other_level", level=one.other.level, risk=by_it))
        return [*found, *regional_risks(one, law, lang), *recidivism_texts(one, lang)]

    def proposed(self, one: Finding) -> str:
        """Name the consequence that is proposed, and say where it is the only one that is open."""
        only = f" · {self.words.say('conclusion.no_choice')}" if len(one.open_consequences) == 1 else ""
        return self.words.verified(self.words.consequence(one.consequence), True) + only

    def effects(self) -> list[str]:
        """Return what else the law attaches to the findings."""
        found = dict.fromkeys(effect for finding in self.made.findings for effect in finding.effects)
        return [self._effect(effect) for effect in found]

    def beside(self) -> Iterator[str]:
        """Say which offences were set aside and why, what stays to be clarified, and which the law did not know."""
        words, rules, lang = self.words, self.words.rules, self.words.asked.look.lang
        for one in self.made.set_aside:
            some = ".some" if one.why == "only_with" and one.persons else ""
            said = {"offence": words.offence(one.offence), "who": ", ".join(one.persons)}
            yield words.say(f"conclusion.set_aside.{one.why}{some}", **said)
        for point in self.made.to_clarify:
            known = rules.to_clarify.get(point.key)
            what = known.label.say(lang) if known else point.key
            yield f"{words.paper('dossier.to_clarify', what=what)} ({', '.join(point.persons)})"
        for key in self.made.not_in_force:
            yield words.say("conclusion.not_in_force", day=words.asked.day(self.facts_on), offence=words.offence(key))

    def remarks(self) -> list[str]:
        """Return what somebody should look at."""
        return [self.words.say(f"conclusion.{key}") for key in _REMARKS if key in self.made.remarks]

    def notes(self) -> list[str]:
        """Return what is to be known of it: the choice of a language, and the rules by which it was concluded."""
        is_free = "report_language_choice" in self.made.remarks
        choice = [self.words.say("conclusion.report_language_choice")] if is_free else []
        return [*choice, self.words.say("conclusion.source", rules=self.made.rules_sha256[:12])]

    def condition(self, clock: str) -> str:
        """Return the consequence under which alone a deadline counts, "" for one that counts under any."""
        only = next((one.only_if for one in self.made.clocks if one.key == clock and one.only_if), None)
        known = self.words.rules.consequences.get(only) if only else None
        return known.label.say(self.words.asked.look.lang) if known else ""

    def _days(self, one: Finding) -> str:
        return " – ".join(dict.fromkeys((self.words.asked.day(one.from_on), self.words.asked.day(one.to_on))))

    def _order(self, key: str) -> str:
        known = self.words.rules.legal_orders.get(key)
        return known.label.say(self.words.asked.look.lang) if known else self.words.say(f"legal_order.{key}")

    def _effect(self, effect: FurtherEffect) -> str:
        known, lang = self.words.rules.legal_effects.get(effect.key), self.words.asked.look.lang
        if known is None:
            return effect.key
        amount = ""
        if effect.amount_cents is not None:
            amount = " · " + self.words.say(
                "conclusion.from_amount", euros=decimal_text(Decimal(effect.amount_cents) / 100, lang)
            )
        return self.words.verified(known.label.say(lang) + amount, known.is_to_verify)
