"""What bears on a suspicion: shut until somebody opens it, with an entry in the trail at every opening."""

import streamlit as st

from dashboards.desk import Desk
from dashboards.widgets.conclusion import indicators
from dashboards.widgets.control_content import hearings, rows_table
from dashboards.widgets.control_decision import decide_form, decisions
from dashboards.widgets.control_exhibits import exhibits, received
from dashboards.widgets.reading_once import forget, is_read, once
from inspection import acts
from inspection.control import Control
from inspection.i18n import t
from inspection.reporting import dossier_facts
from inspection.store import ControlView

_WHOLE = "whole"


def guarded_part(here: Desk, view: ControlView, shown: acts.ShownControl) -> None:
    """Open what bears on a suspicion at a click, and shut it again."""
    read = lambda: acts.show_control(view.id, here.user.id, whole=True, office=here.office)  # noqa: E731
    if not is_read(here, view, _WHOLE):
        st.info(here.say("controls.guarded_note"), icon=":material/lock:")
        if st.button(here.say("controls.open_guarded"), icon=":material/lock_open:"):
            once(here, view, _WHOLE, read)
            st.rerun()
        return
    whole = once(here, view, _WHOLE, read)
    st.button(
        here.say("controls.shut_guarded"), icon=":material/lock:", on_click=forget, args=(here, view, _WHOLE, "file:")
    )
    decisions(here, whole.decided)
    indicators(here, whole.conclusion, is_mine=False)
    decide_form(here, view)
    st.markdown(f"**{t('dossier.steps', here.lang)}**")
    columns = (here.say("word.time"), here.say("word.what"), here.say("controls.words"))
    rows_table(here, columns, dossier_facts.steps(whole.control, here.rules, here.lang))
    _whereabouts(here, whole.control)
    hearings(here, whole.control)
    st.markdown(f"**{here.say('controls.other_exhibits')}**")
    plain = shown.control.attachments
    exhibits(here, view, [ref for ref in whole.control.attachments if ref not in plain], "guarded")
    unnamed = received(here, view).keys() - {a.sha256 for a in whole.control.attachments}
    if unnamed:
        st.caption(here.say("controls.unnamed", n=len(unnamed)))


def _whereabouts(here: Desk, control: Control) -> None:
    rows = [[p.ref, p.whereabouts] for p in control.persons if p.whereabouts]
    if rows:
        rows_table(here, (here.say("control.person"), here.say("controls.whereabouts")), rows)
