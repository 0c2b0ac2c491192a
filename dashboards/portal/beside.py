"""Beside the first page: how to reach the inspection, its number on duty and when it was tried, absences."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from dashboards.office import Asked
from inspection import acts
from inspection.acts.portal import CaseCopy, ContactCopy, FindingCopy, Held
from inspection.acts.staff import Deputy


@dataclass(frozen=True)
class Beside:
    """The numbers are "" where nobody knows one; `away` are one's own absences that are not over."""

    duty: str = field(repr=False)
    duty_tried_on: date | None
    away: tuple[Deputy, ...]
    is_deputy_for: tuple[Deputy, ...]
    has_colleagues: bool


def beside(asked: Asked, held: Iterable[Held]) -> Beside:
    """Return it; the numbers are those that came with the newest of what is shown."""
    duty, tried = duty_number(held)
    running = [one for one in acts.staff.list_deputies(asked.acting()) if one.state in ("now", "to come")]
    me = asked.known.user.id
    return Beside(
        duty,
        tried,
        tuple(one for one in running if one.absent == me),
        tuple(one for one in running if one.deputy == me),
        bool(acts.portal.colleagues(asked.acting())),
    )


def held_now(asked: Asked) -> tuple[Held, ...]:
    """Return what lies with an office: what waits for its answer, and the cases that it works."""
    going = acts.portal.my_copies(asked.acting(), "open").held if asked.known.may("portal.acknowledge") else ()
    return (*acts.portal.my_copies(asked.acting()).held, *going)


def duty_number(held: Iterable[Held]) -> tuple[str, date | None]:
    """Return the number on which the inspection answers day and night, and the day on which it was tried last."""
    for one in sorted(held, key=lambda each: each.changed_at, reverse=True):
        if isinstance(one.copy, CaseCopy) and one.copy.numbers.duty:
            return one.copy.numbers.duty, one.copy.numbers.duty_tried_on
        if isinstance(one.copy, ContactCopy) and one.copy.callback:
            return one.copy.callback, None
        if isinstance(one.copy, FindingCopy) and one.copy.values.get("callback"):
            return str(one.copy.values["callback"]), None
    return "", None
