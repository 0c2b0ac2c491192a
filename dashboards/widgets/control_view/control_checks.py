"""The checks of a control with every ground and its age, and the drafts of arrears; the look at each is recorded."""

from itertools import groupby

import streamlit as st

from dashboards.desk import Desk
from dashboards.widgets.control_view.extracts import extracts_part
from dashboards.widgets.shared.reading_once import once
from inspection import acts
from inspection.control.checks import Check, arrears_texts, check_text, ground_text, result_text
from inspection.store.views import ControlView

_ICONS = {"ok": "✓", "not_ok": "✗", "unclear": "?", "no_proof": "–"}


def checks_part(here: Desk, view: ControlView, shown: acts.controls.ShownControl) -> None:
    """Show what registers, documents and look-ups say beside the answers, their extracts, then what may be owed."""
    said = once(here, view, "checks", lambda: acts.controls.control_checks(view.id, here.user.id, office=here.office))
    st.caption(here.say("controls.checks_note"))
    for person, checks in groupby(said.checks, key=lambda check: check.person):
        st.markdown(f"**{person or here.say('controls.place')}**")
        for check in checks:
            _check(here, said, check)
    if not said.checks:
        st.caption(here.say("word.nothing"))
    extracts_part(here, view, shown)
    _arrears(here, view)


def _check(here: Desk, said: acts.controls.Checked, check: Check) -> None:
    law = here.office.catalogue(said.facts_on)
    grounds = [ground_text(g, here.lang, entered_at=said.entered_at, catalogue=law) for g in check.grounds]
    domain = here.say(f"controls.domain.{check.domain}")
    head = f"{_ICONS[check.result]} {domain} · {result_text(check, here.lang)} · {check_text(check, here.lang)}"
    st.markdown("\n".join([f"- {head}", *(f"    - {ground}" for ground in grounds)]))


def _arrears(here: Desk, view: ControlView) -> None:
    drafts = once(
        here, view, "arrears", lambda: acts.controls.control_arrears(view.id, here.user.id, office=here.office)
    )
    st.subheader(here.say("controls.arrears"))
    if not drafts:
        st.caption(here.say("controls.no_arrears"))
    for draft in drafts:
        title, *lines = arrears_texts(draft, here.rules.scales, here.lang)
        st.markdown("\n".join([f"**{title}**", "", *(f"- {line}" for line in lines)]))
