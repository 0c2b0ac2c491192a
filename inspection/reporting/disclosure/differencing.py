"""Differencing: what a reader learns who lays all releases of a figure beside each other.

Each release says something about the same cases, cut in its own way. Their categories are laid over each other until no
release tells two parts of a class apart. In that common table the shown counts of all of them stay as they are, and a
small count must still be possible otherwise, also one that no release shows (a quarter that two of them leave over).

What is searched for is a proof: other tables of whole numbers that read the same. Where none is found the release is
refused, so that a mistake of the search costs a release and never somebody's secret.
"""

from collections.abc import Mapping, Sequence
from itertools import product

from inspection.errors import ReferralFault
from inspection.reporting.disclosure.common_refinement import Atoms, Audience, CommonTable, Issue
from inspection.reporting.disclosure.count_table import CountTable, Everything, Mask, Node, summed

SEES: Mapping[Audience, tuple[Audience, ...]] = {"partners": ("partners", "public"), "public": ("public",)}
MOST_MOVES = 4_000_000


def refuse_differencing(
    new: Issue, earlier: Sequence[Issue], thresholds: Mapping[Audience, int], *, least_values: int
) -> None:
    """Refuse a release that, laid beside earlier ones (oldest first), lets somebody work out a small or hidden count.

    Errors: `ReferralFault` 930 for a recount that changed a shown figure by a few; 931 where the counts behind an
    earlier release cannot be compared; 932 for a differencing; 933 where too much would have to be compared.
    """
    for audience, seen in SEES.items():
        if new.audience not in seen:
            continue
        related = related_to(new, [issue for issue in earlier if issue.audience in seen])
        for issue in related:
            _refuse_recount(new, issue, thresholds[audience])
        limits = (audience, thresholds[audience], least_values)
        if related and is_open([*related, new], *limits):
            culprit = next((issue for issue in related if is_open([issue, new], *limits)), None)
            raise _differenced(new, related if culprit is None else [culprit])


def related_to(new: Issue, earlier: Sequence[Issue]) -> list[Issue]:
    """Return the earlier releases that count some of the same cases, directly or through one another."""
    found, rest = [new], list(earlier)
    for issue in found:
        near = [other for other in rest if _overlap(issue.table, other.table)]
        found += near
        rest = [other for other in rest if other not in near]
    return [issue for issue in earlier if issue in found]


def known_from_earlier(table: CountTable, audience: Audience, earlier: Sequence[Issue]) -> tuple[set[Node], set[Node]]:
    """Return which nodes of a table an earlier release hid, and which one shows, if it covers exactly the same."""
    nodes = {_box(table, labels): labels for labels in product(*(d.labels for d in table.dimensions))}
    hide, known = set(), set()
    for issue in (other for other in earlier if other.table.figure == table.figure):
        if audience in SEES[issue.audience]:
            hide |= {nodes[box] for node in issue.protected.hidden if (box := _box(issue.table, node)) in nodes}
        if issue.audience in SEES[audience]:
            known |= {nodes[box] for node in issue.protected.shown if (box := _box(issue.table, node)) in nodes}
    return hide, known


def is_open(issues: Sequence[Issue], audience: Audience, threshold: int, least_values: int) -> bool:
    """Tell whether a reader of all these releases could work out a small or hidden count."""
    return bool(opened(laid_beside(issues), audience, threshold, least_values).any())


def laid_beside(issues: Sequence[Issue]) -> CommonTable:
    """Return the common table of some releases, the newest last.

    Errors: `ReferralFault` 931 where counts cannot be compared; 933 where too much would have to be compared.
    """
    common = CommonTable(issues)
    if common.moves.size > MOST_MOVES:
        raise ReferralFault("REFER-933", figure=issues[-1].table.figure)
    return common


def opened(common: CommonTable, audience: Audience, threshold: int, least_values: int) -> Mask:
    """Return which small or hidden counts no proof was found for that a reader cannot work them out."""
    asked = common.sensitive(audience, threshold)
    return common.moves.unmoved(common.values, common.slack, asked, least_values)


def _overlap(one: CountTable, other: CountTable) -> bool:
    if one.figure != other.figure:
        return False
    reaches = [(one.reach(name), other.reach(name)) for name in {*one.facets, *other.facets}]
    return all(isinstance(a, Everything) or isinstance(b, Everything) or a & b for a, b in reaches)


def _refuse_recount(new: Issue, old: Issue, threshold: int) -> None:
    before = _boxes(old)
    for box, value in _boxes(new).items():
        if box in before and 0 < abs(value - before[box]) < threshold:
            raise ReferralFault("REFER-930", earlier=old.name, threshold=threshold, figure=new.table.figure)


def _boxes(issue: Issue) -> dict[frozenset[tuple[str, Atoms]], int]:
    """Return the exact count of what a release shows, by what it covers and not by what it is called."""
    table, shown = issue.table, issue.protected.shown
    values = summed(table.cells, table.masks)
    return {_box(table, node): int(values[table.position(node)]) for node in shown}


def _box(table: CountTable, node: Node) -> frozenset[tuple[str, Atoms]]:
    shown = ((d.name, d.nodes[n]) for d, n in zip(table.dimensions, table.position(node), strict=True))
    return frozenset((*shown, *table.scope))


def _differenced(new: Issue, group: Sequence[Issue]) -> ReferralFault:
    names = ", ".join(issue.name for issue in group)
    return ReferralFault("REFER-932", earlier=names, figure=new.table.figure)
