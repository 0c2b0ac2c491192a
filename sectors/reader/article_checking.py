"""Checks of provisions: an article is a number that somebody can look up, in words that every reader understands."""

import re
from collections.abc import Iterator
from typing import Final

from sectors.reader.fault import RuleFault
from sectors.reader.lines import Tables, forms, is_whole

_LATIN: Final = "bis|ter|quater|quinquies|sexies|septies|octies|novies|decies|undecies|duodecies"
_NUMBER: Final = re.compile(rf"§{{0,2}}\d+(?:{_LATIN})?(?:/\d+(?:{_LATIN})?)*°?|[IVXLC]+|{_LATIN}")
_APART: Final = re.compile(r"[\s;,:()\-–]+")
_DIGIT: Final = re.compile(r"[§\d]")
_BY_TABLE: Final = {
    "offences": ("article",),
    "chain_notices": ("article",),
    "exchange": ("basis", "permission_basis"),
    "trafficking_provisions": ("article",),
}


def check_articles(tables: Tables) -> Iterator[RuleFault]:
    """Yield a fault for a number that no article has, and for words that `citations` does not say in four languages."""
    if not is_whole(tables["citations"]):
        return
    known = sorted({one.written for one, _ in forms(tables["citations"])}, key=len, reverse=True)
    words = re.compile("|".join(rf"(?<!\w){re.escape(written)}(?!\w)" for written in known) or r"(?!)")
    for table, fields in _BY_TABLE.items():
        for key, entry in tables[table].items():
            user = f"{table}.{key}" if key else table
            for form, place in entry.forms():
                for field in fields:
                    yield from _of_provision(getattr(form, field), words, f"{user}.{field}", place)


def _of_provision(provision: str, words: re.Pattern[str], user: str, place: str) -> Iterator[RuleFault]:
    left = [part for part in _APART.split(words.sub(" ", provision)) if part and not _NUMBER.fullmatch(part)]
    numbers = [part for part in left if _DIGIT.match(part)]
    if numbers:
        yield RuleFault("RULE-440", user=user, part=numbers[0], place=place)
    elif left:
        yield RuleFault("RULE-439", user=user, words=" ".join(left), place=place)
    elif not re.search(r"\w", provision):
        yield RuleFault("RULE-440", user=user, part=provision, place=place)
