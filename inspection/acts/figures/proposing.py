"""A release made from a figure: counted here, with every facet behind it, and proposed like any other table."""

from collections.abc import Sequence
from datetime import date

from inspection.acts.figures.facts import figure_facts
from inspection.acts.figures.releasing import Release, propose_release
from inspection.reporting import figures
from inspection.reporting.disclosure import Audience
from inspection.trust import Context


def propose_figure(
    context: Context,
    figure: str,
    dimensions: Sequence[str],
    first: date,
    last: date,
    audience: Audience,
    *,
    merge: Sequence[str] = (),
) -> Release:
    """Count a figure over whole months, protect it and propose it for release.

    Arguments: `dimensions` by which it is shown; whatever else it is held by is kept sealed behind it, so that a later
    table by another dimension can be compared.
    Errors: those of `count`, `count_table` and `propose_release`; `AccessRefused` also for who may not read figures.
    """
    facts = figure_facts(context, first, last)
    table = figures.count_table(figures.count(figure, facts, first, last), dimensions)
    return propose_release(context, table, audience, merge=merge)
