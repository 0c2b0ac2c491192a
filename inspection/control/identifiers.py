"""Person numbers as they are typed: which kind of number a text is, if any.

A person without any number is a normal case, and so is one whose document carries a number of another country: nothing
here refuses anybody.
"""

from datetime import date
from typing import Literal

from stdnum.be import bis, nn

NumberKind = Literal["national", "bis"]


def identify_number(text: str) -> NumberKind | None:
    """Return whether `text` is a national register number or a BIS number by its check number; None for neither.

    Both check rules (born before and from 2000) are tried, and month or day 00 is allowed: a century is never read from
    two digits. Spaces, dots and hyphens are ignored.
    """
    if nn.is_valid(text):
        return "national"
    return "bis" if bis.is_valid(text) else None


def birth_date_of(text: str, on: date) -> date | None:
    """Return the day of birth that a national register or BIS number holds; None where it holds no whole day.

    The century comes from the check number. A day after `on` is no day of birth of somebody found at work then.
    """
    if identify_number(text) is None:
        return None
    born = nn.get_birth_date(text)
    return born if born is not None and born <= on else None
