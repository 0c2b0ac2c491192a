"""Findings that another service is competent for: who would get which, confirmed one by one; and what they answered."""

import streamlit as st

from dashboards.desk import Desk
from dashboards.widgets.referrals.deliveries import REASONS
from dashboards.widgets.shared.notices import press
from dashboards.widgets.shared.offices import magistrate_field
from dashboards.widgets.shared.reading_once import forget, once
from inspection import acts
from inspection.store.views import ControlView

_PART = "exchange"


def exchange_part(here: Desk, view: ControlView, shown: acts.controls.ShownControl) -> None:
    """Show what may be passed on, and pass it on where somebody confirms."""
    basis = here.rules.cite(here.rules.exchange.basis, here.lang)
    st.info(here.say("exchange.note", basis=basis), icon=":material/swap_horiz:")
    found = once(here, view, _PART, lambda: acts.exchanges.to_pass_on(view.id, here.user.id, office=here.office))
    if not found:
        st.caption(here.say("exchange.nothing"))
    for one in found:
        _offer(here, view, one, shown)
    for made in once(here, view, f"{_PART}:made", lambda: _made(here, view)):
        _card(here, view, made)


def _offer(here: Desk, view: ControlView, one: acts.controls.ToPassOn, shown: acts.controls.ShownControl) -> None:
    law = here.office.catalogue(shown.control.facts_on)
    with st.form(f"pass_on_{one.service}", border=True):
        st.markdown(f"**{here.recipient(one.recipient)}**")
        for key in one.offences:
            st.markdown(f"- {law.offence(key).label.say(here.lang)}")
        if one.to_verify:
            st.caption(here.say("exchange.to_verify"))
        permission = _permission(here) if one.needs_permission else None
        if st.form_submit_button(here.say("exchange.pass"), icon=":material/send:"):
            press(here, lambda: _passed(here, view, one, permission), here.say("exchange.passed"))


def _permission(here: Desk) -> acts.exchanges.MagistratePermission:
    st.warning(here.say("exchange.needs_permission"), icon=":material/gavel:")
    authority = magistrate_field(here, (), here.say("exchange.authority"), is_open=True)
    words = st.text_input(here.say("exchange.words"), max_chars=200)
    return acts.exchanges.MagistratePermission(authority=authority, words=words)


def _passed(
    here: Desk, view: ControlView, one: acts.controls.ToPassOn, permission: acts.exchanges.MagistratePermission | None
) -> acts.exchanges.Exchange:
    made = acts.exchanges.pass_on(view.id, one.service, here.user.id, permission=permission, office=here.office)
    forget(here, view, _PART)
    return made


def _made(here: Desk, view: ControlView) -> tuple[acts.exchanges.Exchange, ...]:
    return acts.exchanges.exchanges(here.user.id, control_id=view.id, office=here.office)


def _card(here: Desk, view: ControlView, made: acts.exchanges.Exchange) -> None:
    """Show what was passed on and what became of it; its answer is typed in while there is none."""
    with st.container(border=True):
        st.markdown(f"**{here.recipient(made.recipient)}** · {made.reference}")
        st.caption(here.say("exchange.passed_at", at=here.moment(made.passed_on_at)))
        if made.answered_at is not None:
            said = here.say("exchange.taken" if made.state == "taken" else f"answer.{made.reason}")
            st.caption(f"{said} ({here.moment(made.answered_at)})")
            return
        if made.due_on is not None:
            awaited = here.say("exchange.due", day=here.day(made.due_on))
            (st.warning if made.is_late else st.caption)(awaited)
        _answer_form(here, view, made)


def _answer_form(here: Desk, view: ControlView, made: acts.exchanges.Exchange) -> None:
    words = {"taken": here.say("exchange.taken"), **{why: here.say(f"answer.{why}") for why in REASONS}}
    with st.form(f"exchange_answer_{made.reference}", border=False):
        answer = st.selectbox(
            here.say("referrals.what"), list(words), None, words.__getitem__, placeholder=here.say("referral.choose")
        )
        if not st.form_submit_button(here.say("referrals.record"), icon=":material/mark_email_read:"):
            return
        if answer is None:  # nothing is chosen before somebody chose it
            st.warning(here.say("exchange.choose"))
        else:
            press(here, lambda: _answered(here, view, made, answer), here.say("referrals.recorded"))


def _answered(here: Desk, view: ControlView, made: acts.exchanges.Exchange, answer: str) -> None:
    if answer == "taken":
        acts.exchanges.answer_exchange(made.reference, "taken", here.user.id, office=here.office)
    else:
        acts.exchanges.answer_exchange(made.reference, "refused", here.user.id, reason=answer, office=here.office)
    forget(here, view, _PART)
