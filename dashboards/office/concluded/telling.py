"""A conclusion as one reader reads it: findings, what the law attaches, deadlines, what was set aside, remarks."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Final

from dashboards.office.concluded.findings import FindingTold, finding_told, held_against
from dashboards.office.concluded.proposing import Proposed
from inspection.i18n import money_text, t

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from dashboards.office.shared import Telling
    from inspection.acts.stories import RunningOne
    from inspection.control.conclusions import Conclusion, FurtherEffect, LeftToClarify

_REMARKS: Final = (  # what somebody should look at, in the order in which it is said
    "report_language",
    "part_time_minimum",
    "factor_without_offence",
    "lodging_unknown",
    "hearing_rights",
    "hearing_lawyer",
    "rooms_ground",
)
_SHORT: Final = 12  # characters of the digest of the rules that a page shows


@dataclass(frozen=True, kw_only=True)
class ClockTold:
    """A deadline: how long it still is and in which colour, for what, whose, and under which consequence alone.

    id
        Of one that is kept of a saved control, and can be stopped; "" for one that would run.
    """

    due_on: date
    left: str
    colour: str
    what: str
    whose: str
    only_if: str
    id: str = ""


@dataclass(frozen=True)
class Concluded:
    """A conclusion for one reader; "to be verified" stands wherever the source asks for it.

    facts_on
        The day of the facts, by whose law they are judged.
    """

    words: Telling
    made: Conclusion = field(repr=False)
    facts_on: date

    @cached_property
    def proposed(self) -> Proposed:
        """What the rules say about trafficking."""
        return Proposed(self.words, self.made.proposal)

    def findings(self) -> list[FindingTold]:
        """Return the findings."""
        return [finding_told(self.words, one, self.facts_on) for one in self.made.findings]

    def effects(self) -> list[str]:
        """Return what the law attaches to the findings as well, each once."""
        found = dict.fromkeys(effect for one in self.made.findings for effect in one.effects)
        return [self._effect(one) for one in found]

    def beside(self) -> list[str]:
        """Return which offences were set aside and why, what is left to clarify, and what the law did not know."""
        day, words = self.words.asked.day(self.facts_on), self.words
        return [
            *self._aside(),
            *map(self._to_clarify, self.made.to_clarify),
            *(
                words.say("conclusion.not_in_force", day=day, offence=words.offence(key))
                for key in self.made.not_in_force
            ),
        ]

    def clocks(self) -> list[ClockTold]:
        """Return the deadlines that would run, the next one first."""
        told = []
        for one in self.made.clocks:
            whose = held_against(self.words, one.offender) if one.offender else ""
            told.append(self._clock(one.key, one.due_on, whose=whose, only_if=one.only_if))
        return sorted(told, key=lambda clock: clock.due_on)

    def running(self, kept: Iterable[RunningOne]) -> list[ClockTold]:
        """Return the deadlines that run since the control was saved, in the order in which they are given."""
        only = {one.key: one.only_if for one in self.made.clocks}
        return [
            self._clock(
                one.key, one.due_on, whose=self.words.offender(one.offender), only_if=only.get(one.key), id_=one.id
            )
            for one in kept
        ]

    def remarks(self) -> list[str]:
        """Return what somebody should look at."""
        return [self.words.say(f"conclusion.{key}") for key in _REMARKS if key in self.made.remarks]

    def awaits(self) -> str:
        """Return which offences wait for the decision on a suspicion, "" for none."""
        which = ", ".join(self.words.offence(key) for key in self.made.awaits_decision)
        return self.words.say("conclusion.awaits_decision", which=which) if which else ""

    def notes(self) -> list[str]:
        """Return what is to be known of it: the choice of a language, and the rules by which it was concluded."""
        is_free = "report_language_choice" in self.made.remarks
        choice = [self.words.say("conclusion.report_language_choice")] if is_free else []
        return [*choice, self.words.say("conclusion.source", rules=self.made.rules_sha256[:_SHORT])]

    def _effect(self, effect: FurtherEffect) -> str:
        known, lang = self.words.rules.legal_effects.get(effect.key), self.words.asked.look.lang
        if known is None:
            return effect.key
        said = known.label.say(lang)
        if effect.amount_cents is not None:
            amount = money_text(effect.amount_cents, lang)
            said += f" · {self.words.say('conclusion.from_amount', amount=amount)}"
        return self.words.verified(said, known.is_to_verify)

    def _aside(self) -> Iterator[str]:
        for one in self.made.set_aside:
            some = ".some" if one.why == "only_with" and one.persons else ""
            said = {"offence": self.words.offence(one.offence), "who": ", ".join(one.persons)}
            yield self.words.say(f"conclusion.set_aside.{one.why}{some}", **said)

    def _to_clarify(self, point: LeftToClarify) -> str:
        known, lang = self.words.rules.to_clarify.get(point.key), self.words.asked.look.lang
        said = t("dossier.to_clarify", lang, what=known.label.say(lang) if known else point.key)
        return f"{said} ({', '.join(point.persons)})" if point.persons else said

    def _clock(self, key: str, due_on: date, *, whose: str, only_if: str | None, id_: str = "") -> ClockTold:
        known, (left, colour) = self.words.rules.clocks.get(key), self.words.due(due_on)
        return ClockTold(
            due_on=due_on,
            left=left,
            colour=colour,
            what=self.words.verified(self.words.clock(key), known is not None and known.is_to_verify),
            whose=whose,
            only_if=self.words.consequence(only_if) if only_if else "",
            id=id_,
        )
