"""A release made from a figure: counted here, with every facet behind it, and proposed like any other table."""

from collections.abc import Sequence
from datetime import date, datetime

from inspection.acts.context import Office
from inspection.acts.context import office as this_office
from inspection.acts.figures.facts import figure_facts
from inspection.acts.figures.releasing import Release, propose_release
from inspection.reporting.disclosure import Audience
from inspection.reporting.figures import count, count_table
from inspection.time_of import now


def propose_figure(
    figure: str,
    dimensions: Sequence[str],
    first: date,
    last: date,
    audience: Audience,
    by: str,
    *,
    merge: Sequence[str] = (),
    at: datetime | None = None,
    office: Office | None = None,
) -> Release:
    """Count a figure over whole months, protect it and propose it for release.

    Arguments: `dimensions` by which it is shown; whatever else it is held by is kept sealed behind it, so that a later
    table by another dimension can be compared.
    Errors: those of `count`, `count_table` and `propose_release`; `AccessRefused` also for who may not read figures.
    """
    here, at = office or this_office(), at or now()
    facts = figure_facts(by, first, last, at=at, office=here)
    table = count_table(count(figure, facts, first, last), dimensions)
    return propose_release(table, audience, by, merge=merge, at=at, office=here)
