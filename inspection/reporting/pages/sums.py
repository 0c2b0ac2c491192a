"""The points of a stop as the sum that they are, in the reader's language, every number with its unit."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from inspection.i18n import Lang, keys, t
from inspection.reporting.pages.days import day_words
from inspection.reporting.week import BookReason, BookStop
from sectors import Catalogue
from sectors.rules.selection import Card

NO_STEP: Final = "–"  # in place of the step of a value that is missing
_SHARE: Final = "0 to 1"  # how the unit of a signal ends that is a part of something


@dataclass(frozen=True, kw_only=True)
class Term:
    """One signal of the sum; `verify` where its wording or definition is to be verified."""

    label: str
    verify: bool
    value: str
    bin: str
    points: int
    source: str


@dataclass(frozen=True, kw_only=True)
class Arithmetic:
    """What a stop's points are made of.

    terms, quiet, missing
        Signals that gave points, those that gave none, and those about which the registers say nothing.
    percent
        Probability of what the week serves in whole per cent, None where the card was not calibrated for it; doubles:
        points that double the odds.
    """

    card: str
    terms: tuple[Term, ...]
    quiet: tuple[Term, ...]
    missing: tuple[Term, ...]
    sum: str
    percent: int | None
    doubles: str


def percent_of(stop: BookStop) -> int | None:
    """Return the probability that may be printed of a stop, in whole per cent; None where its card is not calibrated.

    Whoever shows a probability to anybody takes it from here. A book has no place for one that is not calibrated.
    """
    return None if stop.calibrated_probability is None else round(stop.calibrated_probability * 100)


def arithmetic(stop: BookStop, catalogue: Catalogue, lang: Lang) -> Arithmetic:
    """Return the sum of one stop: each term, and what follows from it where the card is calibrated."""
    card = _card(stop.sector, catalogue)
    ordered = sorted(stop.reasons, key=lambda r: (-r.points, r.signal))
    terms = [(reason, term_of(reason, catalogue, lang)) for reason in ordered]
    counted = tuple(term for reason, term in terms if reason.points)
    return Arithmetic(
        card=card.key if card else "",
        terms=counted,
        quiet=tuple(term for reason, term in terms if not reason.points and reason.value is not None),
        missing=tuple(term for reason, term in terms if not reason.points and reason.value is None),
        sum=" + ".join(str(term.points) for term in counted).replace("+ -", "− ") or "0",
        percent=percent_of(stop),
        doubles=f"{card.points_to_double:g}" if card else "",
    )


def _card(sector: str, catalogue: Catalogue) -> Card | None:
    return catalogue.sectors[sector].card if sector in catalogue.sectors else None


def term_of(reason: BookReason, catalogue: Catalogue, lang: Lang) -> Term:
    """Return one term of a sum in the reader's language, its value with its unit and its register with its day."""
    known = catalogue.signals.get(reason.signal)
    register, _, day = reason.snapshot.partition("@")
    return Term(
        label=known.label.say(lang) if known else reason.signal,
        verify=bool(known and (known.label.is_to_verify(lang) or known.is_to_verify)),
        value=_value(reason, known.unit if known else "", lang),
        bin=NO_STEP if reason.value is None else _bin(reason, known.unit if known else "", lang),
        points=reason.points,
        source=f"{_register(register, catalogue, lang)} {_day(day, lang)}".strip(),
    )


def _register(key: str, catalogue: Catalogue, lang: Lang) -> str:
    known = catalogue.registers.get(key)
    return known.label.say(lang) if known else key


def _day(text: str, lang: Lang) -> str:
    """Return the day of a snapshot as people write it; what is none stays as it was written."""
    try:
        return day_words(date.fromisoformat(text), lang)
    except ValueError:
        return text


def _bin(reason: BookReason, unit: str, lang: Lang) -> str:
    """Return from where a step of the card begins, in the unit of the value beside it."""
    if "%" in reason.bin or not unit.endswith(_SHARE):
        return _decimal(reason.bin, lang)
    return re.sub(r"\d+(\.\d+)?", lambda share: f"{_number(float(share[0]) * 100, lang)} %", reason.bin)


def _value(reason: BookReason, unit: str, lang: Lang) -> str:
    """Return the value with its unit: a share as per cent, else the word for the unit, or the unit as given."""
    if reason.value is None:
        return t("office.missing", lang)
    if unit.endswith(_SHARE):
        return f"{_number(reason.value * 100, lang)} %"
    key = f"unit.{reason.signal}"
    return f"{_number(reason.value, lang)} {t(key, lang) if key in keys(lang) else unit}".strip()


def _number(value: float, lang: Lang) -> str:
    return _decimal(f"{value:.1f}".removesuffix(".0"), lang)


def _decimal(text: str, lang: Lang) -> str:
    return text if lang == "en" else re.sub(r"(?<=\d)\.(?=\d)", ",", text)
