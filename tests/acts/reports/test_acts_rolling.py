"""A month that is too small is told by the months before it, within what the ledger allows, and never beyond."""

from datetime import UTC, datetime, timedelta

from builders_acts import AT, LIEGE, a_suspicious_control
from builders_orders import BY, INSPECTOR

from inspection.acts.controls import save
from inspection.acts.figures import releases
from inspection.acts.reports import ReportVersion, approve_report, propose_report
from inspection.reporting.reports import ReportTable
from inspection.trust import AppContext

SECOND = "direction-1"
DECEMBER, JANUARY = datetime(2026, 12, 1, 6, tzinfo=UTC), datetime(2027, 1, 4, 6, tzinfo=UTC)


def cases(house: AppContext, number: int = 7) -> None:
    """Referrals of November, enough of them to be shown."""
    for n in range(number):
        control = a_suspicious_control("yes", workplace=f"est:21{n:08d}")
        save(house.acting(INSPECTOR, AT), control, place=LIEGE)


def draft_of(house: AppContext, month: str, at: datetime) -> ReportVersion:
    return propose_report(house.acting(BY, at), "bureau", month)


def referrals(tables: tuple[ReportTable, ...]) -> ReportTable:
    return next(one for one in tables if (one.figure, one.dimensions) == ("referrals", ("form",)))


def test_an_empty_month_is_told_by_twelve_that_are_released_with_it(house: AppContext) -> None:
    """December is nothing; the year holds the seven of November. One approval releases both, and nothing waits."""
    cases(house)
    draft = draft_of(house, "2026-12", JANUARY)
    assert not referrals(draft.report.tables).tells
    longer = referrals(draft.report.rolling)
    assert longer.state == "proposed"
    assert longer.reference in draft.report.proposed
    assert set(longer.table.shown.values()) == {5}  # type: ignore[union-attr]
    assert len(dict(longer.table.scope)["period"]) == 12  # type: ignore[union-attr]
    made = approve_report(house.acting(SECOND, JANUARY + timedelta(minutes=1)), "bureau", "2026-12", draft.sha256)
    assert referrals(made.report.rolling).state == "released"
    assert made.report.proposed == ()
    waiting = [one for one in releases(house.acting(BY, JANUARY)) if one.approved_at is None]
    assert waiting == []  # a table that told nothing was not even proposed


def test_twelve_months_that_would_give_a_month_away_are_not_proposed(house: AppContext) -> None:
    """November was released: twelve months less that one say that all others are nothing. Its sum stands there."""
    cases(house)
    first = draft_of(house, "2026-11", DECEMBER)
    approve_report(house.acting(SECOND, DECEMBER + timedelta(minutes=1)), "bureau", "2026-11", first.sha256)
    longer = referrals(draft_of(house, "2026-12", JANUARY).report.rolling)
    assert (longer.state, longer.table, longer.reference) == ("not_released", None, None)
    assert longer.assembled is not None
    released = referrals(first.report.tables)
    assert longer.assembled.references == (released.reference,)
    assert {cell.labels: cell.shown for cell in longer.assembled.cells if cell.shown} == released.table.shown  # type: ignore[union-attr]
