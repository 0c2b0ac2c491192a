"""Deliveries of referrals: references and states only, overdue first; names stay in the bundles."""

from collections.abc import Sequence, Set
from datetime import datetime
from typing import get_args

import streamlit as st

from dashboards.desk import Desk
from dashboards.widgets.shared.notices import press
from dashboards.widgets.shared.tables import sortable_table
from inspection import acts
from inspection.life_cycles import RefusalReason
from inspection.referral.delivery import Role, is_overdue
from inspection.store.views import DeliveryView

_ROLES: tuple[Role, ...] = get_args(Role)
REASONS = tuple(RefusalReason)
_MOST = 300
_WIDE = 170  # pixels


def overdue_first(deliveries: Sequence[DeliveryView], at: datetime, left: Set[str]) -> list[DeliveryView]:
    """Return deliveries with those first whose answer is missing longest, then the open ones, then the rest.

    left
        Ids of those that were refused and are with nobody since: they stand among the overdue ones.
    """

    def urgency(d: DeliveryView) -> tuple[int, datetime, str]:
        if is_overdue(d, at) or d.id in left:
            return 0, d.answer_due_at or at, d.id
        return (1 if d.answered_at is None else 2), d.answer_due_at or d.queued_at, d.id

    return sorted(deliveries, key=urgency)


def delivery_table(desk: Desk, deliveries: Sequence[DeliveryView], at: datetime, left: Set[str]) -> None:
    """Show each delivery with its state and when its answer is due, first what a telephone has room for."""
    rows = [_row(desk, d, at, d.id in left) for d in deliveries[:_MOST]]
    if rows:
        late = any(is_overdue(d, at) or d.id in left for d in deliveries)
        state = st.column_config.TextColumn(width=_WIDE if late else None)  # what is late is never cut
        sortable_table(rows, {desk.say("word.state"): state})
    else:
        st.caption(desk.say("word.nothing"))
    if len(deliveries) > _MOST:
        st.caption(desk.say("word.first_of", shown=_MOST, total=len(deliveries)))


def _row(desk: Desk, delivery: DeliveryView, at: datetime, is_left: bool) -> dict[str, object]:
    where = {} if desk.district else {desk.say("word.district"): desk.place(delivery.district)}
    return {
        desk.say("word.state"): _state(desk, delivery, at, is_left),
        desk.say("word.reference"): delivery.reference,
        desk.say("word.due"): delivery.answer_due_at,
        desk.say("word.recipient"): desk.recipient(delivery.recipient),
        desk.say("word.what"): desk.say(f"message.{delivery.message}"),
        **where,
        desk.say("word.decided"): delivery.queued_at,
        desk.say("word.answered"): delivery.answered_at,
        desk.say("word.attempts"): delivery.attempts,
    }


def _state(desk: Desk, delivery: DeliveryView, at: datetime, is_left: bool) -> str:
    state = desk.say(f"delivery.{delivery.state}")
    if is_left:
        return f"⚠ {state}"
    return f"⚠ {desk.say('delivery.overdue')} ({state})" if is_overdue(delivery, at) else state


def called(desk: Desk, delivery: DeliveryView) -> str:
    """Return how people speak of a delivery."""
    said = "" if delivery.message == "report" else f"{desk.say(f'message.{delivery.message}')} · "
    return f"{delivery.reference} · {said}{desk.recipient(delivery.recipient)}"


def what_is_due(desk: Desk, delivery: DeliveryView, at: datetime) -> None:
    """Say what happens next with a delivery, and who must do it."""
    if delivery.state == "refused":
        st.warning(desk.say("referrals.due.refused"))
    elif delivery.answered_at is not None:
        st.info(desk.say("referrals.due.nothing"))
    elif is_overdue(delivery, at):
        st.error(desk.say("referrals.due.overdue", at=desk.moment(delivery.answer_due_at)))
    elif delivery.state == "queued":
        ways = ", ".join(desk.say(f"transport.{way}") for way in delivery.transports)
        st.info(desk.say("referrals.due.queued", ways=ways))
    elif delivery.answer_due_at is not None:
        st.info(desk.say("referrals.due.answer", at=desk.moment(delivery.answer_due_at)))
    else:
        st.info(desk.say("referrals.due.nothing"))


def call_form(desk: Desk, delivery: DeliveryView) -> None:
    """Let somebody log a telephone call; whoever answered is noted by role, never by name."""
    with st.form(f"call_{delivery.id}", border=True):
        st.markdown(f"**{desk.say('referrals.call')}**")
        number = acts.alerts.number_on_call(desk.acting(), delivery.recipient)
        st.caption(number or desk.say("referrals.no_number"))
        role = st.selectbox(desk.say("referrals.spoken_with"), _ROLES, format_func=lambda r: desk.say(f"callee.{r}"))
        asked = st.text_area(desk.say("referrals.instruction"), max_chars=2_000)
        taken = st.checkbox(desk.say("referrals.taken_on"))
        if st.form_submit_button(desk.say("referrals.log_call"), icon=":material/call:"):
            press(
                desk,
                lambda: acts.referrals.log_call(desk.acting(), delivery.id, role, asked, taken),
                desk.say("referrals.call_logged"),
            )


def answer_form(desk: Desk, delivery: DeliveryView) -> None:
    """Let somebody type the reference that an addressee gave back: acknowledged, or refused with a reason."""
    with st.form(f"answer_{delivery.id}", border=True):
        st.markdown(f"**{desk.say('referrals.answer')}**")
        st.caption(desk.recipient(delivery.recipient))
        typed = st.text_input(desk.say("referrals.typed"), max_chars=20, placeholder="R-26-000000-0")
        answers = ("acknowledged", *REASONS)
        answer = st.selectbox(desk.say("referrals.what"), answers, format_func=lambda a: desk.say(f"answer.{a}"))
        if st.form_submit_button(desk.say("referrals.record"), icon=":material/mark_email_read:"):
            press(desk, lambda: _record(desk, delivery, typed, answer), desk.say("referrals.recorded"))


def _record(desk: Desk, delivery: DeliveryView, typed: str, answer: str) -> None:
    if answer == "acknowledged":
        acts.referrals.acknowledge(desk.acting(), typed, recipient=delivery.recipient)
    else:
        acts.referrals.refuse(desk.acting(), typed, RefusalReason(answer), recipient=delivery.recipient)
