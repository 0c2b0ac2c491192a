"""One turn between office and portal: words are taken in, and what became of them is published back."""

from dataclasses import dataclass
from pathlib import Path

from sqlmodel import col, func, select

from inspection.acts.portal.copies import news, publish
from inspection.acts.portal.crossing.taking import take_words, words_waiting
from inspection.acts.portal.homes import portal_app
from inspection.errors import PortalFault
from inspection.store.people import UserRow
from inspection.store.portal import PortalCopyRow
from inspection.trust import Context, require_in_service


@dataclass(frozen=True)
class Crossed:
    """What one turn did: words that were taken in, and copies that were written."""

    taken: int = 0
    published: int = 0


@dataclass(frozen=True, kw_only=True)
class PortalStanding:
    """How the portal of an office stands: counts only.

    behind
        Streams of the office's trail that were not published to their end.
    """

    home: Path
    offices: int
    copies: int
    people: int
    words_waiting: int
    behind: int


def cross(context: Context) -> Crossed:
    """Take in what was said on the portal, and publish what changed; nothing where the office has no portal.

    What changed is published also where a word could not be taken.
    """
    require_in_service(context, "portal.take")
    portal = portal_app(context.app)
    if portal is None:
        return Crossed()
    taken = 0
    try:
        taken = take_words(context, portal)
    finally:
        published = publish(context.refreshed(), portal)
    return Crossed(taken, published)


def waiting(context: Context) -> frozenset[str]:
    """Return what waits to be taken in or published: a cheap look several times a second."""
    with context.store.one_look():
        require_in_service(context, "portal.take")
        portal = portal_app(context.app)
        return frozenset() if portal is None else words_waiting(context, portal) | news(context, portal)


def standing_of_portal(context: Context) -> PortalStanding:
    """Return how the portal stands; errors: `PortalFault` PORTAL-102 where there is none."""
    require_in_service(context, "portal.publish")
    portal = portal_app(context.app)
    if portal is None:
        raise PortalFault("PORTAL-102")
    with portal.store.read() as session:
        offices = session.exec(select(func.count(func.distinct(PortalCopyRow.office)))).one()
        copies = session.exec(select(func.count(col(PortalCopyRow.id)))).one()
        people = session.exec(select(func.count(col(UserRow.id))).where(col(UserRow.office).is_not(None))).one()
    return PortalStanding(
        home=portal.home,
        offices=offices,
        copies=copies,
        people=people,
        words_waiting=len(words_waiting(context, portal)),
        behind=len(news(context, portal)),
    )
