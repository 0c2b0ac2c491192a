"""Findings that another service is competent for: who would get which, confirmed one by one; and what they answered."""

import streamlit as st

from dashboards.desk import Desk
from dashboards.widgets.shared.notices import press
from dashboards.widgets.shared.offices import magistrate_field
from dashboards.widgets.shared.reading_once import forget, once
from inspection import acts
from inspection.life_cycles import ExchangeAnswer, RefusalReason
from inspection.store.views import ControlView

_PART = "exchange"


def exchange_part(desk: Desk, view: ControlView, shown: acts.controls.ShownControl) -> None:
    """Show what may be passed on, and pass it on where somebody confirms."""
    basis = desk.rules.cite(desk.rules.exchange.basis, desk.lang)
    st.info(desk.say("exchange.note", basis=basis), icon=":material/swap_horiz:")
    found = once(desk, view, _PART, lambda: acts.exchanges.to_pass_on(desk.acting(), view.id))
    if not found:
        st.caption(desk.say("exchange.nothing"))
    for one in found:
        _offer(desk, view, one, shown)
    for made in once(desk, view, f"{_PART}:made", lambda: acts.exchanges.exchanges(desk.acting(), control_id=view.id)):
        _card(desk, view, made)


def _offer(desk: Desk, view: ControlView, one: acts.controls.ToPassOn, shown: acts.controls.ShownControl) -> None:
    law = desk.app.catalogue(shown.control.facts_on)
    with st.form(f"pass_on_{one.service}", border=True):
        st.markdown(f"**{desk.recipient(one.recipient)}**")
        for key in one.offences:
            st.markdown(f"- {law.offence(key).label.say(desk.lang)}")
        if one.to_verify:
            st.caption(desk.say("exchange.to_verify"))
        permission = _permission(desk) if one.needs_permission else None
        if st.form_submit_button(desk.say("exchange.pass"), icon=":material/send:"):
            press(desk, lambda: _passed(desk, view, one, permission), desk.say("exchange.passed"))


def _permission(desk: Desk) -> acts.exchanges.MagistratePermission:
    st.warning(desk.say("exchange.needs_permission"), icon=":material/gavel:")
    authority = magistrate_field(desk, (), desk.say("exchange.authority"), is_open=True)
    words = st.text_input(desk.say("exchange.words"), max_chars=200)
    return acts.exchanges.MagistratePermission(authority=authority, words=words)


def _passed(
    desk: Desk, view: ControlView, one: acts.controls.ToPassOn, permission: acts.exchanges.MagistratePermission | None
) -> acts.exchanges.Exchange:
    made = acts.exchanges.pass_on(desk.acting(), view.id, one.service, permission=permission)
    forget(desk, view, _PART)
    return made


def _card(desk: Desk, view: ControlView, made: acts.exchanges.Exchange) -> None:
    """Show what was passed on and what became of it; its answer is typed in while there is none."""
    with st.container(border=True):
        st.markdown(f"**{desk.recipient(made.recipient)}** · {made.reference}")
        st.caption(desk.say("exchange.passed_at", at=desk.moment(made.passed_on_at)))
        if made.answered_at is not None:
            said = desk.say("exchange.taken" if made.state == "taken" else f"answer.{made.reason}")
            st.caption(f"{said} ({desk.moment(made.answered_at)})")
            if made.words:
                st.text(made.words)
            return
        if made.due_on is not None:
            awaited = desk.say("exchange.due", day=desk.day(made.due_on))
            (st.warning if made.is_late else st.caption)(awaited)
        _answer_form(desk, view, made)


def _answer_form(desk: Desk, view: ControlView, made: acts.exchanges.Exchange) -> None:
    words: dict[str, str] = {"taken": desk.say("exchange.taken")} | {
        why: desk.say(f"answer.{why}") for why in RefusalReason
    }
    with st.form(f"exchange_answer_{made.reference}", border=False):
        answer = st.selectbox(
            desk.say("referrals.what"), list(words), None, words.__getitem__, placeholder=desk.say("referral.choose")
        )
        if not st.form_submit_button(desk.say("referrals.record"), icon=":material/mark_email_read:"):
            return
        if answer is None:  # nothing is chosen before somebody chose it
            st.warning(desk.say("exchange.choose"))
        else:
            press(desk, lambda: _answered(desk, view, made, answer), desk.say("referrals.recorded"))


def _answered(desk: Desk, view: ControlView, made: acts.exchanges.Exchange, answer: str) -> None:
    if answer == "taken":
        acts.exchanges.answer_exchange(desk.acting(), made.reference, ExchangeAnswer.TAKEN)
    else:
        acts.exchanges.answer_exchange(
            desk.acting(), made.reference, ExchangeAnswer.REFUSED, reason=RefusalReason(answer)
        )
    forget(desk, view, _PART)
