"""The decisions on a suspicion beside a saved control, and one more of them: none is ever changed."""

from typing import cast, get_args

import streamlit as st

from dashboards.desk import Desk
from dashboards.widgets.shared.notices import press
from dashboards.widgets.shared.reading_once import forget
from inspection import acts
from inspection.control.filled import Form
from inspection.life_cycles import Decision
from inspection.store.views import ControlView


def decisions(desk: Desk, decided: tuple[acts.records.Decided, ...]) -> None:
    """Show what was decided, the latest first."""
    st.markdown(f"**{desk.say('controls.decision')}**")
    for one in reversed(decided):
        _card(desk, one)
    if not decided:
        st.caption(desk.say("controls.undecided"))


def decide_form(desk: Desk, view: ControlView) -> None:
    """Let who may decide say something else, once they have seen why the rules propose what they do."""
    if mine := acts.referrals.decisions_open_to(desk.acting(), view.id):
        _form(desk, view, mine)


def _card(desk: Desk, one: acts.records.Decided) -> None:
    with st.container(border=True):
        st.markdown(f"**{desk.say(f'suspicion.{one.decision}')}** · {desk.moment(one.at)} · {one.by}")
        if one.grounds:
            st.text(one.grounds)
        if one.decision == "yes":
            st.caption(", ".join(desk.say(f"form.{form}") for form in one.forms))


def _form(desk: Desk, view: ControlView, mine: tuple[Decision, ...]) -> None:
    with st.form("decide", border=True):
        st.caption(desk.say("decide.note"))
        decision = st.radio(
            desk.say("suspicion.decision"),
            mine,
            None,
            format_func=lambda d: desk.say(f"suspicion.{d}"),
            horizontal=True,
        )
        grounds = st.text_area(desk.say("suspicion.grounds"), max_chars=10_000)
        forms = st.pills(
            desk.say("suspicion.forms"),
            get_args(Form),
            selection_mode="multi",
            format_func=lambda f: desk.say(f"form.{f}"),
        )
        if not st.form_submit_button(desk.say("decide.record"), type="primary", icon=":material/gavel:"):
            return
        # nothing is chosen before somebody chose it: the form decides which office gets the case
        if decision is None or (decision == "yes" and not forms):
            st.warning(desk.say("decide.choose" if decision is None else "decide.choose_form"))
        else:
            said = cast("tuple[Form, ...]", tuple(forms))
            press(desk, lambda: _decided(desk, view, decision, grounds, said), lambda made: _said(desk, made))


def _decided(
    desk: Desk, view: ControlView, decision: Decision, grounds: str, forms: tuple[Form, ...]
) -> acts.referrals.Referral | None:
    made = acts.referrals.decide(desk.acting(), view.id, decision, grounds=grounds.strip(), forms=forms)
    forget(desk, view, "whole")
    return made


def _said(desk: Desk, made: acts.referrals.Referral | None) -> str:
    if made is None:
        return desk.say("decide.recorded")
    if not made.is_new:
        return desk.say("decide.known", reference=made.reference)
    to = ", ".join(desk.recipient(one) for one in made.recipients)
    return desk.say("decide.referred", reference=made.reference, to=to)
