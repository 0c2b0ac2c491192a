"""The quarterly declaration comes late: what is not in it today proves nothing about yesterday."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date

from inspection.control.checks.results import Check, CheckMaker, Extract, Result, consulted, entry, newest
from inspection.control.filled import Control, Lookup
from inspection.life_cycles import LookupResult
from inspection.time_of import day_in_brussels
from sectors import Catalogue


def dmfa_checks(control: Control, extracts: tuple[Extract, ...], catalogue: Catalogue) -> Iterator[Check]:
    """Yield what the DmfA shows of the workplace and of each person whom somebody looked for."""
    months = catalogue.register_rules.dmfa_due_months
    mine = [one for one in extracts if one.register_key == "dmfa"]
    if mine:
        yield _extract(mine, months)
    for ref in (None, *(person.ref for person in control.persons)):
        lookup = newest(control.lookups, "dmfa", ref or "workplace")
        if lookup is not None:
            yield _looked(control, lookup, ref, months)


def due_on(day: date, months: int) -> date:
    """Return until when the declaration of the quarter in which `day` lies is due."""
    end = (day.month - 1) // 3 * 3 + 3 + months
    year, month = day.year + (end - 1) // 12, (end - 1) % 12 + 1
    return date(year, month, monthrange(year, month)[1])


def quarter_of(day: date) -> str:
    """Return the quarter of a day as the register writes it, such as 2026Q1."""
    return f"{day.year}Q{(day.month - 1) // 3 + 1}"


def quarter_before(day: date, count: int) -> str:
    """Return the quarter so many before that of a day, such as 2025Q2 three before 2026-02-01."""
    year, quarter = divmod(day.year * 4 + (day.month - 1) // 3 - count, 4)
    return f"{year}Q{quarter + 1}"


def _extract(extracts: list[Extract], months: int) -> Check:
    quarters = sorted(str(row["quarter"]) for one in extracts for row in one.rows if row.get("quarter"))
    expected = _last_due(max(one.as_of for one in extracts), months)
    says = CheckMaker(domain="D2", register="dmfa", person=None, grounds=consulted(None, extracts)).says
    if quarters and quarters[-1] >= expected:
        return says("up_to", "no_proof", quarter=quarters[-1])
    return says("quarter_missing", "unclear", quarter=expected)


def _last_due(as_of: date, months: int) -> str:
    """Return the last quarter whose declaration was due before the snapshot."""
    day = as_of
    while due_on(day, months) >= as_of:
        day = _day_of_the_quarter_before(day)
    return quarter_of(day)


def _day_of_the_quarter_before(day: date) -> date:
    year, quarter = divmod(day.year * 4 + (day.month - 1) // 3 - 1, 4)
    return date(year, quarter * 3 + 1, 1)


def _looked(control: Control, lookup: Lookup, ref: str | None, months: int) -> Check:
    entered = day_in_brussels(control.entered_at)
    until = due_on(entered, months)
    grounds = (entry(control), *consulted(lookup))
    says = CheckMaker(domain="D2", register="dmfa", person=ref, grounds=grounds).says
    return says(*_name(lookup, until), quarter=quarter_of(entered), due=until)


def _name(lookup: Lookup, until: date) -> tuple[str, Result]:
    """A declaration that is found speaks of its own quarter; one that is not due yet cannot be missing."""
    if lookup.result == LookupResult.UNAVAILABLE:
        return "unavailable", "no_proof"
    if lookup.result == LookupResult.FOUND:
        return "found", "no_proof"
    return ("too_early", "no_proof") if day_in_brussels(lookup.looked_up_at) <= until else ("not_found", "unclear")
