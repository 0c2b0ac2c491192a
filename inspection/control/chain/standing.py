"""Who stands above an employer in the chain, and in which place."""

from collections.abc import Sequence
from dataclasses import dataclass

from inspection.control.filled import ChainLink, Control
from sectors.rules.chain import ChainPlace


@dataclass(frozen=True, kw_only=True)
class Standing:
    """A party above an employer; `is_direct` where the employer contracted with it."""

    link: ChainLink
    place: ChainPlace
    is_direct: bool


def employers(chain: Sequence[ChainLink]) -> tuple[ChainLink, ...]:
    """Return the parties that have persons found at work, in their order."""
    return tuple(link for link in chain if link.role == "employer")


def above(chain: Sequence[ChainLink], employer: ChainLink) -> tuple[Standing, ...]:
    """Return the parties above an employer, the one that it contracted with first.

    A chain that was read has no circles; one that was not ends where it comes back.
    """
    links, found, at = {link.ref: link for link in chain}, list[Standing](), employer.under
    while at in links and at not in {one.link.ref for one in found}:
        link = links[at]
        found.append(Standing(link=link, place=_place(link, is_direct=not found), is_direct=not found))
        at = link.under
    return tuple(found)


def workers_of(control: Control, employer: ChainLink) -> frozenset[str] | None:
    """Return who of the persons found works for an employer; None where nobody said, and there may be several.

    Named with the party itself, else by the offender that it is, else all that were found.
    """
    if employer.employs:
        return frozenset(employer.employs)
    working = {person.ref: person.employer for person in control.persons}
    if any(working.values()):
        mine = frozenset(ref for ref, offender in working.items() if offender == employer.offender)
        return mine if employer.offender is not None else None
    return frozenset(working) if len(employers(control.chain)) == 1 else None


def _place(link: ChainLink, *, is_direct: bool) -> ChainPlace:
    if link.role == "principal":
        return "principal"
    return "direct" if is_direct else "indirect"
