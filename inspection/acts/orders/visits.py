"""The visits of a plan that a magistrate ordered: kept beside its books, and given to the team that goes."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from sqlmodel import Session, col, delete, select
from sqlmodel.sql.expression import SelectOfScalar

from inspection.acts import alerts, workplaces
from inspection.acts.orders.judicial import UNPERMITTED, is_withdrawn, latest_order, open_orders, workplace_of
from inspection.acts.orders.stops import days_of, permitted_teams, stop_rounds
from inspection.control.filled import Control
from inspection.life_cycles import ClockState, ControlOutcome, OrderState
from inspection.reporting.week import BookRound, rounds_text
from inspection.sealing import keyed_hash, sha256_of
from inspection.store.controls import ClockRow, ControlRow
from inspection.store.core import Store, new_id
from inspection.store.orders import JudicialControlRow, JudicialOrderRow, JudicialStopRow, permitted_orders
from inspection.store.people import UserRow
from inspection.store.queries import user
from inspection.store.records import AlertRow
from inspection.store.views import UserView
from inspection.store.weeks import PlanDistrictRow, PlannedVisitRow, PlanRow
from inspection.time_of import IsoWeek, day_in_brussels
from inspection.trust import AppContext, AuditedTransaction, Context, require_in_service

UNPLACED = "order_unplaced"
A_WEEK = 100  # steps that alerts of one week have for themselves


def store_restricted(tx: AuditedTransaction, plan: PlanRow, restricted: Sequence[BookRound]) -> bool:
    """Keep what `restricted` places for the orders of a proposed plan; returns whether anything changed.

    Whoever registered an order that found no place is alerted, once a week.
    """
    session = tx.session
    mine = _by_order(session, tx.store, restricted)
    known = {stop.order_id: stop_rounds(tx.store, stop) for stop in _stops(session, plan.id)}
    missed = _alert_missed(tx, plan, restricted)
    if known == mine:
        return missed
    session.exec(delete(JudicialStopRow).where(col(JudicialStopRow.plan_id) == plan.id))
    for order, rounds in sorted(mine.items()):
        session.add(_row(tx.store, plan, order, rounds))
        facts = {"plan": plan.id, "sha256": sha256_of(rounds_text(rounds))}
        tx.record("order.plan", order, stream="judicial", facts=facts)
    return True


def alert_unpermitted(tx: AuditedTransaction, plan: PlanRow) -> None:
    """Alert whoever registered an order that a plan gives to a team without its recorded permission: nobody will go.

    Named by user, for nobody by role: whoever approves the plan learns nothing. While an alert of the same week waits,
    there is no second one; once it was seen, another version of the week may raise one again.
    """
    for stop in _stops(tx.session, plan.id):
        order = tx.session.get_one(JudicialOrderRow, stop.order_id)
        permitted = permitted_teams(tx.session, order.id)
        rounds = stop_rounds(tx.store, stop)
        if any(one.team not in permitted and _is_owed(tx.session, order.id, one.day) for one in rounds):
            step = _next_step(tx.session, order.id, IsoWeek.parse(plan.week).monday.toordinal() * A_WEEK)
            whom, subject = order.ordered_by, order.id
            if step is not None:
                alerts.raise_alert(
                    tx, UNPERMITTED, subject, step, order.district, order.service, role="supervisor", user=whom
                )


def _next_step(session: Session, order_id: str, first: int) -> int | None:
    mine = select(AlertRow.state).where(
        col(AlertRow.kind) == UNPERMITTED,
        col(AlertRow.subject) == order_id,
        col(AlertRow.step) >= first,
        col(AlertRow.step) < first + A_WEEK,
    )
    raised = session.exec(mine).all()
    return None if "open" in raised else first + len(raised)


def carried_rounds(context: Context, plan_id: str, rounds: Sequence[BookRound]) -> tuple[BookRound, ...]:
    """Return the rounds as their teams carry them, for whoever writes a week's sheets.

    Errors: `AccessRefused`.
    """
    require_in_service(context, "plan.write")
    return rounds_with_ordered(context.app, plan_id, rounds)


def rounds_with_ordered(
    app: AppContext, plan_id: str, rounds: Sequence[BookRound], *, reader: UserView | None = None
) -> tuple[BookRound, ...]:
    """Return rounds with what was ordered, for each team that was permitted to see it; inside an act that asked.

    A team that has no permission gets its round without the visit, and nobody is sent.

    Arguments: `reader` who sees the result, for anybody but the teams themselves: what they were not permitted to see
    is left out too.
    """
    with app.store.read() as session:
        stops = _stops(session, plan_id)
        if reader is not None:
            permitted = set(session.exec(permitted_orders(reader)))
            stops = [stop for stop in stops if stop.order_id in permitted]
        extra = [one for stop in stops for one in _rounds_of(session, app, stop)]
    carried = {(one.team, one.day): one for one in rounds}
    for one in extra:
        key = one.team, one.day
        held = carried.get(key, replace(one, stops=()))
        stops_of_day = sorted((*held.stops, *one.stops), key=lambda stop: stop.start)
        carried[key] = replace(held, stops=tuple(stops_of_day))
    return tuple(carried[key] for key in sorted(carried))


def ordered_rounds(session: Session, store: Store, plan_id: str) -> tuple[BookRound, ...]:
    """Return the rounds of a plan's orders that nobody answered yet, with these stops alone: for the planner."""
    return tuple(
        one
        for stop in _stops(session, plan_id)
        for one in stop_rounds(store, stop)
        if _is_owed(session, stop.order_id, one.day)
    )


