"""Secondary suppression: what a release must hide too, so that nothing follows from it and earlier ones together.

A year after its months tells what the hidden months held. Refusing the year would leave a report without figures; so
more of the year is hidden, as little as suffices, and only what no earlier release shows. The ledger then looks at the
result like at any other: a mistake here costs a release, and never somebody's secret.
"""

from collections.abc import Mapping, Sequence

import numpy as np

from inspection.errors import ReferralFault
from inspection.reporting.disclosure.common_refinement import Audience, CommonTable, Issue
from inspection.reporting.disclosure.count_table import CountTable, Mask, Node
from inspection.reporting.disclosure.differencing import SEES, known_from_earlier, laid_beside, opened, related_to
from inspection.reporting.disclosure.protecting import DisclosureRule, ProtectedTable, protect

# Each round hides something that was still shown, and lays all earlier releases beside the result anew, which is what
# takes time. The tables of a year of releases (tests) needed two at most; the rest is room, so that one which never
# rests ends. It is no policy: too few rounds cost a release, which the ledger then refuses, and nobody's secret.
MOST_ROUNDS = 12


def protect_with_earlier(
    table: CountTable,
    audience: Audience,
    rule: DisclosureRule,
    earlier: Sequence[Issue],
    thresholds: Mapping[Audience, int],
    *,
    least_values: int,
) -> ProtectedTable:
    """Return a table as it may leave the house beside earlier releases; the same again gives the same.

    What more hiding cannot cure is returned as it is, for the ledger to refuse.

    Errors: `ReferralFault` 922 and 923 as in `protect`, 931 and 933 as in `laid_beside`.
    """
    hide, known = known_from_earlier(table, audience, earlier)
    protected = protect(table, rule, hide=hide, known=known)
    known |= _implied(Issue("this table", audience, table, protected), earlier)
    for _ in range(MOST_ROUNDS):
        new = Issue("this table", audience, table, protected)
        more = _more(new, earlier, thresholds, least_values)
        if not more:
            break
        hide |= more
        try:
            protected = protect(table, rule, hide=hide, known=known)
        except ReferralFault:  # the rest shows too much to hide that: what there was is refused with its reason
            break
    return protected


def _implied(new: Issue, earlier: Sequence[Issue]) -> set[Node]:
    """Return which nodes earlier releases give away whatever this one hides: the sum of what they show, for one."""
    related = related_to(new, [issue for issue in earlier if issue.audience in SEES[new.audience]])
    if not related:
        return set()
    common = laid_beside([*related, new])
    hidden = [*common.hidden[:-1], np.ones_like(common.hidden[-1])]
    asked = common.on_common(new, hidden[-1])
    left = common.moves.unmoved(common.values, lambda values: common.slack(values, hidden), asked, 2)
    return _nodes(new, common.own(new, left))


def _more(new: Issue, earlier: Sequence[Issue], thresholds: Mapping[Audience, int], least_values: int) -> set[Node]:
    """Return what must be hidden too for the first audience that could work something out; nothing where none could."""
    for audience, seen in SEES.items():
        related = related_to(new, [issue for issue in earlier if issue.audience in seen])
        if new.audience not in seen or not related:
            continue
        common = laid_beside([*related, new])
        left = opened(common, audience, thresholds[audience], least_values)
        if left.any():
            flags = common.own(new, _Hiding(common, least_values).over(left))
            return _nodes(new, flags) & set(new.protected.shown)
    return set()


def _nodes(issue: Issue, flags: Mask) -> set[Node]:
    return {issue.table.node(tuple(int(n) for n in at)) for at in np.argwhere(flags)}


class _Hiding:
    """The common table while more of its newest release is being hidden."""

    def __init__(self, common: CommonTable, least_values: int) -> None:
        self.common, self.least_values = common, least_values
        *self.fixed, mine = common.hidden
        self.new = common.issues[-1]
        self.shown = common.on_common(self.new, ~mine)
        reach = common.moves.reach(common.slack(common.values, [*self.fixed, np.ones_like(mine)]))
        self.is_wide = reach.up + reach.down >= least_values - 1

    def over(self, left: Mask) -> Mask:
        """Return which nodes of the common table to hide, so that one move leads through each open one, if any can."""
        hidden = np.zeros_like(left)
        for at in sorted(np.argwhere(left).tolist(), key=lambda at: (-self.common.values[tuple(at)], at)):
            if not self._moves(tuple(at), hidden):
                hidden |= self._cheapest(tuple(at), hidden)
        return hidden

    def _moves(self, node: tuple[int, ...], hidden: Mask) -> bool:
        mine = self.common.hidden[-1] | self.common.own(self.new, hidden)
        shifts = self.common.moves.shifts(self.common.slack(self.common.values, [*self.fixed, mine]))
        return bool(shifts.up[node] + shifts.down[node] >= self.least_values - 1)

    def _cheapest(self, node: tuple[int, ...], hidden: Mask) -> Mask:
        """Return the nodes of the possible move through a node that hides the fewest further cases."""
        moves, found = self.common.moves, np.zeros_like(hidden)
        through = moves.through(node)
        is_wide = self.is_wide[np.ix_(*through)]
        if is_wide.any():
            cost = moves.cost(np.where(self.shown & ~hidden, self.common.values + 1.0, 0.0))[np.ix_(*through)]
            best = np.unravel_index(np.argmin(np.where(is_wide, cost, np.inf)), cost.shape)
            move = tuple(int(way[n]) for way, n in zip(through, best, strict=True))
            found[np.ix_(*moves.nodes(move))] = True
        return found
