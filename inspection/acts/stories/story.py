"""The story of one workplace; the look is recorded before anything is read."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from sqlmodel import Session, col, select

from inspection.acts import access, workplaces
from inspection.acts.stories import chosen, neighbours, visits
from inspection.acts.stories.told import told_of
from inspection.acts.stories.values import Seen, WorkplaceStory
from inspection.errors import AccessRefused, Unseen
from inspection.life_cycles import ClockState
from inspection.store import queries
from inspection.store.controls import ClockRow, ControlRow
from inspection.store.weeks import WorkplaceRow
from inspection.time_of import day_in_brussels
from inspection.trust import Context, may_see, require_permission

_AHEAD_DAYS = 60  # that are looked through for days on which the place is closed


def workplace_story(context: Context, workplace: str) -> WorkplaceStory:
    """Return the story of a workplace: identity, visits, findings, deadlines, reasons over time, links, closed days.

    A place of which only a complaint or an order tells is told as one that does not exist: whoever asks for it would
    else learn that somebody told of it.

    Errors: `AccessRefused` 060, also for a workplace that does not exist, or lies elsewhere.
    """
    return access.audited_read(context, "workplace", workplace, read=lambda: _story(context, workplace))


def _story(context: Context, workplace: str) -> WorkplaceStory:
    app, on = context.app, day_in_brussels(context.at)
    reader = queries.user(context.store, context.by)
    known = queries.workplace(context.store, workplace)
    mine = queries.controls(context.store, workplace=workplace, service=context.settings.service, reader=reader)
    with context.store.read() as session:
        planned = visits.planned(session, context, workplace, reader, on)
        known_row = select(WorkplaceRow).where(col(WorkplaceRow.id) == workplace)
        row = session.exec(known_row.where(queries.openly_known(reader, context.settings.service))).first()
        if row is None and not mine and not planned:
            raise Unseen("ACCESS-060")
        seen = _seen(session, context, [one.id for one in mine])
        rows = chosen.chosen_rows(session, context, workplace)
        links = neighbours.links(session, context, row, reader) if row is not None else ()
        closed = _closed(session, context, workplace, on)
    where = known or (mine[0] if mine else None)
    return WorkplaceStory(
        workplace=workplace,
        at=context.at,
        district=where.district if where else "",
        sector=where.sector if where else "",
        municipality=workplaces.place_name(app, known.refnis, known.canton, on) if known else "",
        name=known.name if known else None,
        address=known.address if known else None,
        enterprise=row.enterprise if row else None,
        known=chosen.known(context, rows),
        seen=seen,
        planned=planned,
        links=links,
        weeks=chosen.reasons(context, rows) if reader is not None and may_see(reader, "reasons") else None,
        closed=closed,
    )


def _seen(session: Session, context: Context, ids: Sequence[str]) -> tuple[Seen, ...]:
    wanted = select(ControlRow).where(col(ControlRow.id).in_(ids))
    rows = session.exec(wanted.order_by(col(ControlRow.entered_at).desc(), col(ControlRow.id))).all()
    told = told_of(context.app, rows)
    running = running_of(session, ids)
    return tuple(
        Seen(
            control=row.id,
            entered_at=row.entered_at,
            left_at=row.left_at,
            team=row.team_id,
            outcome=row.outcome,
            led_to=told[row.id],
            running=tuple(
                dict.fromkeys(
                    (one.key, one.due_on)
                    for one in told[row.id].clocks
                    if (row.id, one.key, one.offender, one.starts_on) in running
                )
            ),
        )
        for row in rows
    )


def running_of(session: Session, ids: Sequence[str]) -> frozenset[tuple[str, str, str, date]]:
    """Return control, key, offender and first day of the deadlines of some controls that run."""
    columns: Any = (ClockRow.control_id, ClockRow.key, ClockRow.offender, ClockRow.starts_on)
    wanted = select(*columns).where(col(ClockRow.control_id).in_(ids), col(ClockRow.state) == ClockState.RUNNING)
    return frozenset((control, key, offender, starts_on) for control, key, offender, starts_on in session.exec(wanted))


def _closed(session: Session, context: Context, workplace: str, on: date) -> tuple[tuple[date, date], ...] | None:
    """Return when nobody may go there, for whoever plans weeks: all that a plan may know of it."""
    try:
        require_permission(session, context, "plan.prepare", service=context.settings.service)
    except AccessRefused:
        return None
    days = [on + timedelta(days=n) for n in range(_AHEAD_DAYS)]
    shut = sorted(day for _, day in workplaces.unavailable(session, context.app, [workplace], days))
    spans = [[day for _, day in part] for _, part in groupby(enumerate(shut), lambda one: one[1].toordinal() - one[0])]
    return tuple((span[0], span[-1]) for span in spans)
