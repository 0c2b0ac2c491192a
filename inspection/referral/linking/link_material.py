"""What of a case may become a key of a link, in one written form each, before it is hashed.

One thing has one text, however it was typed: otherwise a link would hang on a comma. Nothing else of a person goes in:
never origin, nationality, language or sex, nor where somebody is now, which may be a shelter.
"""

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date

from sectors.rules.links import Ground

_NUMBER_DIGITS = 11
_STREET_WORDS = {
    "av": "avenue", "ave": "avenue", "bd": "boulevard", "bld": "boulevard", "blvd": "boulevard", "boul": "boulevard",
    "ch": "chaussee", "chee": "chaussee", "chss": "chaussee", "pl": "place", "r": "rue", "rte": "route",
    "ln": "laan", "stwg": "steenweg", "stw": "steenweg", "wg": "weg", "st": "saint", "ste": "sainte", "sint": "saint",
}  # fmt: skip
_NOISE = frozenset({"be", "belgie", "belgien", "belgique", "belgium", "bte", "boite", "bus", "box", "n", "no", "nr"})


@dataclass(frozen=True, kw_only=True)
class LinkMaterial:
    """Something that two cases may have in common, in its one written form; it is hashed before it is kept."""

    ground: Ground
    text: str = field(repr=False)


def of_person(national_number: str | None, name: str | None, birth_date: date | None) -> LinkMaterial | None:
    """Return what a person can be met again by: their number, else name and day of birth, else nothing.

    A name alone is nobody. A number of another country is not told apart from a typing error, and counts as none.
    """
    digits = re.sub(r"[ .\-/]", "", national_number or "")
    if re.fullmatch(rf"\d{{{_NUMBER_DIGITS}}}", digits, re.ASCII):
        return LinkMaterial(ground="person", text=digits)
    words = sorted(_words(name or ""))
    if not words or birth_date is None:
        return None
    return LinkMaterial(ground="person_name", text=f"{' '.join(words)}|{birth_date.isoformat()}")


def of_address(address: str) -> LinkMaterial | None:
    """Return an address where workers are lodged: street and number in any order, and the postcode where there is one.

    The box is left out, and so is the name of the town behind a postcode: one writes it, the other does not. Nothing
    without a number of a house: a street, or a town, is no address.
    """
    words = [_street_word(word) for word in _words(_without_box(address))]
    words = [word for word in words if word not in _NOISE]
    at = max((n for n, word in enumerate(words) if re.fullmatch(r"[1-9]\d{3}", word)), default=len(words))
    street, postcode = words[:at], words[at : at + 1]
    has_house = any(re.fullmatch(r"\d{1,4}[a-z]?", word) for word in street)
    if not has_house or not any(word.isalpha() and len(word) > 1 for word in street):
        return None
    return LinkMaterial(ground="housing", text=" ".join([*sorted(set(street)), *postcode]))


def _without_box(address: str) -> str:
    return re.sub(r"\b(bte|bo[iî]te|bus|box)\.?\s*[\w/]+", " ", address, flags=re.IGNORECASE)


def _words(text: str) -> list[str]:
    """Return the words of a text: lower case, without accents, hyphens and points."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return re.findall(r"[^\W_]+", plain.casefold())


def _street_word(word: str) -> str:
    """Return a word of an address as it is written in full."""
    return re.sub(r"(str|strasse)$", "straat", _STREET_WORDS.get(word, word))
