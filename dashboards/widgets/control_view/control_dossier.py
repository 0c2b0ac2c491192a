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


def dossier_part(desk: Desk, view: ControlView, shown: acts.controls.ShownControl) -> None:
    """Let somebody prepare a dossier and take it; that it was made is recorded."""
    _visit_record(desk, view)
    if shown.control.left_at is None:
        st.caption(desk.say("controls.not_finished"))
        return
    if desk.user.id == view.saved_by:
        _report(desk, view, shown)
    readers = get_args(Reader)
    reader = st.radio(
        desk.say("controls.reader"),
        readers,
        format_func=lambda r: desk.say(f"controls.reader.{r}"),
        captions=[desk.say(f"controls.reader.{r}.note") for r in readers],
    )
    offender = _offender(desk, shown, reader)
    pressed = st.button(desk.say("controls.prepare"), icon=":material/picture_as_pdf:")
    if pressed or is_read(desk, view, f"dossier:{reader}:{offender}"):
        made = once(
            desk,
            view,
            f"dossier:{reader}:{offender}",
            lambda: acts.controls.dossier(desk.acting(), view.id, reader, offender=offender),
        )
        st.download_button(
            desk.say("controls.take", language=desk.say(f"language.{made.lang}")),
            made.pdf,
            made.name,
            "application/pdf",
            type="primary",
            icon=":material/download:",
        )
        if reader == "auditorate":
            _fields_to_copy(desk, made.parts, made.lang)


def _fields_to_copy(desk: Desk, parts: tuple[tuple[str, str], ...], lang: str) -> None:
    """Show each field of the report on its own, with a button that copies it: nothing has to be typed again."""
    with st.expander(desk.say("controls.fields"), icon=":material/content_copy:"):
        st.caption(desk.say("controls.fields.note", language=desk.say(f"language.{lang}")))
        for title, text in parts:
            st.markdown(f"**{title}**")
            st.code(text, language=None, wrap_lines=True)


def _visit_record(desk: Desk, view: ControlView) -> None:
    """Let somebody print what the employer may keep of the visit: offered for every control, and the same in each."""
    pressed = st.button(desk.say("controls.visit_record"), icon=":material/receipt_long:")
    if pressed or is_read(desk, view, "visit_record"):
        made = once(desk, view, "visit_record", lambda: acts.controls.visit_record(desk.acting(), view.id))
        st.download_button(
            desk.say("controls.take", language=desk.say(f"language.{made.lang}")),
            made.pdf,
            made.name,
            "application/pdf",
            icon=":material/download:",
        )


def _offender(desk: Desk, shown: acts.controls.ShownControl, reader: Reader) -> str | None:
    """Let somebody choose the offender that a dossier is about, where there are several; a copy is for one of them."""
    known = acts.controls.copy_offenders(desk.acting(), shown.control)
    if len(known) <= 1:
        return None
    roles = desk.app.catalogue(shown.control.facts_on).offender_roles
    typed = {one.ref: one.name for one in shown.control.offenders}
    names = {
        one.key: " ".join(filter(None, (roles[one.role].label.say(desk.lang), one.person, typed.get(one.ref or ""))))
        for one in known
    }
    choices = [*([] if reader == "offender" else [""]), *names]
    chosen = st.selectbox(
        desk.say("controls.offender"),
        choices,
        format_func=lambda key: names.get(key, desk.say("controls.every_offender")),
    )
    return chosen or None


def _report(desk: Desk, view: ControlView, shown: acts.controls.ShownControl) -> None:
    """Let who made the control note the number of the report and the day it left; it is a correction like any other."""
    with st.form("note_report", border=True):
        st.markdown(f"**{desk.say('controls.report')}**")
        one, two = st.columns(2)
        known = str(shown.control.answers.get(EPV_NUMBER) or "")
        number = one.text_input(desk.say("controls.epv_number"), known, max_chars=64)
        sent = two.date_input(desk.say("controls.sent_on"), None, format="DD/MM/YYYY")
        st.caption(desk.say("controls.report_note"))
        if st.form_submit_button(desk.say("controls.note_it"), icon=":material/check:"):
            press(desk, lambda: _noted(desk, view, number, sent), desk.say("controls.noted"))


def _noted(desk: Desk, view: ControlView, number: str, sent: date | None) -> None:
    acts.controls.note_report(desk.acting(), view.id, number, sent_on=sent)
    forget(desk, view, "")
