"""Findings that another service is competent for: who would get which, confirmed one by one."""

import streamlit as st

from dashboards.desk import Desk
from dashboards.widgets.notices import press
from dashboards.widgets.offices import magistrate_field
from dashboards.widgets.reading_once import forget, once
from inspection import acts
from inspection.store import ControlView

_PART = "exchange"


def exchange_part(here: Desk, view: ControlView, shown: acts.ShownControl) -> None:
    """Show what may be passed on, and pass it on where somebody confirms."""
    basis = here.rules.cite(here.rules.exchange.basis, here.lang)
    st.info(here.say("exchange.note", basis=basis), icon=":material/swap_horiz:")
    found = once(here, view, _PART, lambda: acts.to_pass_on(view.id, here.user.id, office=here.office))
    if not found:
        st.caption(here.say("exchange.nothing"))
    for one in found:
        _offer(here, view, one, shown)


def _offer(here: Desk, view: ControlView, one: acts.ToPassOn, shown: acts.ShownControl) -> None:
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


def _permission(here: Desk) -> acts.MagistratePermission:
    st.warning(here.say("exchange.needs_permission"), icon=":material/gavel:")
    authority = magistrate_field(here, (), here.say("exchange.authority"), is_open=True)
    words = st.text_input(here.say("exchange.words"), max_chars=200)
    return acts.MagistratePermission(authority=authority, words=words)


def _passed(
    here: Desk, view: ControlView, one: acts.ToPassOn, permission: acts.MagistratePermission | None
) -> acts.Exchange:
    made = acts.pass_on(view.id, one.service, here.user.id, permission=permission, office=here.office)
    forget(here, view, _PART)
    return made
