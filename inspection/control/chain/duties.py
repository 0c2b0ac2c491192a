"""What else the law asks of parties of a chain: points to look at, by the law of the day of the facts."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from inspection.control.filled import ChainLink, Control
from sectors.rules.chain import ChainDuty

if TYPE_CHECKING:
    from sectors import Catalogue


@dataclass(frozen=True, kw_only=True)
class ChainPoint:
    """A duty that bears on one contract of a chain: that of `link` with the party above it.

    too_deep
        How many subcontractors stand below each other, where the rules allow fewer; else None.
    is_tolerated
        Whether the authority said not to sanction it on the day of the facts.
    """

    duty: str
    link: str
    is_tolerated: bool = False
    too_deep: int | None = None


def points(control: Control, law: "Catalogue", area: str) -> tuple[ChainPoint, ...]:
    """Return the points of a control's chain.

    law
        The catalogue of the day of the facts.
    area
        Of the routing table, where the work is done.
    """
    links = {link.ref: link for link in control.chain}
    return tuple(
        point
        for duty in law.chain_duties.values()
        if not duty.areas or area in duty.areas
        for link in control.chain
        if link.under is not None and (not duty.activities or link.activity in duty.activities)
        for point in _of(duty, link, links, control.facts_on)
    )


def _of(duty: ChainDuty, link: ChainLink, links: Mapping[str, ChainLink], facts_on: date) -> Iterator[ChainPoint]:
    is_tolerated = duty.tolerance_until is not None and facts_on <= duty.tolerance_until
    level = _level(link, links)
    most = duty.most_levels.get(link.activity or "")
    if duty.when == "passed_on":
        if link.passed_on == "yes" and level > 0:  # the main contractor may pass its contract on
            yield ChainPoint(duty=duty.key, link=link.ref, is_tolerated=is_tolerated)
        if most is not None and level > most:
            yield ChainPoint(duty=duty.key, link=link.ref, is_tolerated=is_tolerated, too_deep=level)
    elif not _is_small(duty, link, links.values()):
        yield ChainPoint(duty=duty.key, link=link.ref, is_tolerated=is_tolerated)


def _level(link: ChainLink, links: Mapping[str, ChainLink]) -> int:
    """Return the how-manieth subcontractor a party is: 0 for the main contractor, who contracted with the principal."""
    level, seen, at = 0, {link.ref}, link.under
    while at is not None and at in links and at not in seen and links[at].role != "principal":
        seen.add(at)
        level, at = level + 1, links[at].under
    return level


def _is_small(duty: ChainDuty, link: ChainLink, chain: Iterable[ChainLink]) -> bool:
    """Tell whether a contract is too small for a duty; one without a price never is."""
    if link.price_cents is None:
        return False
    below = sum(other.under == link.ref for other in chain)
    return any(
        link.activity in small.activities
        and below <= small.most_subcontractors
        and link.price_cents < small.below_cents
        for small in duty.not_below
    )
