"""Whose law governs an offence in each part of the country, and which decrees name it there."""

from collections.abc import Iterator
from dataclasses import dataclass

from sectors import Catalogue
from sectors.rules.offences import FEDERAL, LegalOrder, Offence, orders_of
from sectors.rules.values import Lang


@dataclass(frozen=True)
class RegionalScale:
    """What a Region's own law threatens it with, in euro cents, before the surcharge."""

    prison_months: tuple[int, int] | None
    criminal_base_cents: tuple[int, int]
    administrative_base_cents: tuple[int, int]
    confidence: str


@dataclass(frozen=True)
class Instrument:
    """A decree, ordinance or law that names it; `numac` None: not found."""

    key: str
    title: str
    numac: str | None
    source: str
    confidence: str
    origin: str


@dataclass(frozen=True)
class RegionalLaw:
    """A Region whose own law may govern it.

    is_federal, is_own
        Whether the federal law governs it there, and whether that of the Region does: one, the other, or both.
    scale
        None: not held.
    """

    key: str
    label: str
    areas: tuple[str, ...]
    is_federal: bool
    is_own: bool
    scale: RegionalScale | None
    instruments: tuple[Instrument, ...]
    source: str
    confidence: str
    origin: str


def orders_beside(offence: Offence, law: Catalogue, lang: Lang) -> Iterator[RegionalLaw]:
    """Yield each Region with its law; nothing for an offence that is governed by federal law alone."""
    for order in law.legal_orders.values() if offence.regional_order else ():
        governing = orders_of(offence, order)
        yield RegionalLaw(
            key=order.key,
            label=order.label.say(lang),
            areas=order.areas,
            is_federal=FEDERAL in governing,
            is_own=order.key in governing,
            scale=_scale(offence, order),
            instruments=tuple(_instruments(offence, order, law, lang)),
            source=order.source,
            confidence=order.confidence,
            origin=order.origin or "",
        )


def _scale(offence: Offence, order: LegalOrder) -> RegionalScale | None:
    held = order.scale
    if held is None or offence.key not in held.offences:
        return None
    return RegionalScale(
        prison_months=held.prison_months,
        criminal_base_cents=held.criminal_base_cents,
        administrative_base_cents=held.administrative_base_cents,
        confidence=held.confidence,
    )


def _instruments(offence: Offence, order: LegalOrder, law: Catalogue, lang: Lang) -> Iterator[Instrument]:
    for one in law.legal_instruments.values():
        if one.order == order.key and offence.key in one.offences:
            yield Instrument(
                key=one.key,
                title=one.title.say(lang),
                numac=one.numac,
                source=one.source,
                confidence=one.confidence,
                origin=one.origin or "",
            )
