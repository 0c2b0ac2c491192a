"""The board: every delivery with its state and clock, late ones first, as far as whoever looks may see it."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cache
from typing import Any, cast

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from inspection.acts import access, workplaces
from inspection.acts.board.duty import duty_book
from inspection.acts.board.gathering import Light, Which, around, light_deliveries
from inspection.acts.board.rows import board_rows, in_tab, still_stands
from inspection.acts.board.values import TABS, Board, Filters
from inspection.referral import delivery
from inspection.store.core import Store
from inspection.store.referrals import DeliveryRow, ReferralRow
from inspection.store.weeks import WorkplaceRow
from inspection.time_of import day_in_brussels
from inspection.trust import Context, is_everywhere, require_permission

_KIND = "deliveries"
_MOST = 200  # rows on a page; the filters find the others
_BATCH = 500


def board(context: Context, filters: Filters, *, again: access.ListLook | None = None) -> Board:
    """Return the board; a field role sees its district, and ordered work only whom it was permitted.

    The look is recorded as one at the list of deliveries. Workplaces and municipalities are named, nobody who was found
    there. Arguments: `again` as for `access.look_at_list`.
    Errors: `AccessRefused`.
    """
    place, service = access.look_at_list(context, _KIND, filters.district, again=again)
    hidden, day = access.hidden_from(context), day_in_brussels(context.at)
    towns = _towns(context)
    with context.store.read() as session:
        require_permission(session, context, "delivery.list", district=filters.district)
        which = Which(service=service, place=place)
        every = [one for one in light_deliveries(session, which) if one.reference not in hidden]
        wanted = {one.id: one for one in _wanted(session, context, still_stands(every), filters, towns)}
        about = around(session, which, day)
        rows = board_rows([*wanted.values()], about, context.at, duty_book(session, context.app, context.at))
        mine = [row for row in rows if in_tab(row, filters.tab)]
        shown = [(row, wanted[row.delivery_id]) for row in mine[:_MOST]]
        names = _names(session, context.store, {one.workplace for _, one in shown})
    return Board(
        at=context.at,
        rows=tuple(replace(row, place=names.get(one.workplace, ""), municipality=towns(one)) for row, one in shown),
        counts={tab: sum(in_tab(row, tab) for row in rows) for tab in TABS},
        found=len(mine),
        districts=tuple(sorted({one.district for one in every})),
        offices=tuple(sorted({one.recipient for one in every})),
    )


def late_answers(context: Context) -> int:
    """Return how many answers are late that whoever looks would find on the board: a number, and no look at a case.

    Every page asks it, so it reads no more than what waits for an answer.
    Errors: `AccessRefused`.
    """
    with context.store.read() as session:
        reader = require_permission(session, context, "delivery.list")
        place = None if is_everywhere(reader) else reader.district or ""
        asked = {"at": context.at, "service": reader.service, "place": place, **access.reader_values(context)}
        rows = session.exec(_LATE if place is None else _LATE_HERE, params=asked).all()
    return sum(delivery.is_overdue(row, context.at) for row in rows)


def _late() -> Any:
    """Return the query of what no answer came to in time and somebody is shown: what its lateness follows from."""
    due = col(DeliveryRow.answer_due_at)
    return (
        select(DeliveryRow.state, DeliveryRow.answer_due_at, DeliveryRow.ended_at)
        .join(ReferralRow, col(ReferralRow.id) == col(DeliveryRow.referral_id))
        .where(col(DeliveryRow.answered_at).is_(None), col(DeliveryRow.ended_at).is_(None))
        .where(delivery.is_past(due, cast(Any, bindparam("at"))), col(ReferralRow.service) == bindparam("service"))
        .where(access.SHOWN_ON_SCREENS)
    )


_LATE = _late()
_LATE_HERE = _LATE.where(col(ReferralRow.district) == bindparam("place"))


def _wanted(
    session: Session, context: Context, every: Iterable[Light], filters: Filters, towns: Callable[[Light], str]
) -> list[Light]:
    """Return what the filters leave, apart from the tab."""
    found = [
        one
        for one in every
        if filters.office in (None, one.recipient) and (not filters.mine or context.by in (one.opened_by, one.saved_by))
    ]
    text = filters.text.strip().casefold()
    if not text:
        return found
    names = _names(session, context.store, {one.workplace for one in found})
    return [one for one in found if text in f"{one.reference} {names.get(one.workplace, '')} {towns(one)}".casefold()]


def _towns(context: Context) -> Callable[[Light], str]:
    """Return a function from a delivery to what people call the municipality of its workplace, else the canton."""
    day = day_in_brussels(context.at)

    @cache
    def named(refnis: str | None, canton: str | None) -> str:
        return workplaces.place_name(context.app, refnis, canton, day)

    return lambda one: named(one.refnis, one.canton)


def _names(session: Session, store: Store, ids: Iterable[str]) -> dict[str, str]:
    """Return the names of workplaces that have one."""
    every, found = sorted(ids), dict[str, str]()
    for start in range(0, len(every), _BATCH):
        mine = col(WorkplaceRow.id).in_(every[start : start + _BATCH])
        wanted = select(WorkplaceRow.id, WorkplaceRow.name).where(mine)
        found |= {id_: store.unseal("workplace.name", id_, name) for id_, name in session.exec(wanted) if name}
    return found
