"""Entries of people and teams as they will be from a day on: how they are kept, read again, and in which order."""

import json
import re
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field
from sqlmodel import Session, col, select

from inspection.acts.staff.roster import DAY_MINUTES, RosterTeam, RosterUser, Span, span_of
from inspection.acts.written import WEEKDAY
from inspection.store.core import Store
from inspection.store.people import StaffChangeRow
from sectors.rules.on_call import CLOCK


def _in_minutes(hours: Any) -> Any:
    """Return two clocks as minutes; whatever else was given as it is."""
    if isinstance(hours, list | tuple) and len(hours) == 2 and all(re.match(CLOCK, str(one)) for one in hours):
        return span_of(*map(str, hours))
    return hours


def _within_a_day(hours: Span) -> Span:
    """Refuse hours that begin on another day, or that are longer than one."""
    start, end = hours
    if not (0 <= start < DAY_MINUTES and start < end <= start + DAY_MINUTES):
        raise ValueError("write the hours as two times of a day, the first before the second")
    return hours


Weekday = Annotated[str, Field(pattern=WEEKDAY)]
Hours = Annotated[Span, BeforeValidator(_in_minutes), AfterValidator(_within_a_day)]


class PlannedPerson(RosterUser):
    """Somebody as they will be; a name and a number that are known stay. `leaves`: they work here no more."""

    leaves: bool = False


class PlannedTeam(RosterTeam):
    """A team as it will be, its ordinary week by weekday ("0" Monday) in minutes, read from clocks too.

    ends
        There is none any more.
    """

    shifts: dict[Weekday, Hours] = Field(default_factory=dict)
    ends: bool = False


def sealed_entry(store: Store, row_id: str, entry: PlannedPerson | PlannedTeam) -> bytes:
    """Return an entry as it is kept."""
    return store.seal("staff_change.entry", row_id, entry.model_dump_json())


def entry_of(store: Store, row: StaffChangeRow) -> PlannedPerson | PlannedTeam:
    """Return the entry of a change."""
    text = store.unseal("staff_change.entry", row.id, row.entry)
    if row.kind == "person":
        return PlannedPerson.model_validate_json(text)
    kept = json.loads(text)
    kept.pop("members", None)  # entries from before the list was cut still hold it; nothing read it
    return PlannedTeam.model_validate(kept)


def standing_changes(session: Session, service: str) -> list[StaffChangeRow]:
    """Return the changes that stand and have not taken effect yet, in the order in which they will."""
    wanted = select(StaffChangeRow).where(
        col(StaffChangeRow.service) == service,
        col(StaffChangeRow.decided_at).is_not(None),
        col(StaffChangeRow.ended_at).is_(None),
        col(StaffChangeRow.applied_at).is_(None),
    )
    return list(session.exec(wanted.order_by(col(StaffChangeRow.starts_on), col(StaffChangeRow.id))))
