"""Gathering all that the rules of a day say of one offence."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from typing import Literal

from inspection.control.offence_sheet.beside_federal import RegionalLaw, orders_beside
from inspection.errors import ControlFault
from sectors import Catalogue
from sectors.reader import Rules, Version
from sectors.rules.checklists import Choice, Question
from sectors.rules.offences import Offence, Stay
from sectors.rules.values import Lang

_NO_CHANGE = {"key", "source", "confidence", "origin"}


@dataclass(frozen=True)
class Named:
    """Something that the offence names, by its key and in the reader's words; `cents` where it has an amount."""

    key: str
    label: str
    cents: int | None = None


@dataclass(frozen=True)
class Risk:
    """What one level of it risks, in euro cents, surcharge included; None where there is no such sanction.

    reading
        "level": as the article stands; "aggravated": in its aggravated variant; "other": by other sources.
    criminal_legal_cents
        The criminal fine of a legal person, where it is another.
    floor_percent
        With an aggravating factor no fine is below this share of its maximum; None: no such floor.
    """

    reading: Literal["level", "aggravated", "other"]
    level: int
    prison_months: tuple[int, int] | None
    criminal_cents: tuple[int, int] | None
    criminal_legal_cents: tuple[int, int] | None
    administrative_cents: tuple[int, int] | None
    floor_percent: int | None
    source: str
    confidence: str
    origin: str


@dataclass(frozen=True)
class AskedByVariant:
    """What the aggravated variant asks for beside its circumstance: so many of these, found against the same offender.

    times
        How often both ends of its fines then count.
    """

    at_least: int
    only_with: tuple[Named, ...]
    times: int
    confidence: str


@dataclass(frozen=True)
class ShownBy:
    """An answer that points to it.

    means
        "offence", "variant" (its aggravated variant), or the key of an aggravating factor.
    when, concerns
        Expressions of the rules; "" where there is none.
    """

    question: str
    asked: str
    answer: str
    said: str
    means: str
    when: str
    concerns: str


@dataclass(frozen=True)
class DatedLine:
    """One line of its history: from which day, where it stands, what it changes, and what it rests on.

    changes
        Field to its value from that day on; empty where the offence ends that day.
    """

    start: date
    place: str
    ends: bool
    changes: Mapping[str, object]
    source: str
    confidence: str
    origin: str
    holds: bool


@dataclass(frozen=True)
class OffenceSheet:
    """An offence as it stands on `on`, and how it came to be so.

    variant
        None where its circumstance alone makes the aggravated variant, or where there is none.
    stay
        The stay situation of the person, on which it depends whose law applies; None where it is not about one.
    regional
        Each Region whose own law may apply; empty where none may.
    """

    key: str
    on: date
    label: str
    article: str
    domain: str
    competence: str
    offender: Named
    multiplied_by_workers: bool | None
    workers_cap: int
    surcharge_factor: int
    period: str
    discretion: bool
    of_worker: bool
    of_minors: bool
    regional_order: bool
    stay: Stay | None
    regional: tuple[RegionalLaw, ...]
    risks: tuple[Risk, ...]
    variant: AskedByVariant | None
    factors: tuple[Named, ...]
    excludes: tuple[Named, ...]
    excluded_by: tuple[Named, ...]
    only_with: tuple[Named, ...]
    effects: tuple[Named, ...]
    shown_by: tuple[ShownBy, ...]
    note: str
    source: str
    confidence: str
    origin: str
    lines: tuple[DatedLine, ...]


def sheet_of(key: str, rules: Rules, on: date, lang: Lang) -> OffenceSheet:
    """Return all that the rules of a day say of an offence.

    on
        The day of the facts.
    lang
        Of labels and of the provision's words.

    Raises ControlFault where no offence of this key is in force that day.
    """
    law = rules.on(on)
    if key not in law.offences:
        raise _unknown(key, rules, law)
    offence = law.offence(key)
    return OffenceSheet(
        key=key,
        on=on,
        label=offence.label.say(lang),
        article=law.cite(offence.article, lang),
        domain=offence.domain,
        competence=offence.competence,
        offender=Named(offence.offender, law.offender_roles[offence.offender].label.say(lang)),
        multiplied_by_workers=offence.multiplied_by_workers,
        workers_cap=law.sanctions.workers_cap,
        surcharge_factor=law.sanctions.surcharge_factor,
        period=law.sanctions.period,
        discretion=offence.discretion,
        of_worker=offence.of_worker,
        of_minors=offence.of_minors,
        regional_order=offence.regional_order,
        stay=offence.stay,
        regional=tuple(orders_beside(offence, law, lang)),
        risks=tuple(_risks(offence, law)),
        variant=_variant(offence, law, lang),
        factors=tuple(_factors(offence, law, lang)),
        excludes=_offences(offence.excludes, law, lang),
        excluded_by=_offences([one.key for one in law.offences.values() if key in one.excludes], law, lang),
        only_with=_offences(offence.only_with, law, lang),
        effects=tuple(_effects(offence, law, lang)),
        shown_by=tuple(_shown_by(key, law, lang)),
        note=offence.note,
        source=offence.source,
        confidence=offence.confidence,
        origin=offence.origin or "",
        lines=_lines(rules.history("offences", key), on),
    )