def is_ordered_code(session: Session, store: Store, control: Control) -> bool:
    """Tell whether a control carries the code of a visit that was ordered at its workplace."""
    order = latest_order(session, store, control.workplace)
    mine = select(JudicialStopRow.order_id).where(
        col(JudicialStopRow.code_key) == _code_key(store, control.visit or "")
    )
    return order is not None and order.id in set(session.exec(mine))


def answer_order(tx: AuditedTransaction, control: Control, row: ControlRow, by: UserRow) -> None:
    """Link a control to the order that it answers, and end that once somebody was really there.

    It answers one by the code of the ordered visit, or, without a code, when its inspector was permitted to see the
    order. A control that a plan sent there for another reason ends the order too, and stays what it is. By its code it
    answers an order that was withdrawn meanwhile too, so that it stays as closed as the order was.
    """
    session = tx.session
    order = latest_order(session, tx.store, row.workplace)
    if order is None or order.service != row.service or session.get(JudicialControlRow, row.id) is not None:
        return
    is_ended = is_withdrawn(session, order.id)
    is_own = row.visit_id is None and (
        is_ordered_code(session, tx.store, control)
        or (
            control.visit is None
            and not is_ended
            and order.id in set(session.exec(permitted_orders(user(tx.store, by.id))))
        )
    )
    if is_own:
        session.add(JudicialControlRow(control_id=row.id, order_id=order.id))
        tx.record("order.answer", order.id, stream="judicial")
    if (is_own or row.visit_id is not None) and order.state == OrderState.OPEN and not is_ended and _was_there(control):
        order.state, order.visited_by = OrderState.VISITED, row.id
        end_order_alerts(tx, order.id)
        tx.record("order.visited", order.id, stream="judicial")


def end_order_alerts(tx: AuditedTransaction, order_id: str) -> None:
    """End inside an act what was told of an order that is visited or withdrawn: no week owes it a place any more."""
    for kind in (UNPLACED, UNPERMITTED):
        alerts.end_alerts_about(tx, kind, order_id)


def _was_there(control: Control) -> bool:
    return control.left_at is not None and control.outcome == ControlOutcome.DONE


def _by_order(session: Session, store: Store, restricted: Sequence[BookRound]) -> dict[str, tuple[BookRound, ...]]:
    """Return the rounds of each order, with its own stops alone."""
    found: dict[str, tuple[BookRound, ...]] = {}
    for workplace in sorted({stop.workplace for one in restricted for stop in one.stops}):
        order = latest_order(session, store, workplace)
        mine = [replace(one, stops=tuple(s for s in one.stops if s.workplace == workplace)) for one in restricted]
        if order is not None:
            found[order.id] = tuple(one for one in mine if one.stops)
    return found


