"""What departments did: a table, and the form that notes one."""

from collections.abc import Sequence
from typing import get_args

import streamlit as st

from dashboards.desk import Desk
from dashboards.widgets.shared.notices import press
from dashboards.widgets.shared.words import words_fields
from inspection import acts
from inspection.i18n import t
from inspection.reporting.policy import Initiative, InitiativeKind, said
from inspection.time_of import today


def initiative_table(here: Desk, initiatives: Sequence[Initiative]) -> None:
    """Show initiatives, the latest first; joint days by month."""
    if not initiatives:
        st.info(here.say("policy.no_initiatives"), icon=":material/info:")
        return
    st.table([_row(here, one) for one in reversed(initiatives)], hide_index=True)


def add_initiative_form(here: Desk) -> None:
    """Let somebody note what a department did; joint days come from joint actions."""
    with st.form("add_initiative", border=True, clear_on_submit=False):
        st.markdown(f"**{here.say('policy.add_initiative')}**")
        own = here.user.service.lower()
        actors = sorted(here.rules.recipients, key=here.recipient)
        department = st.selectbox(
            here.say("policy.department"), actors, index=actors.index(own), format_func=here.recipient
        )
        kinds = [kind for kind in get_args(InitiativeKind) if kind != "joint_day"]
        kind = st.selectbox(
            here.say("policy.kind"), kinds, format_func=lambda k: t(f"report.initiative.{k}", here.lang)
        )
        first = st.date_input(here.say("policy.first_day"), value=today(), max_value=today(), format="DD/MM/YYYY")
        last = st.date_input(here.say("policy.last_day"), value=None, format="DD/MM/YYYY")
        what = words_fields(here, here.say("policy.what"), "initiative")
        counted = st.text_input(here.say("policy.counted"), max_chars=100)
        number = st.number_input(here.say("policy.number"), min_value=0, step=1, value=None)
        source = st.text_input(here.say("policy.source"), max_chars=200)
        if st.form_submit_button(here.say("policy.note_it"), type="primary", icon=":material/add:"):
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
                here,
                lambda: acts.reports.add_initiative(new, here.user.id, office=here.office),
                lambda made: here.say("policy.noted", reference=made.reference),
            )


def _row(here: Desk, one: Initiative) -> dict[str, str]:
    days = here.day(one.first_day)
    return {
        t("report.initiatives.days", here.lang): days
        if one.first_day == one.last_day
        else f"{days} – {here.day(one.last_day)}",
        here.say("policy.department"): here.recipient(one.department),
        t("report.initiatives.kind", here.lang): t(f"report.initiative.{one.kind}", here.lang),
        t("report.initiatives.what", here.lang): said(one.what, here.lang)[0],
        here.say("policy.counted"): ", ".join(f"{words}: {n}" for words, n in one.figures),
        t("report.initiatives.source", here.lang): one.source,
    }
