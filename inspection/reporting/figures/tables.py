"""A counted figure as a table that may be released: cut by some dimensions, held by all of them.

A release that knew only the dimensions that it shows could not be compared with a later one that shows others; so every
facet of the figure goes along, sealed, and the whole of what a dimension can hold is listed.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from inspection.errors import ReferralFault
from inspection.reporting.disclosure import CountTable, Dimension
from inspection.reporting.figures.counting import known_figure
from inspection.reporting.figures.shapes import ALWAYS, Counted


def count_table(counted: Counted, dimensions: Sequence[str]) -> CountTable:
    """Return a counted figure as a table shown by `dimensions`, with every facet behind it.

    Errors: `ReferralFault` 941 for a duration or an estimate, which adds up to nothing; 942 for a period that does not
    consist of whole months, which later releases could not be laid beside; 961 for a dimension that the figure has not.
    """
    if known_figure(counted.figure).kind != "count":
        raise ReferralFault("REFER-941", figure=counted.figure)
    if counted.first.day != 1 or (counted.last + timedelta(days=1)).day != 1:
        raise ReferralFault("REFER-942", figure=counted.figure)
    unknown = [name for name in dimensions if name not in counted.facets]
    if unknown or not dimensions:
        listed = ", ".join(counted.facets)
        raise ReferralFault("REFER-961", dimensions=listed, figure=counted.figure)
    return CountTable(
        figure=counted.figure,
        dimensions=tuple(_dimension(name, counted.atoms[name]) for name in dimensions),
        facets=counted.facets,
        counts=dict(counted.counts),
        scope=tuple((name, frozenset(counted.atoms[name])) for name in ALWAYS if name not in dimensions),
    )


def whole_year(year: int) -> tuple[date, date]:
    """Return the first and the last day of a year."""
    return date(year, 1, 1), date(year, 12, 31)


def _dimension(name: str, atoms: Sequence[str]) -> Dimension:
    return Dimension(name, tuple((atom, frozenset({atom})) for atom in atoms))
