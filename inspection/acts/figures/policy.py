"""Tables of figures for readers of policy: exact for the office, from releases alone for everybody else."""

from collections.abc import Iterator
from datetime import datetime

from inspection.acts.context import Office
from inspection.acts.context import office as this_office
from inspection.acts.figures.facts import figure_facts
from inspection.acts.figures.others import imported_figures
from inspection.acts.figures.releasing import releases
from inspection.errors import ReferralFault
from inspection.reporting.figures import count, whole_year
from inspection.reporting.policy import (
    POLICY_READERS,
    PolicyCell,
    PolicyTable,
    counted_cells,
    imported_cells,
    is_ours,
    released_cells,
)
from inspection.time_of import now


def policy_table(
    reader: str,
    year: int,
    by: str,
    *,
    exact: bool = False,
    at: datetime | None = None,
    office: Office | None = None,
) -> PolicyTable:
    """Return a reader's table of a year: what was released of our figures, what others told of theirs, or "not held".

    Arguments: `reader` one of `POLICY_READERS`; `exact` counts ours as they are, which is for the office's eyes only.
    Errors: `ReferralFault` 936 for an unknown reader; `AccessRefused`.
    """
    here, at = office or this_office(), at or now()
    if reader not in POLICY_READERS:
        raise ReferralFault("REFER-936", readers=", ".join(POLICY_READERS))
    ours = _exact(reader, year, by, at, here) if exact else _released(reader, year, by, at, here)
    imported = imported_figures(by, *whole_year(year), at=at, office=here)
    others = (
        cell
        for figure, cuts in POLICY_READERS[reader]
        if not is_ours(figure)
        for cell in imported_cells(figure, imported, cuts, year)
    )
    service = here.settings.service
    return PolicyTable(reader=reader, year=year, service=service, is_released=not exact, cells=(*ours, *others))


def _exact(reader: str, year: int, by: str, at: datetime, here: Office) -> Iterator[PolicyCell]:
    first, last = whole_year(year)
    facts = figure_facts(by, first, last, at=at, office=here)
    for figure, cuts in POLICY_READERS[reader]:
        if is_ours(figure):
            yield from counted_cells(count(figure, facts, first, last), here.settings.service, cuts)


def _released(reader: str, year: int, by: str, at: datetime, here: Office) -> Iterator[PolicyCell]:
    known = [release.table for release in releases(by, at=at, office=here) if release.approved_by is not None]
    for figure, cuts in POLICY_READERS[reader]:
        if is_ours(figure):
            yield from released_cells(figure, here.settings.service, cuts, known, year)
