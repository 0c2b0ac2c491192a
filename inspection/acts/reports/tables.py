"""The tables that a report needs: proposed for release together, each protected against the others."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from sqlmodel import Session

from inspection import acts
from inspection.errors import ReferralFault
from inspection.reporting import figures
from inspection.reporting.disclosure import Assembled, CountTable, ProtectedTable, assembled
from inspection.reporting.reports import (
    ReportKind,
    ReportTable,
    TableState,
    Trend,
    Wanted,
    rolling_first,
    trend_of,
    wanted_table,
    wanted_tables,
)
from inspection.time_of import day_in_brussels
from inspection.trust import AppContext, Context

if TYPE_CHECKING:
    from inspection.acts.figures import Release

REFUSED = ("REFER-922", "REFER-923", "REFER-930", "REFER-931", "REFER-932", "REFER-933", "REFER-979")
ROLLS = "bureau"  # the report whose month is often too small to show


def proposed_tables(context: Context, kind: ReportKind, first: date, last: date) -> tuple[ReportTable, ...]:
    """Propose for release, to partners, every table that a report of these days shows; again, it adds nothing.

    Each is a release of its own, protected against those before it, since one approval releases them all; what the
    ledger refuses keeps no other back.

    Result: the tables as the draft shows them: released before, proposed now, or told by releases of shorter periods.
    Errors: `AccessRefused`, and any refusal that is not the ledger's.
    """
    facts = acts.figures.figure_facts(context, first, last)
    made: dict[Wanted, Release | None] = {}
    for wanted in wanted_tables(kind):
        table = wanted_table(figures.count(wanted.figure, facts, first, last), wanted, first, last)
        before = [one.reference for one in made.values() if one is not None]
        made[wanted] = _proposed(context, table, before)
    with context.store.read() as session:
        known = acts.figures.ledger(session, context.settings.service)
    return tuple(_table(known, wanted, release, first, last) for wanted, release in made.items())


def rolling_tables(
    context: Context, kind: ReportKind, tables: Sequence[ReportTable], last: date
) -> tuple[ReportTable, ...]:
    """Propose for release the months until the last day of each table that tells nothing of its own period.

    Each is held against every release before it, and against the tables that are proposed with it: windows that overlap
    could give a single month away. Where the ledger refuses one, what was released of shorter periods is summed.

    Result: these tables, those that tell nothing either among them; nothing for a report whose period is long.
    Errors: as `proposed_tables`.
    """
    small = [one for one in wanted_tables(kind) if not _of(tables, one).tells] if kind == ROLLS else []
    if not small:
        return ()
    first = rolling_first(last, context.app.catalogue(day_in_brussels(context.at)).releases.rolling_months)
    facts = acts.figures.figure_facts(context, first, last)
    beside = [one.reference for one in tables if one.state == TableState.PROPOSED and one.reference]
    made: dict[Wanted, Release | None] = {}
    for wanted in small:
        table = wanted_table(figures.count(wanted.figure, facts, first, last), wanted, first, last)
        made[wanted] = _proposed(context, table, beside, must_tell=True)
        beside += [release.reference for release in (made[wanted],) if release is not None]
    own = {one.reference for one in tables}  # these tell nothing; counted, they would differ before and after approval
    with context.store.read() as session:
        known = [one for one in acts.figures.ledger(session, context.settings.service) if one.reference not in own]
    return tuple(_table(known, wanted, release, first, last) for wanted, release in made.items())


def report_trend(
    session: Session, app: AppContext, kind: ReportKind, tables: Sequence[ReportTable], last: date
) -> Trend | None:
    """Return the course of one figure by what was released of each month, with what a draft proposes of the last."""
    if kind != ROLLS:
        return None
    first = rolling_first(last, app.catalogue(last).releases.rolling_months)
    known = acts.figures.ledger(session, app.settings.service)
    by_figure = {one.figure: _by_month(known, one, _of(tables, one), last) for one in wanted_tables(kind)}
    return trend_of(by_figure, first, last)


def _of(tables: Sequence[ReportTable], wanted: Wanted) -> ReportTable:
    return next(one for one in tables if (one.figure, one.dimensions) == (wanted.figure, wanted.dimensions))


def _by_month(known: "Sequence[Release]", wanted: Wanted, own: ReportTable, last: date) -> dict[str, ProtectedTable]:
    """Return what partners may read of each month: the latest release of it, the report's own of its last."""
    found: dict[str, ProtectedTable] = {}
    for one in known:
        months = set(dict(one.table.scope).get("period", ()))
        is_it = (one.table.figure, one.table.dimensions) == (wanted.figure, wanted.dimensions)
        if one.approved_at is not None and one.audience == "partners" and is_it and len(months) == 1:
            found[months.pop()] = one.table
    return {**found, **({f"{last:%Y-%m}": own.table} if own.table is not None else {})}


def _proposed(
    context: Context, table: CountTable, beside: Sequence[str], *, must_tell: bool = False
) -> "Release | None":
    try:
        return acts.figures.propose_release(context, table, "partners", beside=beside, must_tell=must_tell)
    except ReferralFault as fault:
        if fault.code not in REFUSED:
            raise
        return None


def _table(
    known: "Sequence[Release]", wanted: Wanted, proposed: "Release | None", first: date, last: date
) -> ReportTable:
    """Return a table of a report: as proposed now, else as it was released last, else what shorter periods tell."""
    release = proposed or _released(known, wanted, first, last)
    if release is None:
        parts = _parts(known, wanted, figures.months(first, last))
        state = TableState.NOT_RELEASED
        return ReportTable(figure=wanted.figure, dimensions=wanted.dimensions, state=state, assembled=parts)
    return ReportTable(
        figure=wanted.figure,
        dimensions=wanted.dimensions,
        state=TableState.RELEASED if release.approved_at else TableState.PROPOSED,
        reference=release.reference,
        approved_on=day_in_brussels(release.approved_at) if release.approved_at else None,
        table=release.table,
    )


def _released(known: "Sequence[Release]", wanted: Wanted, first: date, last: date) -> "Release | None":
    mine = (one for one in reversed(known) if one.approved_at is not None)
    return next((one for one in mine if _is_of(one, wanted, first, last)), None)


def _parts(ledger: "Iterable[Release]", wanted: Wanted, within: tuple[str, ...]) -> Assembled | None:
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


def _is_of(release: "Release", wanted: Wanted, first: date, last: date) -> bool:
    """Tell whether a release is this table over these months; one by year covers the years of its rows."""
    table = release.table
    if release.audience != "partners" or (table.figure, table.dimensions) != (wanted.figure, wanted.dimensions):
        return False
    if "period" not in table.dimensions:
        return set(dict(table.scope).get("period", ())) == set(figures.months(first, last))
    place = table.dimensions.index("period")
    years = {cell.labels[place] for cell in table.cells}
    return {f"{first:%Y}", f"{last:%Y}"} <= years
