"""The numbers by which registers know persons and firms: which kind of number a text is, if any.

A person without any number is a normal case, and so is one whose document carries a number of another country: nothing
here refuses anybody.
"""

import re
from datetime import date
from typing import Literal

from stdnum.be import bis, nn, vat

NumberKind = Literal["national", "bis", "enterprise", "establishment", "nsso", "nsso_provisional"]
PERSON_KINDS: frozenset[NumberKind] = frozenset({"national", "bis"})

_SEPARATORS = re.compile(r"[ .\-/]")
_BETWEEN = r"[\W_]{0,2}"  # what people and programs put between the groups of a number
_ELEVEN = rf"[0-9](?:{_BETWEEN}[0-9]){{10}}"
# For a column at a time too: one group of digits after the other, eleven in all, and no digit beside them.
LIKE_PERSON_NUMBER = rf"(?:^|[^0-9]){_ELEVEN}(?:[^0-9]|$)"
_IN_TEXT = re.compile(rf"(?<![0-9])(?=({_ELEVEN})(?![0-9]))")
_YEAR_AND_NUMBER = re.compile(r"[0-9]{4}[\W_]{1,2}[0-9]{7}")
_LAST_DAY = 31


def identify_number(text: str) -> NumberKind | None:
    """Return which kind of number `text` is, by its length, range and check digits; None for none of them.

    national, bis
        Eleven digits. Both check rules (born before and from 2000) are tried, and month or day 00 is allowed: a century
        is never read from two digits.
    enterprise, establishment
        Ten digits, the first of them 0 or 1, or 2 to 8.
    nsso, nsso_provisional
        Final and provisional number of an employer at the NSSO: nine digits that may be written without their first
        zeros, at least seven then; and ten digits that begin with 5, which an establishment's number may do as well.

    Spaces, dots, hyphens and slashes are ignored.
    """
    digits = _SEPARATORS.sub("", text)
    if not re.fullmatch(r"\d{7,11}", digits, re.ASCII):
        return None
    if len(digits) == 11:
        return _person(digits)
    return _ten(digits) if len(digits) == 10 else _final(digits)


def holds_person_number(text: str) -> bool:
    """Tell whether a national register or BIS number of either century stands in a text, however its groups are parted.

    Of other numbers of eleven digits chance makes such a one of about one in fifty. Days after the last of a month and
    noughts alone are nobody's, and four digits parted from seven are a year with a running number.
    """
    found = (one[1] for one in _IN_TEXT.finditer(text))
    return any(can_be_somebodys(re.sub(r"[^0-9]", "", one)) for one in found if _YEAR_AND_NUMBER.fullmatch(one) is None)


def can_be_somebodys(digits: str) -> bool:
    """Tell whether eleven digits are a national register or BIS number that can have been given to somebody.

    A day after the last of a month is given to nobody, nor are noughts alone, which fill empty columns.
    """
    is_given = int(digits[4:6]) <= _LAST_DAY and int(digits[:-2]) > 0
    return is_given and identify_number(digits) in PERSON_KINDS


def birth_date_of(text: str, on: date) -> date | None:
    """Return the day of birth that a national register or BIS number holds; None where it holds no whole day.

    The century comes from the check number. A day after `on` is no day of birth of somebody found at work then.
    """
    digits = _SEPARATORS.sub("", text)
    if identify_number(digits) not in PERSON_KINDS:
        return None
    born = nn.get_birth_date(digits)
    return born if born is not None and born <= on else None


def _person(digits: str) -> NumberKind | None:
    if nn.is_valid(digits):
        return "national"
    return "bis" if bis.is_valid(digits) else None


def _ten(digits: str) -> NumberKind | None:
    if digits[0] in "01":
        return "enterprise" if vat.is_valid(digits) else None
    if digits[0] in "2345678" and int(digits[:8]) % 97 + int(digits[8:]) == 97:
        return "establishment"
    return "nsso_provisional" if digits[0] == "5" and _is_nsso(digits) else None


def _final(digits: str) -> NumberKind | None:
    return "nsso" if int(digits) <= _LAST_FINAL and _is_nsso(digits) else None


def _is_nsso(digits: str) -> bool:
    """Hold the last two digits against the others; the rule was verified on the ends of both ranges."""
    return int(digits[-2:]) == 96 - int(digits[:-2]) * 100 % 97 and int(digits[:-2]) > 0


_LAST_FINAL = 199_999_934
