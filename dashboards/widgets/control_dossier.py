"""The dossier of a control to take away: for the auditorate, or the copy for the offender."""

from typing import get_args

import streamlit as st

from dashboards.desk import Desk
from dashboards.widgets.reading_once import is_read, once
from inspection import acts
from inspection.reporting import Reader
from inspection.store import ControlView


def dossier_part(here: Desk, view: ControlView, shown: acts.ShownControl) -> None:
    """Let somebody prepare a dossier and take it; that it was made is recorded."""
    if shown.control.left_at is None:
        st.caption(here.say("controls.not_finished"))
        return
    readers = get_args(Reader)
    reader = st.radio(
        here.say("controls.reader"),
        readers,
        format_func=lambda r: here.say(f"controls.reader.{r}"),
        captions=[here.say(f"controls.reader.{r}.note") for r in readers],
    )
    pressed = st.button(here.say("controls.prepare"), icon=":material/picture_as_pdf:")
    if pressed or is_read(here, view, f"dossier:{reader}"):
        made = once(
            here, view, f"dossier:{reader}", lambda: acts.dossier(view.id, reader, here.user.id, office=here.office)
        )
        st.download_button(
            here.say("controls.take", language=here.say(f"language.{made.lang}")),
            made.pdf,
            made.name,
            "application/pdf",
            type="primary",
            icon=":material/download:",
        )
