"""Tables of figures for readers of policy: exact for the office, from releases alone for everybody else."""

from collections.abc import Iterator

from inspection.acts.figures.facts import figure_facts
from inspection.acts.figures.others import imported_figures
from inspection.acts.figures.releasing import releases
from inspection.errors import ReferralFault
from inspection.reporting import figures, policy
from inspection.trust import Context


def policy_table(context: Context, reader: str, year: int, *, exact: bool = False) -> policy.PolicyTable:
    """Return a reader's table of a year: what was released of our figures, what others told of theirs, or "not held".

    Arguments: `reader` one of `POLICY_READERS`; `exact` counts ours as they are, which is for the office's eyes only.
    Errors: `ReferralFault` 936 for an unknown reader; `AccessRefused`.
    """
    if reader not in policy.POLICY_READERS:
        raise ReferralFault("REFER-936", readers=", ".join(policy.POLICY_READERS))
    ours = _exact(context, reader, year) if exact else _released(context, reader, year)
    imported = imported_figures(context, *figures.whole_year(year))
    others = (
        cell
        for figure, cuts in policy.POLICY_READERS[reader]
        if not policy.is_ours(figure)
        for cell in policy.imported_cells(figure, imported, cuts, year)
    )
    service = context.settings.service
    return policy.PolicyTable(reader=reader, year=year, service=service, is_released=not exact, cells=(*ours, *others))


def _exact(context: Context, reader: str, year: int) -> Iterator[policy.PolicyCell]:
    first, last = figures.whole_year(year)
    facts = figure_facts(context, first, last)
    for figure, cuts in policy.POLICY_READERS[reader]:
        if policy.is_ours(figure):
            yield from policy.counted_cells(figures.count(figure, facts, first, last), context.settings.service, cuts)


def _released(context: Context, reader: str, year: int) -> Iterator[policy.PolicyCell]:
    known = [release.table for release in releases(context) if release.approved_by is not None]
    for figure, cuts in policy.POLICY_READERS[reader]:
        if policy.is_ours(figure):
            yield from policy.released_cells(figure, context.settings.service, cuts, known, year)
