"""What departments did: a table, and the form that notes one."""

from collections.abc import Sequence
from typing import get_args

import streamlit as st

from dashboards.desk import Desk
from dashboards.widgets.shared.notices import press
from dashboards.widgets.shared.words import words_fields
from inspection import acts
from inspection.i18n import t
from inspection.reporting.policy import Initiative, InitiativeKind, words_in
from inspection.time_of import today


def initiative_table(desk: Desk, initiatives: Sequence[Initiative]) -> None:
    """Show initiatives, the latest first; joint days by month."""
    if not initiatives:
        st.info(desk.say("policy.no_initiatives"), icon=":material/info:")
        return
    st.table([_row(desk, one) for one in reversed(initiatives)], hide_index=True)


def add_initiative_form(desk: Desk) -> None:
    """Let somebody note what a department did; joint days come from joint actions."""
    with st.form("add_initiative", border=True, clear_on_submit=False):
        st.markdown(f"**{desk.say('policy.add_initiative')}**")
        own = desk.user.service.lower()
        actors = sorted(desk.rules.recipients, key=desk.recipient)
        department = st.selectbox(
            desk.say("policy.department"), actors, index=actors.index(own), format_func=desk.recipient
        )
        kinds = [kind for kind in get_args(InitiativeKind) if kind != "joint_day"]
        kind = st.selectbox(
            desk.say("policy.kind"), kinds, format_func=lambda k: t(f"report.initiative.{k}", desk.lang)
        )
        first = st.date_input(desk.say("policy.first_day"), value=today(), max_value=today(), format="DD/MM/YYYY")
        last = st.date_input(desk.say("policy.last_day"), value=None, format="DD/MM/YYYY")
        what = words_fields(desk, desk.say("policy.what"), "initiative")
        counted = st.text_input(desk.say("policy.counted"), max_chars=100)
        number = st.number_input(desk.say("policy.number"), min_value=0, step=1, value=None)
        source = st.text_input(desk.say("policy.source"), max_chars=200)
        if st.form_submit_button(desk.say("policy.note_it"), type="primary", icon=":material/add:"):
            new = acts.reports.NewInitiative(
                department=department,
                kind=kind,
                first_day=first,
                last_day=last,
                what=what,
                figures=((counted, int(number)),) if counted.strip() and number is not None else (),
                source=source,
            )
            press(
                desk,
                lambda: acts.reports.add_initiative(desk.acting(), new),
                lambda made: desk.say("policy.noted", reference=made.reference),
            )


def _row(desk: Desk, one: Initiative) -> dict[str, str]:
    days = desk.day(one.first_day)
    return {
        t("report.initiatives.days", desk.lang): days
        if one.first_day == one.last_day
        else f"{days} – {desk.day(one.last_day)}",
        desk.say("policy.department"): desk.recipient(one.department),
        t("report.initiatives.kind", desk.lang): t(f"report.initiative.{one.kind}", desk.lang),
        t("report.initiatives.what", desk.lang): words_in(one.what, desk.lang)[0],
        desk.say("policy.counted"): ", ".join(f"{words}: {n}" for words, n in one.figures),
        t("report.initiatives.source", desk.lang): one.source,
    }
