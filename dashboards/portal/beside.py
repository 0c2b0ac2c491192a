"""Beside the first page: how to reach the inspection, its number on duty and when it was tried, absences."""

from dataclasses import dataclass, field
from datetime import date

from dashboards.office import Asked
from inspection import acts
from inspection.acts.absences import Deputy
from inspection.acts.portal.pages import Duty, FirstPage, Held, PortalDesk, Shelf


@dataclass(frozen=True)
class Beside:
    """The numbers are "" where nobody knows one; `away` are one's own absences that are not over."""

    duty: str = field(repr=False)
    duty_tried_on: date | None
    away: tuple[Deputy, ...]
    is_deputy_for: tuple[Deputy, ...]
    has_colleagues: bool


def beside(asked: Asked, page: FirstPage) -> Beside:
    """Return it; the numbers are those that came with the newest of what is shown."""
    duty = duty_number(page.desk.held)
    running = [one for one in page.deputies if one.state in ("now", "to come")]
    me = asked.known.user.id
    return Beside(
        duty.number,
        duty.tried_on,
        tuple(one for one in running if one.absent == me),
        tuple(one for one in running if one.deputy == me),
        bool(page.colleagues),
    )


def shelves_now(asked: Asked) -> tuple[Shelf, ...]:
    """Return where what lies with an office is: what waits for its answer, and the cases that it works."""
    return ("waiting", "open") if asked.known.may("portal.acknowledge") else ("waiting",)


def held_now(asked: Asked) -> PortalDesk:
    """Return what lies with an office."""
    return acts.portal.pages.my_copies(asked.acting(), *shelves_now(asked))


def duty_number(held: tuple[Held, ...]) -> Duty:
    """Return the number on which the inspection answers day and night, and the day on which it was tried last."""
    newest = sorted(held, key=lambda each: each.changed_at, reverse=True)
    return acts.portal.pages.duty_in(one.copy for one in newest)
