"""The list of controls of the office: where, when, how it ended, whether something was found, what runs next."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, cast

from sqlalchemy.orm import load_only
from sqlmodel import Session, col, select

from inspection.acts import access
from inspection.acts.stories.story import running_of
from inspection.acts.stories.told import told_of
from inspection.life_cycles import ClockState, ControlOutcome
from inspection.store import queries
from inspection.store.controls import ClockRow, ControlRow
from inspection.store.weeks import WorkplaceRow
from inspection.time_of import day_in_brussels
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
    outcome: ControlOutcome
    entered_at: datetime
    is_finished: bool
    is_mine: bool
    findings: int
    next_clock: tuple[str, date] | None = None
    name: str = field(default="", repr=False)


@dataclass(frozen=True, kw_only=True)
class ToldList:
    """What a list of controls shows, and how much there is of all of them.

    controls
        The latest 200, and the 200 whose deadline ends first: an old control is not left out while its deadline runs.
    total, running, late
        How many controls there are in all, of how many a deadline runs, and of how many its last day is past.
    """

    controls: tuple[ToldControl, ...]
    total: int
    running: int
    late: int


def told_controls(context: Context, *, mine: bool = False, again: access.ListLook | None = None) -> ToldList:
    """Return controls where whoever asks works, the latest first, counted over all of them; the look is recorded.

    Arguments: `mine` only their own; `again` as for `access.look_at_list`.
    Errors: `AccessRefused`.
    """
    place, service = access.look_at_list(context, "controls", None, again=again)
    reader = queries.user(context.store, context.by)
    saved_by = context.by if mine else None
    known = queries.control_ids(context.store, place, service, reader, context.by, saved_by=saved_by)
    with context.store.read() as session:
        running = _with_deadline(session)
        told = _told(session, context, [one for n, one in enumerate(known) if n < _MOST or one in running])
        ends = sorted((one.next_clock[1], one.control) for one in told if one.next_clock is not None)
        kept = {*known[:_MOST], *(control for _, control in ends[:_MOST])}
        shown = _named(session, context, [one for one in told if one.control in kept])
    today = day_in_brussels(context.at)
    return ToldList(controls=shown, total=len(known), running=len(ends), late=sum(on < today for on, _ in ends))


def _with_deadline(session: Session) -> frozenset[str]:
    """Return the controls of which the database says that a deadline runs.

    It follows from a suspicion too, so it is more than a list may tell: only what `told_of` tells as well is counted.
    """
    return frozenset(
        session.exec(select(ClockRow.control_id).where(col(ClockRow.state) == ClockState.RUNNING).distinct())
    )


def _told(session: Session, context: Context, ids: Sequence[str]) -> list[ToldControl]:
    wanted = select(ControlRow).where(col(ControlRow.id).in_(ids)).options(_LIGHT)
    rows = session.exec(wanted.order_by(col(ControlRow.entered_at).desc(), col(ControlRow.id))).all()
    led, running = told_of(context.app, rows), running_of(session, ids)
    made = []
    for row in rows:
        clocks = [one for one in led[row.id].clocks if (row.id, one.key, one.offender, one.starts_on) in running]
        first = min(clocks, key=lambda one: one.due_on, default=None)
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
            )
        )
    return made


def _named(session: Session, context: Context, shown: Sequence[ToldControl]) -> tuple[ToldControl, ...]:
    """Return controls with the names of their places; no name of one that is not shown is opened."""
    places = select(WorkplaceRow.id, WorkplaceRow.name)
    named = dict(session.exec(places.where(col(WorkplaceRow.id).in_({one.workplace for one in shown}))).all())
    unseal = context.store.unseal
    return tuple(
        replace(one, name=unseal("workplace.name", one.workplace, name)) if (name := named.get(one.workplace)) else one
        for one in shown
    )
