"""Entries of people and teams as they will be from a day on: how they are kept, read again, and in which order."""

from pydantic import Field
from sqlmodel import Session, col, select

from inspection.acts.staff.roster import RosterTeam, RosterUser, Span
from inspection.store.core import Store
from inspection.store.people import StaffChangeRow


class PlannedPerson(RosterUser):
    """Somebody as they will be; a name and a number that are known stay. `leaves`: they work here no more."""

    leaves: bool = False


class PlannedTeam(RosterTeam):
    """A team as it will be, its ordinary week by weekday ("0" Monday) in minutes. `ends`: there is none any more."""

    shifts: dict[str, Span] = Field(default_factory=dict)
    ends: bool = False


def sealed_entry(store: Store, row_id: str, entry: PlannedPerson | PlannedTeam) -> bytes:
    """Return an entry as it is kept."""
    return store.seal("staff_change.entry", row_id, entry.model_dump_json())


def entry_of(store: Store, row: StaffChangeRow) -> PlannedPerson | PlannedTeam:
    """Return the entry of a change."""
    text = store.unseal("staff_change.entry", row.id, row.entry)
    if row.kind == "person":
        return PlannedPerson.model_validate_json(text)
    return PlannedTeam.model_validate_json(text)


def standing_changes(session: Session, service: str) -> list[StaffChangeRow]:
    """Return the changes that stand and have not taken effect yet, in the order in which they will."""
    wanted = select(StaffChangeRow).where(
        col(StaffChangeRow.service) == service,
        col(StaffChangeRow.decided_at).is_not(None),
        col(StaffChangeRow.ended_at).is_(None),
        col(StaffChangeRow.applied_at).is_(None),
    )
    return list(session.exec(wanted.order_by(col(StaffChangeRow.starts_on), col(StaffChangeRow.id))))