def _unknown(key: str, rules: Rules, law: Catalogue) -> ControlFault:
    starts = [version.start for version in rules.history("offences", key)]
    if starts:
        days = ", ".join(day.isoformat() for day in starts)
        return ControlFault("CONTROL-888", key=key, on=law.day, days=days)
    near = get_close_matches(key.upper(), law.offences, n=3)
    return ControlFault("CONTROL-887", key=key, near=", ".join(near or sorted(law.offences)[:3]))


def _risks(offence: Offence, law: Catalogue) -> Iterator[Risk]:
    if offence.competence == "regional":
        return  # a region's scale is not the federal one
    readings: tuple[tuple[Literal["level", "aggravated", "other"], int | None], ...] = (
        ("level", offence.level),
        ("aggravated", offence.level_aggravated),
        ("other", offence.other_level),
    )
    for reading, level in readings:
        found = law.sanctions.ranges.get(level) if level is not None else None
        if found is not None:
            has_floor = found.level in law.sanctions.aggravating_floor_levels
            yield Risk(
                reading=reading,
                level=found.level,
                prison_months=found.prison_months,
                criminal_cents=found.criminal_cents,
                criminal_legal_cents=found.criminal_legal_cents,
                administrative_cents=found.administrative_cents,
                floor_percent=law.sanctions.aggravating_floor_percent if has_floor else None,
                source=found.source,
                confidence=found.confidence,
                origin=found.origin or "",
            )


def _variant(offence: Offence, law: Catalogue, lang: Lang) -> AskedByVariant | None:
    asked = offence.variant
    if asked is None:
        return None
    others = _offences(asked.only_with, law, lang)
    return AskedByVariant(asked.at_least, others, asked.times, asked.confidence)


def _factors(offence: Offence, law: Catalogue, lang: Lang) -> Iterator[Named]:
    levels = {offence.level, offence.level_aggravated}
    for key, factor in law.aggravating_factors.items():
        if levels & {*factor.levels}:
            yield Named(key, factor.label.say(lang))


def _offences(keys: tuple[str, ...] | list[str], law: Catalogue, lang: Lang) -> tuple[Named, ...]:
    found = ((key, law.offences.get(key)) for key in keys)
    return tuple(Named(key, one.label.say(lang) if one is not None else "") for key, one in found)


def _effects(offence: Offence, law: Catalogue, lang: Lang) -> Iterator[Named]:
    for key in offence.effects:
        effect = law.legal_effects.get(key)
        if effect is not None:
            yield Named(key, effect.label.say(lang), effect.amount_cents)


def _shown_by(key: str, law: Catalogue, lang: Lang) -> Iterator[ShownBy]:
    for question in law.questions.values():
        for found in question.establishes:
            if key in (found.offence, found.of):
                is_variant = found.aggravated
                yield ShownBy(
                    question=question.id,
                    asked=question.label.say(lang),
                    answer=found.answer,
                    said=_said(question, found.answer, lang),
                    means=found.factor or ("variant" if is_variant else "offence"),
                    when=found.when or "",
                    concerns=found.concerns or "",
                )


def _said(question: Question, answer: str, lang: Lang) -> str:
    choice: Choice | None = next((one for one in question.choices if one.key == answer), None)
    return choice.label.say(lang) if choice is not None else ""


def _lines(history: tuple[Version[Offence], ...], on: date) -> tuple[DatedLine, ...]:
    found: list[DatedLine] = []
    before: Offence | None = None
    for n, version in enumerate(history):
        later = history[n + 1].start if n + 1 < len(history) else None
        value = version.value
        found.append(
            DatedLine(
                start=version.start,
                place=version.place,
                ends=value is None,
                changes=_changes(before, value) if value is not None else {},
                source=value.source if value is not None else "",
                confidence=value.confidence if value is not None else "",
                origin=(value.origin if value is not None else None) or "",
                holds=version.start <= on and (later is None or on < later),
            )
        )
        before = value
    return tuple(found)


def _changes(before: Offence | None, after: Offence) -> dict[str, object]:
    """Return the fields that a line gives another value; of the first line, all that it says."""
    told = after.model_dump(exclude=_NO_CHANGE, exclude_defaults=True)
    if before is None:
        return told
    earlier = before.model_dump()
    now = after.model_dump(exclude=_NO_CHANGE)
    return {name: value for name, value in now.items() if value != earlier[name]}
