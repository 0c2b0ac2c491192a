"""The decisions on a suspicion beside a saved control, and one more of them: none is ever changed."""

from typing import cast, get_args

import streamlit as st

from dashboards.desk import FIELD_ROLES, Desk
from dashboards.widgets.shared.notices import press
from dashboards.widgets.shared.reading_once import forget
from inspection import acts
from inspection.control.filled import Decision, Form
from inspection.store.views import ControlView


def decisions(here: Desk, decided: tuple[acts.records.Decided, ...]) -> None:
    """Show what was decided, the latest first."""
    st.markdown(f"**{here.say('controls.decision')}**")
    for one in reversed(decided):
        _card(here, one)
    if not decided:
        st.caption(here.say("controls.undecided"))


def decide_form(here: Desk, view: ControlView) -> None:
    """Let who may decide say something else, once they have seen why the rules propose what they do."""
    if mine := _mine(here, view):
        _form(here, view, mine)


def _card(here: Desk, one: acts.records.Decided) -> None:
    with st.container(border=True):
        st.markdown(f"**{here.say(f'suspicion.{one.decision}')}** · {here.moment(one.at)} · {one.by}")
        if one.grounds:
            st.text(one.grounds)
        if one.decision == "yes":
            st.caption(", ".join(here.say(f"form.{form}") for form in one.forms))


def _mine(here: Desk, view: ControlView) -> tuple[Decision, ...]:
    """Return what this person may decide: everything about their own control, a yes as the head of its team."""
    if here.user.role not in FIELD_ROLES:
        return ()
    if here.user.id == view.saved_by:
        return get_args(Decision)
    is_head = here.user.role == "team_head" and here.user.team is not None and here.user.team == view.team
    return ("yes",) if is_head else ()


def _form(here: Desk, view: ControlView, mine: tuple[Decision, ...]) -> None:
    with st.form("decide", border=True):
        st.caption(here.say("decide.note"))
        decision = st.radio(
            here.say("suspicion.decision"),
            mine,
            None,
            format_func=lambda d: here.say(f"suspicion.{d}"),
            horizontal=True,
        )
        grounds = st.text_area(here.say("suspicion.grounds"), max_chars=10_000)
        forms = st.pills(
            here.say("suspicion.forms"),
            get_args(Form),
            selection_mode="multi",
            format_func=lambda f: here.say(f"form.{f}"),
        )
        if not st.form_submit_button(here.say("decide.record"), type="primary", icon=":material/gavel:"):
            return
        # nothing is chosen before somebody chose it: the form decides which office gets the case
        if decision is None or (decision == "yes" and not forms):
            st.warning(here.say("decide.choose" if decision is None else "decide.choose_form"))
        else:
            said = cast("tuple[Form, ...]", tuple(forms))
            press(here, lambda: _decided(here, view, decision, grounds, said), lambda made: _said(here, made))


def _decided(
    here: Desk, view: ControlView, decision: Decision, grounds: str, forms: tuple[Form, ...]
) -> acts.referrals.Referral | None:
    made = acts.referrals.decide_suspicion(
        view.id, decision, grounds=grounds.strip(), by=here.user.id, forms=forms, office=here.office
    )
    forget(here, view, "whole")
    return made


def _said(here: Desk, made: acts.referrals.Referral | None) -> str:
    if made is None:
        return here.say("decide.recorded")
    if not made.is_new:
        return here.say("decide.known", reference=made.reference)
    to = ", ".join(here.recipient(one) for one in made.recipients)
    return here.say("decide.referred", reference=made.reference, to=to)