def _alert_missed(tx: AuditedTransaction, plan: PlanRow, restricted: Sequence[BookRound]) -> bool:
    """Alert of each order of the plan's districts that neither its own visit nor another answers this week.

    What was told of an order that now has its place in the week ends. Returns whether anything of that is new.
    """
    session, changed, step = tx.session, False, IsoWeek.parse(plan.week).monday.toordinal()
    districts = set(session.exec(select(PlanDistrictRow.district).where(col(PlanDistrictRow.plan_id) == plan.id)))
    visited = set(session.exec(select(PlannedVisitRow.workplace).where(col(PlannedVisitRow.plan_id) == plan.id)))
    visited |= {stop.workplace for one in restricted for stop in one.stops}
    on = day_in_brussels(tx.at)
    for order, workplace in (*open_orders(session, tx.app, on, None), *_asked_again(session, tx.app, on)):
        if order.district in districts and workplace in visited:
            mine = col(AlertRow.kind) == UNPLACED, col(AlertRow.subject) == order.id, col(AlertRow.step) == step
            changed |= bool(alerts.end_alerts(tx, *mine))
        elif order.district in districts:
            changed |= alerts.raise_alert(
                tx,
                UNPLACED,
                order.id,
                step,
                order.district,
                order.service,
                role="supervisor",
                user=order.ordered_by,
            )
    return changed


def _row(store: Store, plan: PlanRow, order: str, rounds: Sequence[BookRound]) -> JudicialStopRow:
    id = new_id()  # noqa: A001  what it is called in every table
    return JudicialStopRow(
        id=id,
        order_id=order,
        plan_id=plan.id,
        code_key=_code_key(store, rounds[0].stops[0].code),
        body=store.seal("judicial_stop.body", id, rounds_text(rounds)),
    )


def _stops(session: Session, plan_id: str) -> list[JudicialStopRow]:
    mine = select(JudicialStopRow).where(col(JudicialStopRow.plan_id) == plan_id)
    return list(session.exec(mine.order_by(col(JudicialStopRow.order_id))))


def _rounds_of(session: Session, app: AppContext, stop: JudicialStopRow) -> list[BookRound]:
    """Return the rounds of the teams that may see it, while the order asks for it and the place is not under hold."""
    permitted = permitted_teams(session, stop.order_id)
    rounds = stop_rounds(app.store, stop)
    return [
        one
        for one in rounds
        if one.team in permitted
        and _is_owed(session, stop.order_id, one.day)
        and not workplaces.unavailable(session, app, {s.workplace for s in one.stops}, list(days_of(one)))
    ]


def _is_owed(session: Session, order_id: str, on: date) -> bool:
    """Tell whether an order asks for a visit on a day: nobody was there, or a deadline that was set there is over."""
    is_open = session.get_one(JudicialOrderRow, order_id).state == OrderState.OPEN and not is_withdrawn(
        session, order_id
    )
    return is_open or order_id in set(session.exec(_with_due_clock(on)))


def _asked_again(session: Session, app: AppContext, on: date) -> Iterable[tuple[JudicialOrderRow, str]]:
    """Yield the orders that were answered and whose control asks for another visit, with their workplaces."""
    wanted = select(JudicialOrderRow).where(
        col(JudicialOrderRow.state) == OrderState.VISITED,
        col(JudicialOrderRow.service) == app.settings.service,
        col(JudicialOrderRow.id).in_(_with_due_clock(on)),
    )
    for row in session.exec(wanted.order_by(col(JudicialOrderRow.id))):
        yield row, workplace_of(app.store, row)


def _with_due_clock(on: date) -> SelectOfScalar[str]:
    """Return the query of the orders of whose controls a clock asks for a visit by a day."""
    return (
        select(JudicialControlRow.order_id)
        .join(ClockRow, col(ClockRow.control_id) == col(JudicialControlRow.control_id))
        .where(col(ClockRow.state) == ClockState.RUNNING, col(ClockRow.asks) == "visit", col(ClockRow.due_on) <= on)
    )


def _code_key(store: Store, code: str) -> str:
    return keyed_hash(code.upper(), purpose="judicial_code", keys=store.keys)
