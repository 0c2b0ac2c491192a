"""Person numbers as they are typed: which kind of number a text is, if any.

A person without any number is a normal case, and so is one whose document carries a number of another country: nothing
here refuses anybody.
"""

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
