"""What the rules say about trafficking: the elements of the offence for each person, and the second reading beside."""

from collections.abc import Sequence

from inspection.control.evidence import Evidence, person_order
from inspection.control.filled import Control
from inspection.control.trafficking.elements import grounds_of
from inspection.control.trafficking.proposal import Pattern, Proposal
from inspection.control.trafficking.second_reading import agree, dimensions_of, indicators_seen
from inspection.control.trafficking.signs import (
    dignity_seen,
    groups_seen,
    is_younger,
    offences_of_minors,
    strong_seen,
)
from sectors import Catalogue


def propose(control: Control, evidence: Sequence[Evidence], catalogue: Catalogue) -> Proposal:
    """Return what the rules say about trafficking; they suppress nothing, and the inspector may decide otherwise.

    Proposed is where one person at least shows the elements of the Belgian offence: an act, and as its purpose a grave
    fact or a set of dimensions of human dignity. The pattern of the ILO is told beside; alone it leaves the question
    open.
    """
    minors = _minors(control, evidence, catalogue)
    seen = indicators_seen(evidence, catalogue.indicators)
    dimensions = dimensions_of(seen, catalogue.indicator_rule)
    grounds = grounds_of(control, evidence, catalogue, minors)
    patterns: list[Pattern] = []
    if agree(dimensions, catalogue.indicator_rule):
        patterns.append("ilo")
    if any(one.way != "grave" for one in grounds):
        patterns.append("dignity")
    if any(one.way == "grave" for one in grounds):
        patterns.append("grave")
    return Proposal(
        positive=bool(grounds),
        grounds=grounds,
        indicators=seen,
        dimensions=dimensions,
        minors=minors,
        groups=groups_seen(control, catalogue),
        dignity=dignity_seen(control, catalogue),
        patterns=tuple(patterns),
        strong=strong_seen(control, catalogue),
    )


def _minors(control: Control, evidence: Sequence[Evidence], catalogue: Catalogue) -> tuple[str, ...]:
    """Return who is a minor on the day of the facts, may be, or is found in an offence that can only concern one."""
    of_minors = offences_of_minors(catalogue)
    found = {one.person for one in evidence if one.person is not None and one.points_to.offence in of_minors}
    years = catalogue.indicator_rule.minor_under_years
    born = {who.ref for who in control.persons if is_younger(who, control.first_facts_on, years)}
    in_doubt = {who.ref for who in control.persons if who.under_age}
    return tuple(sorted(found | born | in_doubt, key=person_order))
