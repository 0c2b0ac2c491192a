"""Deliveries of referrals: references and states only, overdue first; names stay in the bundles."""

from collections.abc import Sequence, Set
from datetime import datetime

import streamlit as st

from dashboards.desk import Desk
from dashboards.widgets.shared.notices import press
from dashboards.widgets.shared.tables import sortable_table
from inspection import acts
from inspection.life_cycles import RefusalReason
from inspection.referral.delivery import is_overdue
from inspection.store.views import DeliveryView

_ROLES = ("duty_officer", "cell_member", "magistrate", "deputy", "secretariat", "centre_staff")
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


def delivery_table(here: Desk, deliveries: Sequence[DeliveryView], at: datetime, left: Set[str]) -> None:
    """Show each delivery with its state and when its answer is due, first what a telephone has room for."""
    rows = [_row(here, d, at, d.id in left) for d in deliveries[:_MOST]]
    if rows:
        late = any(is_overdue(d, at) or d.id in left for d in deliveries)
        state = st.column_config.TextColumn(width=_WIDE if late else None)  # what is late is never cut
        sortable_table(rows, {here.say("word.state"): state})
    else:
        st.caption(here.say("word.nothing"))
    if len(deliveries) > _MOST:
        st.caption(here.say("word.first_of", shown=_MOST, total=len(deliveries)))


def _row(here: Desk, delivery: DeliveryView, at: datetime, is_left: bool) -> dict[str, object]:
    where = {} if here.district else {here.say("word.district"): here.place(delivery.district)}
    return {
        here.say("word.state"): _state(here, delivery, at, is_left),
        here.say("word.reference"): delivery.reference,
        here.say("word.due"): delivery.answer_due_at,
        here.say("word.recipient"): here.recipient(delivery.recipient),
        here.say("word.what"): here.say(f"message.{delivery.message}"),
        **where,
        here.say("word.decided"): delivery.queued_at,
        here.say("word.answered"): delivery.answered_at,
        here.say("word.attempts"): delivery.attempts,
    }


def _state(here: Desk, delivery: DeliveryView, at: datetime, is_left: bool) -> str:
    state = here.say(f"delivery.{delivery.state}")
    if is_left:
        return f"⚠ {state}"
    return f"⚠ {here.say('delivery.overdue')} ({state})" if is_overdue(delivery, at) else state


def called(here: Desk, delivery: DeliveryView) -> str:
    """Return how people speak of a delivery."""
    said = "" if delivery.message == "report" else f"{here.say(f'message.{delivery.message}')} · "
    return f"{delivery.reference} · {said}{here.recipient(delivery.recipient)}"


def what_is_due(here: Desk, delivery: DeliveryView, at: datetime) -> None:
    """Say what happens next with a delivery, and who must do it."""
    if delivery.state == "refused":
        st.warning(here.say("referrals.due.refused"))
    elif delivery.answered_at is not None:
        st.info(here.say("referrals.due.nothing"))
    elif is_overdue(delivery, at):
        st.error(here.say("referrals.due.overdue", at=here.moment(delivery.answer_due_at)))
    elif delivery.state == "queued":
        ways = ", ".join(here.say(f"transport.{way}") for way in delivery.transports)
        st.info(here.say("referrals.due.queued", ways=ways))
    elif delivery.answer_due_at is not None:
        st.info(here.say("referrals.due.answer", at=here.moment(delivery.answer_due_at)))
    else:
        st.info(here.say("referrals.due.nothing"))


def call_form(here: Desk, delivery: DeliveryView) -> None:
    """Let somebody log a telephone call; whoever answered is noted by role, never by name."""
    with st.form(f"call_{delivery.id}", border=True):
        st.markdown(f"**{here.say('referrals.call')}**")
        number = acts.alerts.number_on_duty(delivery.recipient, office=here.office)
        st.caption(number or here.say("referrals.no_number"))
        role = st.selectbox(here.say("referrals.spoken_with"), _ROLES, format_func=lambda r: here.say(f"callee.{r}"))
        asked = st.text_area(here.say("referrals.instruction"), max_chars=2_000)
        taken = st.checkbox(here.say("referrals.taken_on"))
        if st.form_submit_button(here.say("referrals.log_call"), icon=":material/call:"):
            press(
                here,
                lambda: acts.answers.log_call(delivery.id, role, asked, taken, here.user.id, office=here.office),
                here.say("referrals.call_logged"),
            )


def answer_form(here: Desk, delivery: DeliveryView) -> None:
    """Let somebody type the reference that an addressee gave back: acknowledged, or refused with a reason."""
    with st.form(f"answer_{delivery.id}", border=True):
        st.markdown(f"**{here.say('referrals.answer')}**")
        st.caption(here.recipient(delivery.recipient))
        typed = st.text_input(here.say("referrals.typed"), max_chars=20, placeholder="R-26-000000-0")
        answers = ("acknowledged", *REASONS)
        answer = st.selectbox(here.say("referrals.what"), answers, format_func=lambda a: here.say(f"answer.{a}"))
        if st.form_submit_button(here.say("referrals.record"), icon=":material/mark_email_read:"):
            press(here, lambda: _record(here, delivery, typed, answer), here.say("referrals.recorded"))


def _record(here: Desk, delivery: DeliveryView, typed: str, answer: str) -> None:
    if answer == "acknowledged":
        acts.answers.acknowledge(typed, here.user.id, recipient=delivery.recipient, office=here.office)
    else:
        acts.answers.refuse(typed, answer, here.user.id, recipient=delivery.recipient, office=here.office)
