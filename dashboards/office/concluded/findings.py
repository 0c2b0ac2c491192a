"""A finding in the reader's words: the offence, against whom, about whom, what it risks, what the rules propose."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from inspection.reporting.cases import other_reading, recidivism_texts, regional_risks, risks

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from dashboards.office.shared import Telling
    from inspection.control.conclusions import Finding, Offender

_NO_BREAK: Final = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True, kw_only=True)
class FindingTold:
    """A finding: the offence, what stands below it, against whom, about whom, what it risks, what the rules propose.

    is_only_one
        Whether nothing else than what is proposed is open.
    """

    what: str
    notes: tuple[str, ...]
    whose: str
    about: str
    risks: tuple[str, ...]
    proposed: str
    is_only_one: bool


def finding_told(words: Telling, finding: Finding, facts_on: date) -> FindingTold:
    """Return a finding as it is told; `facts_on` the day of the control's facts, which is not said again."""
    return FindingTold(
        what=words.offence(finding.offence),
        notes=tuple(_notes(words, finding, facts_on)),
        whose=held_against(words, finding.offender),
        about=_about(words, finding),
        risks=tuple(_risks(words, finding)),
        proposed=words.verified(words.consequence(finding.consequence), True),
        is_only_one=len(finding.open_consequences) == 1,
    )


def held_against(words: Telling, offender: Offender) -> str:
    """Name an offender: the role, and the reference under which they were typed or found."""
    return " ".join(filter(None, (words.role(offender.role), offender.ref or offender.person)))


def _about(words: Telling, finding: Finding) -> str:
    """Say about how many persons it is, and about whom, "" for nobody."""
    known = words.persons(finding.workers) if finding.workers else ""
    if known and finding.persons:
        known = words.say("office.word", word=known)
    return " ".join(filter(None, (known, ", ".join(finding.persons))))


def _risks(words: Telling, finding: Finding) -> Iterator[str]:
    """Yield what it risks by the law of its days, by every reading that is held, and what may double it."""
    law, lang = words.asked.app.catalogue(finding.to_on), words.asked.look.lang
    yield from risks(finding, law.sanctions, lang)
    yield from other_reading(finding, law, lang)
    yield from regional_risks(finding, law, lang)
    yield from recidivism_texts(finding, lang)


def _notes(words: Telling, finding: Finding, facts_on: date) -> Iterator[str]:
    say, rules, lang = words.say, words.rules, words.asked.look.lang
    if (finding.from_on, finding.to_on) != (facts_on, facts_on):
        yield " – ".join(dict.fromkeys((words.asked.day(finding.from_on), words.asked.day(finding.to_on))))
    yield rules.cite(finding.article, lang)
    if finding.level is not None:
        yield f"{say('word.level')}{_NO_BREAK}{finding.level}"
    for key in finding.factors:
        known = rules.aggravating_factors.get(key)
        yield say("conclusion.factor", what=known.label.say(lang) if known else key)
    if finding.legal_orders:
        orders = ", ".join(_order(words, key) for key in finding.legal_orders)
        yield f"{say('office.word', word=say('word.legal_order'))} {orders}"
    if finding.to_verify:
        yield say("word.to_verify")


def _order(words: Telling, key: str) -> str:
    known = words.rules.legal_orders.get(key)
    return known.label.say(words.asked.look.lang) if known else words.say(f"legal_order.{key}")
