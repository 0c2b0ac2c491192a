"""The list of controls of the office: where, when, how it ended, whether something was found, what runs next."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, cast

from sqlalchemy.orm import load_only
from sqlmodel import Session, col, select

from inspection.acts import access
from inspection.acts.stories.story import running_of
from inspection.acts.stories.told import told_of
from inspection.store import queries
from inspection.store.controls import ControlRow
from inspection.store.weeks import WorkplaceRow
from inspection.trust import Context

_MOST = 200
# What was filled in is read of those only of which it is not known yet what it led to.
_SHOWN = ("id", "workplace", "district", "sector", "outcome", "entered_at", "left_at", "saved_by")
_LED_FROM = ("content_key", "refnis", "canton")
_LIGHT = load_only(*(cast(Any, getattr(ControlRow, name)) for name in (*_SHOWN, *_LED_FROM)))


@dataclass(frozen=True, kw_only=True)
class ToldControl:
    """One control of the list, without a word about who was found and without what tells of a suspicion.

    findings
        How many offences were found, as its page counts them.
    next_clock
        Key and last day of the deadline that ends first, of those that run.
    """

    control: str
    workplace: str
    district: str
    sector: str
    outcome: str
    entered_at: datetime
    is_finished: bool
    is_mine: bool
    findings: int
    next_clock: tuple[str, date] | None = None
    name: str = field(default="", repr=False)


def told_controls(
    context: Context, *, mine: bool = False, again: access.ListLook | None = None
) -> tuple[tuple[ToldControl, ...], int]:
    """Return the latest controls where whoever asks works, and how many there are in all; the look is recorded.

    Arguments: `mine` only their own; `again` as for `access.look_at_list`. At most 200 are returned.
    Errors: `AccessRefused`.
    """
    place, service = access.look_at_list(context, "controls", None, again=again)
    reader = queries.user(context.store, context.by)
    saved_by = context.by if mine else None
    shown = queries.control_ids(context.store, place, service, reader, context.by, saved_by=saved_by)
    with context.store.read() as session:
        told = _told(session, context, shown[:_MOST])
    return told, len(shown)


def _told(session: Session, context: Context, ids: list[str]) -> tuple[ToldControl, ...]:
    wanted = select(ControlRow).where(col(ControlRow.id).in_(ids)).options(_LIGHT)
    rows = session.exec(wanted.order_by(col(ControlRow.entered_at).desc(), col(ControlRow.id))).all()
    led, running = told_of(context.app, rows), running_of(session, ids)
    places = select(WorkplaceRow.id, WorkplaceRow.name)
    named = dict(session.exec(places.where(col(WorkplaceRow.id).in_({row.workplace for row in rows}))).all())
    made = []
    for row in rows:
        clocks = [one for one in led[row.id].clocks if (row.id, one.key, one.offender, one.starts_on) in running]
        first = min(clocks, key=lambda one: one.due_on, default=None)
        name = named.get(row.workplace)
        made.append(
            ToldControl(
                control=row.id,
                workplace=row.workplace,
                district=row.district,
                sector=row.sector,
                outcome=row.outcome,
                entered_at=row.entered_at,
                is_finished=row.left_at is not None,
                is_mine=row.saved_by == context.by,
                findings=len(led[row.id].findings),
                next_clock=(first.key, first.due_on) if first else None,
                name=context.store.unseal("workplace.name", row.workplace, name) if name else "",
            )
        )
    return tuple(made)
