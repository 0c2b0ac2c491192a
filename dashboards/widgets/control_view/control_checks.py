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


def checks_part(desk: Desk, view: ControlView, shown: acts.controls.ShownControl) -> None:
    """Show what registers, documents and look-ups say beside the answers, their extracts, then what may be owed."""
    said = once(desk, view, "checks", lambda: acts.controls.control_checks(desk.acting(), view.id))
    st.caption(desk.say("controls.checks_note"))
    for person, checks in groupby(said.checks, key=lambda check: check.person):
        st.markdown(f"**{person or desk.say('controls.place')}**")
        for check in checks:
            _check(desk, said, check)
    if not said.checks:
        st.caption(desk.say("word.nothing"))
    extracts_part(desk, view, shown)
    _arrears(desk, view)


def _check(desk: Desk, said: acts.controls.Checked, check: Check) -> None:
    law = desk.app.catalogue(said.facts_on)
    grounds = [ground_text(g, desk.lang, entered_at=said.entered_at, catalogue=law) for g in check.grounds]
    domain = desk.say(f"controls.domain.{check.domain}")
    head = f"{_ICONS[check.result]} {domain} · {result_text(check, desk.lang)} · {check_text(check, desk.lang)}"
    st.markdown("\n".join([f"- {head}", *(f"    - {ground}" for ground in grounds)]))


def _arrears(desk: Desk, view: ControlView) -> None:
    drafts = once(desk, view, "arrears", lambda: acts.controls.control_arrears(desk.acting(), view.id))
    st.subheader(desk.say("controls.arrears"))
    if not drafts:
        st.caption(desk.say("controls.no_arrears"))
    for draft in drafts:
        title, *lines = arrears_texts(draft, desk.rules.scales, desk.lang)
        st.markdown("\n".join([f"**{title}**", "", *(f"- {line}" for line in lines)]))
