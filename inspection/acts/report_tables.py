"""The tables that a report needs: proposed for release, and found again in the ledger once a second person approved."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from inspection.acts.figure_facts import figure_facts
from inspection.acts.offices import Office
from inspection.acts.offices import office as this_office
from inspection.acts.releases import Release, propose_release
from inspection.errors import ReferralFault
from inspection.reporting import (
    Assembled,
    ReportKind,
    ReportTable,
    Wanted,
    assembled,
    count,
    months,
    wanted_table,
    wanted_tables,
)
from inspection.time_of import day_in_brussels, now

REFUSED = ("REFER-922", "REFER-923", "REFER-930", "REFER-931", "REFER-932", "REFER-933")


@dataclass(frozen=True, kw_only=True)
class Proposed:
    """What became of one table of a report: in the ledger under a reference, or refused with a code."""

    figure: str
    dimensions: tuple[str, ...]
    reference: str | None = None
    is_approved: bool = False
    refused: str | None = None


def propose_report_tables(
    kind: ReportKind, first: date, last: date, by: str, *, at: datetime | None = None, office: Office | None = None
) -> list[Proposed]:
    """Propose for release, to partners, every table that a report of these days shows; again, it adds nothing.

    Each is a release of its own, and what the ledger refuses keeps no other back.

    Errors: `AccessRefused`, and any refusal that is not the ledger's.
    """
    here, at = office or this_office(), at or now()
    facts = figure_facts(by, first, last, at=at, office=here)
    made = []
    for wanted in wanted_tables(kind):
        table = wanted_table(count(wanted.figure, facts, first, last), wanted, first, last)
        try:
            release = propose_release(table, "partners", by, at=at, office=here)
        except ReferralFault as fault:
            if fault.code not in REFUSED:
                raise
            made.append(Proposed(figure=wanted.figure, dimensions=wanted.dimensions, refused=fault.code))
        else:
            made.append(_proposed(wanted, release))
    return made


def report_tables(ledger: Iterable[Release], kind: ReportKind, first: date, last: date) -> tuple[ReportTable, ...]:
    """Return the tables of a report as the ledger has them: the latest that was approved, else the one that waits."""
    known = list(ledger)
    return tuple(_found(known, wanted, first, last) for wanted in wanted_tables(kind))


def _proposed(wanted: Wanted, release: Release) -> Proposed:
    return Proposed(
        figure=wanted.figure,
        dimensions=wanted.dimensions,
        reference=release.reference,
        is_approved=release.approved_by is not None,
    )


def _found(ledger: Iterable[Release], wanted: Wanted, first: date, last: date) -> ReportTable:
    mine = [one for one in ledger if _is_of(one, wanted, first, last)]
    approved = [one for one in mine if one.approved_at is not None]
    if not mine:
        parts = _parts(ledger, wanted, months(first, last))
        return ReportTable(figure=wanted.figure, dimensions=wanted.dimensions, state="not_released", assembled=parts)
    if not approved:
        return ReportTable(
            figure=wanted.figure, dimensions=wanted.dimensions, state="awaiting", reference=mine[-1].reference
        )
    release = approved[-1]
    assert release.approved_at is not None  # noqa: S101  it is among the approved
    return ReportTable(
        figure=wanted.figure,
        dimensions=wanted.dimensions,
        state="released",
        reference=release.reference,
        approved_on=day_in_brussels(release.approved_at),
        table=release.table,
    )


def _parts(ledger: Iterable[Release], wanted: Wanted, within: tuple[str, ...]) -> Assembled | None:
    """Return what releases of shorter periods tell of a figure: the latest of each period, the longest first."""
    cut = tuple(name for name in wanted.dimensions if name != "period")
    known = [
        (one.reference, one.table)
        for one in reversed(list(ledger))
        if one.approved_at is not None and one.audience == "partners"
        if (one.table.figure, one.table.dimensions) == (wanted.figure, cut)
    ]
    longest = sorted(known, key=lambda part: -len(dict(part[1].scope).get("period", ())))
    return assembled(longest, within)


def _is_of(release: Release, wanted: Wanted, first: date, last: date) -> bool:
    """Tell whether a release is this table over these months; one by year covers the years of its rows."""
    table = release.table
    if release.audience != "partners" or (table.figure, table.dimensions) != (wanted.figure, wanted.dimensions):
        return False
    if "period" not in table.dimensions:
        return set(dict(table.scope).get("period", ())) == set(months(first, last))
    place = table.dimensions.index("period")
    years = {cell.labels[place] for cell in table.cells}
    return {f"{first:%Y}", f"{last:%Y}"} <= years
