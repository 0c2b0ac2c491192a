"""Words of policy that people note and that stand in reports: written at all, short enough, and about nobody."""

import re
from collections.abc import Collection, Mapping

from inspection.errors import ReferralFault
from inspection.i18n import LANGUAGES, Lang
from inspection.sealing import short_code

LONGEST = 600
_PERSON_NUMBER = re.compile(r"(?<!\d)\d{2}[.\s]?\d{2}[.\s]?\d{2}[-\s]?\d{3}[.\s]?\d{2}(?!\d)")


def policy_words(words: Mapping[Lang, str], where: str) -> dict[Lang, str]:
    """Return words by language, in the order of our languages, without those that are empty.

    Errors: `ReferralFault` 971 for no words at all, 972 for words that are too long, 973 for a person's number in them.
    """
    plain = {lang: plain_words(words[lang], where) for lang in LANGUAGES if words.get(lang, "").strip()}
    if not plain:
        raise ReferralFault("REFER-971", where=where)
    return plain


def plain_words(text: str, where: str) -> str:
    """Return a text as one paragraph; errors as in `policy_words`."""
    plain = " ".join(text.split())
    if len(plain) > LONGEST:
        raise ReferralFault("REFER-972", longest=LONGEST, where=where)
    if _PERSON_NUMBER.search(plain):
        raise ReferralFault("REFER-973", where=where)
    return plain


def known_actor(actor: str, names: Collection[str], where: str) -> str:
    """Return the id of an actor of the charter.

    Errors: `ReferralFault` 947.
    """
    if actor not in names:
        raise ReferralFault("REFER-947", where=where)
    return actor


def policy_reference(prefix: str, id: str) -> str:  # noqa: A002  what it is called in every table
    """Return the short reference of a row, which people speak."""
    return f"{prefix}-{short_code(id, 5)}"
