"""How a provision is called in each language: the data write it once, in English, and a reader sees their own words."""

import re
from collections.abc import Iterable

from sectors.rules.values import Lang, Sourced, Text


class Citation(Sourced):
    """Words that stand in provisions, such as a code's short name, and what they are in the four languages.

    written
        As the `article` of an offence writes it.
    """

    key: str
    written: str
    words: Text


def cite(provision: str, known: Iterable[Citation], lang: Lang) -> str:
    """Return a provision in a reader's words; numbers, and words that no citation knows, stay as they are written."""
    words_of = {one.written: one.words.say(lang) for one in known}
    longest = sorted(words_of, key=len, reverse=True)
    if not longest:
        return provision
    pattern = "|".join(rf"(?<!\w){re.escape(written)}(?!\w)" for written in longest)
    return re.sub(pattern, lambda found: words_of[found[0]], provision)
