"""What cannot be right about a word, whatever it is about: refused on the portal, and asked again in the office."""

from datetime import datetime

from inspection.acts.portal.values import Acknowledges, Asks, Restricts, TellsOutcome, Word
from inspection.acts.referrals import LONGEST, Taking, refuse_unfit_taking
from inspection.errors import PortalFault, ReferralFault
from inspection.time_of import day_in_brussels


def refuse_unfit(word: Word, at: datetime) -> None:
    """Refuse a word that cannot be, as of the moment at which it is said.

    Errors: `PortalFault` PORTAL-201 for a moment to ring back that has passed, 202 for a number that nobody can ring,
    203 for words that are missing or too long, 212 for words of an inquiry without permission; `ReferralFault` 760 for
    an embargo whose last day has passed.
    """
    words = getattr(word, "words", "").strip()
    if len(words) > LONGEST or (isinstance(word, Asks) and not words):
        raise PortalFault("PORTAL-203", longest=LONGEST)
    if isinstance(word, Acknowledges):
        refuse_unfit_taking(taking_in(word), at)
    if isinstance(word, Restricts) and word.until is not None and word.until < day_in_brussels(at):
        raise ReferralFault("REFER-760")
    if isinstance(word, TellsOutcome) and words and not word.is_permitted:
        raise PortalFault("PORTAL-212")


def taking_in(word: Acknowledges) -> Taking:
    """Return who takes it on, as a word says it."""
    return Taking(
        taker=word.taker,
        rings_back_at=word.rings_back_at,
        telephone=word.telephone.strip(),
        words=word.words.strip(),
    )
