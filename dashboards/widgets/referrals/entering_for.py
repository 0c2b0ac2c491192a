"""A colleague on duty enters a suspicion for an inspector whose telephone is dead: the least that a report needs."""

from datetime import datetime
from typing import cast, get_args

import streamlit as st

from dashboards.desk import Desk
from dashboards.widgets.shared.notices import press
from inspection import acts
from inspection.control.filled import Form
from inspection.time_of import BRUSSELS, now, today
from inspection.trust import may
from sectors.rules.values import Lang


def entering_part(desk: Desk) -> None:
    """Offer the form to whoever may enter for another; what is not known stays out, and leaves all the same."""
    if not desk.may("suspicion.enter_for") or not st.toggle(desk.say("entering.title"), key="entering_for"):
        return
    with st.form("entering"):
        st.caption(desk.say("entering.note"))
        mine = [
            one.id
            for one in acts.staff.colleagues(desk.acting())
            if may(one, "suspicion.decide") and one.id != desk.user.id
        ]
        inspector = st.selectbox(desk.say("entering.inspector"), mine, None)
        one, two, three = st.columns(3)
        day = one.date_input(desk.say("entering.day"), today(), format="DD/MM/YYYY")
        hour = two.time_input(desk.say("entering.hour"), now().astimezone(BRUSSELS).time())
        language = three.selectbox(desk.say("entering.language"), get_args(Lang)[:3])
        sector = one.selectbox(desk.say("entering.sector"), list(desk.rules.sectors), None, format_func=desk.sector)
        workplace = two.text_input(desk.say("entering.workplace"))
        place = three.text_input(desk.say("entering.place"))
        door = st.text_input(desk.say("entering.door"), max_chars=200)
        danger = st.pills(
            desk.say("after.lack.danger"), (True, False), format_func=lambda is_so: desk.say(_YES_NO[is_so])
        )
        grounds = st.text_area(desk.say("suspicion.grounds"), max_chars=10_000)
        forms = st.pills(
            desk.say("suspicion.forms"),
            get_args(Form),
            selection_mode="multi",
            format_func=lambda form: desk.say(f"form.{form}"),
        )
        pressed = st.form_submit_button(desk.say("entering.send"), type="primary", icon=":material/send:")
    if not pressed:
        return
    if inspector is None or sector is None or not forms:
        st.warning(desk.say("entering.choose"))
        return
    told = acts.aftercare.Told(
        told_at=datetime.combine(day, hour, BRUSSELS),
        grounds=grounds.strip(),
        sector=sector,
        report_language=cast(Lang, language),
        forms=cast("tuple[Form, ...]", tuple(forms)),
        workplace=workplace.strip(),
        place=place.strip() or None,
        door=door.strip(),
        danger_now=danger,
    )
    press(
        desk,
        lambda: acts.aftercare.enter_for(desk.acting(), inspector, told),
        lambda made: desk.say("entering.done", reference=made.reference, inspector=made.inspector),
    )


_YES_NO = {True: "word.yes", False: "word.no"}
