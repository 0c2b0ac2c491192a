"""The dossier of a control to take away: for the auditorate, or the copy for the offender."""

from datetime import date
from typing import get_args

import streamlit as st

from dashboards.desk import Desk
from dashboards.widgets.shared.notices import press
from dashboards.widgets.shared.reading_once import forget, is_read, once
from inspection import acts
from inspection.reporting.cases import EPV_NUMBER, Reader
from inspection.store.views import ControlView


def dossier_part(here: Desk, view: ControlView, shown: acts.controls.ShownControl) -> None:
    """Let somebody prepare a dossier and take it; that it was made is recorded."""
    if shown.control.left_at is None:
        st.caption(here.say("controls.not_finished"))
        return
    if here.user.id == view.saved_by:
        _report(here, view, shown)
    readers = get_args(Reader)
    reader = st.radio(
        here.say("controls.reader"),
        readers,
        format_func=lambda r: here.say(f"controls.reader.{r}"),
        captions=[here.say(f"controls.reader.{r}.note") for r in readers],
    )
    offender = _offender(here, shown, reader)
    pressed = st.button(here.say("controls.prepare"), icon=":material/picture_as_pdf:")
    if pressed or is_read(here, view, f"dossier:{reader}:{offender}"):
        made = once(
            here,
            view,
            f"dossier:{reader}:{offender}",
            lambda: acts.controls.dossier(view.id, reader, here.user.id, offender=offender, office=here.office),
        )
        st.download_button(
            here.say("controls.take", language=here.say(f"language.{made.lang}")),
            made.pdf,
            made.name,
            "application/pdf",
            type="primary",
            icon=":material/download:",
        )


def _offender(here: Desk, shown: acts.controls.ShownControl, reader: Reader) -> str | None:
    """Let somebody choose the offender that a dossier is about, where there are several; a copy is for one of them."""
    known = acts.controls.copy_offenders(shown.control, office=here.office)
    if len(known) <= 1:
        return None
    roles = here.office.catalogue(shown.control.facts_on).offender_roles
    names = {one.key: " ".join(filter(None, (roles[one.role].label.say(here.lang), one.person))) for one in known}
    choices = [*([] if reader == "offender" else [""]), *names]
    chosen = st.selectbox(
        here.say("controls.offender"),
        choices,
        format_func=lambda key: names.get(key, here.say("controls.every_offender")),
    )
    return chosen or None


def _report(here: Desk, view: ControlView, shown: acts.controls.ShownControl) -> None:
    """Let who made the control note the number of the report and the day it left; it is a correction like any other."""
    with st.form("note_report", border=True):
        st.markdown(f"**{here.say('controls.report')}**")
        one, two = st.columns(2)
        known = str(shown.control.answers.get(EPV_NUMBER) or "")
        number = one.text_input(here.say("controls.epv_number"), known, max_chars=64)
        sent = two.date_input(here.say("controls.sent_on"), None, format="DD/MM/YYYY")
        st.caption(here.say("controls.report_note"))
        if st.form_submit_button(here.say("controls.note_it"), icon=":material/check:"):
            press(here, lambda: _noted(here, view, number, sent), here.say("controls.noted"))


def _noted(here: Desk, view: ControlView, number: str, sent: date | None) -> None:
    acts.controls.note_report(view.id, number, here.user.id, sent_on=sent, office=here.office)
    forget(here, view, "")
