"""Words in four languages: `t(key, lang)` for screens and documents; labels of the law live beside the law.

Catalogues are `fr.po nl.po de.po en.po`, with dotted keys as msgid, read by Babel once per process. The language is
always passed: the screen's comes from the inspector, the report's from the territory, the hearing's from the person.
"""

import re
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import get_args

from babel import Locale
from babel.messages.pofile import read_po
from babel.numbers import format_currency, format_decimal

from sectors.rules.values import Lang

_IN_BELGIUM: Mapping[Lang, str] = {"fr": "fr_BE", "nl": "nl_BE", "de": "de_BE", "en": "en_BE"}
_ISO_639_1 = 2  # letters of its codes
_WITHOUT_TWO_LETTERS = frozenset({"ary", "ckb", "fa-af", "fil", "kab", "pcm", "rif", "rom", "shi", "syr", "tru", "zza"})
_APART = re.compile(" (?=[?!:;»])")
LANGUAGES: tuple[Lang, ...] = get_args(Lang)
OF_BELGIUM: tuple[Lang, ...] = ("fr", "nl", "de")  # in which a report is drawn up, and an office writes
OWN_NAMES: Mapping[Lang, str] = {"fr": "Français", "nl": "Nederlands", "de": "Deutsch", "en": "English"}


@cache
def _catalogue(lang: Lang) -> dict[str, str]:
    with (Path(__file__).parent / f"{lang}.po").open("rb") as file:
        return {str(m.id): str(m.string) for m in read_po(file, locale=lang) if m.id and m.string}


@cache
def keys(lang: Lang) -> frozenset[str]:
    """Return every key that the catalogue of `lang` translates."""
    return frozenset(_catalogue(lang))


def t(key: str, lang: Lang, **values: object) -> str:
    """Return the text of `key` in `lang`, with `{name}` places filled from `values`.

    A key that is missing raises KeyError: a screen with a hole is found by a test, never by an inspector.
    """
    text = _catalogue(lang)[key]
    return text.format(**values) if values else text


def bound(text: str, lang: Lang) -> str:
    """Bind the signs that French sets apart to the word before them, for a screen: no line begins with a colon."""
    return _APART.sub("\u00a0", text).replace("« ", "«\u00a0") if lang == "fr" else text


def decimal_text(number: Decimal, lang: Lang) -> str:
    """Write a number as people of Belgium write it in a language."""
    return format_decimal(number, locale=_IN_BELGIUM[lang])


def money_text(cents: Decimal | int, lang: Lang) -> str:
    """Write an amount with whole cents, or with the hundredths of a cent that a scale has."""
    whole = cents == int(cents)
    return format_currency(Decimal(cents) / 100, "EUR", locale=_IN_BELGIUM[lang], decimal_quantization=whole)


def language_name(code: str, lang: Lang) -> str:
    """Return the name of a language in another; its code where that has no name for it."""
    names, (base, _, place) = Locale.parse(lang).languages, code.partition("-")
    known: str | None = names.get(f"{base}_{place.upper()}") or names.get(base)
    return known or code


def spoken_languages(lang: Lang) -> list[tuple[str, str]]:
    """Return languages that an interpreter may be asked for, with their names in another, by name.

    Those that have a code of two letters in ISO 639, and some without one that people at work speak: Romani, Sorani …
    """
    known = (str(code) for code in Locale.parse(lang).languages)
    codes = {code for code in known if len(code) == _ISO_639_1} | _WITHOUT_TWO_LETTERS
    named = [(code, language_name(code, lang)) for code in codes]
    return sorted(named, key=lambda one: (one[1].casefold(), one[0]))


__all__ = ["LANGUAGES", "OF_BELGIUM", "OWN_NAMES", "Lang", "bound", "keys", "language_name", "spoken_languages", "t"]
