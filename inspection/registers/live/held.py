"""What our own copy holds of one person, told as a live service tells it: the declarations in force on a day."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, Final

from inspection.registers.live.asking import Declaration
from inspection.time_of import moment_of

Row = Mapping[str, Any]


def in_force(register: str, rows: Sequence[Row], on: date) -> tuple[Declaration, ...]:
    """Return the declarations of a register that cover a day, the newest first.

    rows
        Of one person, as `of_persons` of the lake gives them.
    """
    reads = _READS.get(register)
    return tuple(reads(rows, on)) if reads else ()


def _dimonas(rows: Sequence[Row], on: date) -> list[Declaration]:
    """Read each period after every declaration about it, in the order in which they came."""
    periods: dict[str, list[Row]] = {}
    for row in sorted(rows, key=lambda one: str(one.get("received_at"))):
        periods.setdefault(str(row.get("dimona_period_id")), []).append(row)
    found = [_dimona(about) for about in periods.values() if _is_open(about, on)]
    return sorted(found, key=lambda one: str(one.declared_at), reverse=True)


def _is_open(about: Sequence[Row], on: date) -> bool:
    starts = next((one["starts_on"] for one in about if one.get("form_type") == "IN"), None)
    is_gone = any(one.get("form_type") == "CANCEL" for one in about)
    end = _end(about)
    return starts is not None and not is_gone and str(starts) <= on.isoformat() <= (end or "9999-12-31")


def _end(about: Sequence[Row]) -> str | None:
    return next((str(one["ends_on"]) for one in reversed(about) if one.get("ends_on") is not None), None)


def _dimona(about: Sequence[Row]) -> Declaration:
    first = next(one for one in about if one.get("form_type") == "IN")
    return Declaration(
        company=_digits(first.get("user_company_id") or first.get("company_id")),
        declared_at=first.get("received_at"),
        period_from=_bound(first.get("starts_on"), first.get("start_hour")),
        period_to=_bound(_end(about), first.get("end_hour")),
        worker_type=first.get("worker_type"),
        joint_committee=first.get("joint_committee"),
        planned_hours=first.get("planned_hours"),
    )


def _postings(rows: Sequence[Row], on: date) -> list[Declaration]:
    open_ = [row for row in rows if row.get("state") == "active" and _covers(row, on)]
    return [
        Declaration(
            company=_digits(row.get("user_company_id")),
            declared_at=row.get("declared_at"),
            period_from=_bound(row.get("starts_on"), None),
            period_to=_bound(row.get("ends_on"), None),
        )
        for row in sorted(open_, key=lambda one: str(one.get("declared_at")), reverse=True)
    ]


def _titles(rows: Sequence[Row], on: date) -> list[Declaration]:
    return [
        Declaration(period_from=_bound(row.get("starts_on"), None), period_to=_bound(row.get("ends_on"), None))
        for row in rows
        if _covers(row, on)
    ]


def _presences(rows: Sequence[Row], on: date) -> list[Declaration]:
    here = [row for row in rows if str(row.get("on_day")) == on.isoformat()]
    return [
        Declaration(company=_digits(row.get("company_id")), declared_at=_bound(row.get("on_day"), row.get("in_at")))
        for row in here
    ]


def _covers(row: Row, on: date) -> bool:
    return str(row.get("starts_on")) <= on.isoformat() <= str(row.get("ends_on") or "9999-12-31")


def _bound(day: object, hour: object) -> Any:
    """Return a day, or the moment at which clocks in Brussels show the hour (`0905`) on it."""
    if day is None:
        return None
    on = date.fromisoformat(str(day))
    digits = str(hour or "").replace(":", "")
    return moment_of(on, int(digits[:2]) * 60 + int(digits[2:4])) if len(digits) == 4 else on


def _digits(number: object) -> str | None:
    return str(number) if number else None


_READS: Final[Mapping[str, Callable[[Sequence[Row], date], list[Declaration]]]] = {
    "dimona": _dimonas,
    "limosa": _postings,
    "checkin": _presences,
    "a1": _titles,
    "single_permit": _titles,
    "residence": _titles,
}
