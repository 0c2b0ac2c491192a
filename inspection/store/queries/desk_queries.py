"""Named queries for the desk: which deadlines run, and what a workplace is called."""

from dataclasses import dataclass, field
from datetime import date

from sqlmodel import col, select

from inspection.store.controls import ClockRow, ControlRow
from inspection.store.core import Store
from inspection.store.orders import hidden_controls
from inspection.store.views import UserView
from inspection.store.weeks import Workplace


@dataclass(frozen=True, kw_only=True)
class ClockView:
    """A legal deadline that runs; `due_on` is its last day."""

    id: str
    key: str
    control_id: str
    workplace: str
    district: str
    saved_by: str
    due_on: date
    asks: str


@dataclass(frozen=True, kw_only=True)
class WorkplaceView:
    """A workplace as last known, unsealed: only for a reader whose look was recorded."""

    id: str
    district: str
    sector: str
    refnis: str | None
    canton: str | None
    name: str | None = field(default=None, repr=False)
    address: str | None = field(default=None, repr=False)


def running_clocks(
    store: Store,
    until: date,
    district: str | None = None,
    service: str | None = None,
    reader: UserView | None = None,
) -> list[ClockView]:
    """Return the deadlines that run and end on `until` or before, the earliest first.

    Arguments: `reader` who will see them: of controls that a magistrate ordered, only where that is permitted.
    """
    wanted = (
        select(ClockRow, ControlRow)
        .join(ControlRow, col(ControlRow.id) == col(ClockRow.control_id))
        .where(col(ClockRow.state) == "running", col(ClockRow.due_on) <= until)
        .where(col(ControlRow.id).not_in(hidden_controls(reader, "clocks")))
        .order_by(col(ClockRow.due_on), col(ClockRow.id))
    )
    if district is not None:
        wanted = wanted.where(col(ControlRow.district) == district)
    if service is not None:
        wanted = wanted.where(col(ControlRow.service) == service)
    with store.read() as session:
        return [
            ClockView(
                id=clock.id,
                key=clock.key,
                control_id=control.id,
                workplace=control.workplace,
                district=control.district,
                saved_by=control.saved_by,
                due_on=clock.due_on,
                asks=clock.asks,
            )
            for clock, control in session.exec(wanted)
        ]


def workplace(store: Store, workplace_id: str) -> WorkplaceView | None:
    """Return what is known of a workplace, or None."""
    with store.read() as session:
        row = session.get(Workplace, workplace_id)
    if row is None:
        return None
    return WorkplaceView(
        id=row.id,
        district=row.district,
        sector=row.sector,
        refnis=row.refnis,
        canton=row.canton,
        name=store.unseal("workplace.name", row.id, row.name) if row.name else None,
        address=store.unseal("workplace.address", row.id, row.address) if row.address else None,
    )
