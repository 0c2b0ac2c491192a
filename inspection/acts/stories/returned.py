"""What came back to an inspector: controls that a head returned, until they were corrected."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast

from sqlalchemy.orm import load_only
from sqlmodel import col, select

from inspection.store.controls import ControlReviewRow, ControlRow
from inspection.store.weeks import WorkplaceRow
from inspection.trust import Context, require_in_service


@dataclass(frozen=True, kw_only=True)
class Returned:
    """A control of one's own that waits for its correction; what is to be corrected stands on its page."""

    control: str
    workplace: str
    name: str = field(repr=False)
    sector: str
    entered_at: datetime
    by: str
    at: datetime


def returned_to_me(context: Context) -> tuple[Returned, ...]:
    """Return the controls of whoever acts that were returned and not corrected since, the longest waiting first.

    Errors: `AccessRefused`.
    """
    require_in_service(context, "draft.keep")
    wanted = (
        select(ControlReviewRow, ControlRow)
        .join(ControlRow, col(ControlRow.id) == col(ControlReviewRow.control_id))
        .where(col(ControlRow.saved_by) == context.by, col(ControlReviewRow.kind).in_(("returned", "corrected")))
        .order_by(col(ControlReviewRow.control_id), col(ControlReviewRow.n))
        .options(load_only(*cast(Any, (ControlRow.id, ControlRow.workplace, ControlRow.sector, ControlRow.entered_at))))
    )
    with context.store.read() as session:
        last = {row.id: (word, row) for word, row in session.exec(wanted)}
        places = {row.workplace for word, row in last.values() if word.kind == "returned"}
        named = select(WorkplaceRow.id, WorkplaceRow.name).where(col(WorkplaceRow.id).in_(places))
        unseal = context.store.unseal
        found = session.exec(named).all() if places else ()
        names = {id_: unseal("workplace.name", id_, name) for id_, name in found if name}
        waiting = [
            Returned(
                control=row.id,
                workplace=row.workplace,
                name=names.get(row.workplace, ""),
                sector=row.sector,
                entered_at=row.entered_at,
                by=word.by,
                at=word.at,
            )
            for word, row in last.values()
            if word.kind == "returned"
        ]
    return tuple(sorted(waiting, key=lambda one: one.at))
