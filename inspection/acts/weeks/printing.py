"""The rounds of an approved week as whoever prints them may know them: a look at paper is a look like any other."""

from collections.abc import Sequence
from dataclasses import dataclass

from inspection.acts import access, orders
from inspection.acts.weeks.books import opened
from inspection.acts.weeks.knowing import shown_book
from inspection.errors import AccessRefused, PlanningFault
from inspection.life_cycles import PlanState
from inspection.reporting.week import BookRound
from inspection.store import queries
from inspection.store.weeks import PlanRow
from inspection.trust import Context, audited_transaction, require_permission


@dataclass(frozen=True, kw_only=True)
class PrintedRounds:
    """Rounds to print, by team and day.

    week
        As 2026-W49.
    """

    week: str
    rounds: tuple[BookRound, ...]


def rounds_to_print(context: Context, plan_id: str, district: str) -> PrintedRounds:
    """Return the rounds of one district of an approved week, for a paper of them; that it is made is recorded before.

    A visit that a magistrate ordered is in it where both its team and whoever prints were permitted to see it. Days
    that are still kept from whoever prints are left out.

    Errors: `PlanningFault` 355 for a plan that is not approved; `AccessRefused`, also for a plan or a district of it
    that does not exist.
    """
    service = context.settings.service
    with context.store.read() as session:
        require_permission(session, context, "plan.export", district=district, service=service)
        row = session.get(PlanRow, plan_id)
    books = opened(context.store, plan_id, [district]) if row is not None and row.service == service else ()
    if row is None or not books:
        raise AccessRefused("ACCESS-060")
    if row.state != PlanState.APPROVED:
        raise PlanningFault("PLAN-355", week=row.week)
    known = [one for one in shown_book(context, books[0]).rounds if one.stops]
    rounds = _with_ordered(context, plan_id, district, known)
    with audited_transaction(context) as tx:
        tx.require("plan.export", district=district, service=service)
        facts = {"week": row.week, "district": district, "sheets": len(known)}
        tx.record("plan.print", row.id, stream="reading", purpose=access.PLANNING, facts=facts)
    return PrintedRounds(week=row.week, rounds=rounds)


def _with_ordered(context: Context, plan_id: str, district: str, known: Sequence[BookRound]) -> tuple[BookRound, ...]:
    reader = queries.user(context.store, context.by)
    if reader is None:
        return tuple(known)
    found = orders.rounds_with_ordered(context.app, plan_id, known, reader=reader)
    return tuple(one for one in found if one.district == district)
