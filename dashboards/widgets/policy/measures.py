"""The register of the coordination cell: what is owed, the form that adds to it, and that which notes how it stands."""

from collections.abc import Sequence
from typing import get_args

import streamlit as st

from dashboards.desk import Desk
from dashboards.widgets.shared.notices import press
from dashboards.widgets.shared.words import words_fields
from inspection import acts
from inspection.i18n import t
from inspection.life_cycles import MeasureState
from inspection.reporting.policy import Measure, MeasureKind, Meeting, words_in
from inspection.time_of import today


def measure_table(desk: Desk, measures: Sequence[Measure]) -> None:
    """Show what is owed, what is late first; what ended on demand."""
    every = st.toggle(desk.say("policy.show_ended"), key="show_ended")
    found = [one for one in measures if every or one.is_open]
    if not found:
        st.info(desk.say("policy.no_measures"), icon=":material/info:")
        return
    found.sort(key=lambda m: (not m.is_late(today()), m.now.due_on is None, m.now.due_on or today()))
    st.table([_row(desk, one) for one in found], hide_index=True)


def add_measure_form(desk: Desk) -> None:
    """Let somebody note what a meeting decided, recommended or planned."""
    with st.form("add_measure", border=True, clear_on_submit=False):
        st.markdown(f"**{desk.say('policy.add_measure')}**")
        kind = st.selectbox(
            desk.say("policy.kind"), get_args(MeasureKind), format_func=lambda k: _say(desk, f"measure.{k}")
        )
        meeting = st.radio(
            desk.say("policy.meeting"),
            get_args(Meeting),
            format_func=lambda m: desk.say(f"policy.meeting.{m}"),
            horizontal=True,
        )
        decided_on = st.date_input(desk.say("policy.decided_on"), value=today(), max_value=today(), format="DD/MM/YYYY")
        title = words_fields(desk, desk.say("policy.title_of_it"), "measure")
        owner = st.selectbox(
            _say(desk, "measure.owner"),
            sorted(desk.rules.recipients, key=desk.recipient),
            format_func=desk.recipient,
            index=None,
        )
        due_on = st.date_input(_say(desk, "measure.due"), value=None, format="DD/MM/YYYY")
        if st.form_submit_button(desk.say("policy.note_it"), type="primary", icon=":material/add:"):
            new = acts.reports.NewMeasure(
                kind=kind, meeting=meeting, decided_on=decided_on, title=title, owner=owner or "", due_on=due_on
            )
            press(
                desk,
                lambda: acts.reports.add_measure(desk.acting(), new),
                lambda made: desk.say("policy.noted", reference=made.reference),
            )


def change_measure_form(desk: Desk, measures: Sequence[Measure]) -> None:
    """Let somebody note how a measure stands now; what it was before is shown and stays."""
    with st.container(border=True):
        st.markdown(f"**{desk.say('policy.change_measure')}**")
        by_reference = {one.reference: one for one in measures}
        chosen = st.selectbox(
            desk.say("policy.which"), list(by_reference), format_func=lambda r: _title(desk, by_reference[r])
        )
        measure = by_reference[chosen]
        for change in measure.history:
            when = desk.moment(change.changed_at)
            st.caption(" · ".join(filter(None, (when, _say(desk, f"state.{change.state}"), change.evidence))))
        states = tuple(MeasureState)
        state = st.selectbox(
            _say(desk, "measure.state"),
            states,
            index=states.index(measure.now.state),
            format_func=lambda s: _say(desk, f"state.{s}"),
            key=f"state_{chosen}",
        )
        due_on = st.date_input(
            _say(desk, "measure.due"), value=measure.now.due_on, format="DD/MM/YYYY", key=f"due_{chosen}"
        )
        evidence = st.text_area(
            desk.say("policy.evidence"), max_chars=600, help=desk.say("policy.evidence.help"), key=f"evidence_{chosen}"
        )
        if st.button(desk.say("policy.change_it"), icon=":material/edit:"):
            press(
                desk,
                lambda: acts.reports.change_measure(
                    desk.acting(), chosen, state=state, due_on=due_on, evidence=evidence
                ),
                lambda made: desk.say("policy.changed", reference=made.reference),
            )


def _row(desk: Desk, one: Measure) -> dict[str, str]:
    state = desk.say("policy.late") if one.is_late(today()) else _say(desk, f"state.{one.now.state}")
    return {
        _say(desk, "measure.reference"): one.reference,
        _say(desk, "measure.what"): words_in(one.title, desk.lang)[0],
        _say(desk, "measure.owner"): desk.recipient(one.now.owner),
        _say(desk, "measure.due"): desk.day(one.now.due_on) if one.now.due_on else "–",
        _say(desk, "measure.state"): state,
    }


def _title(desk: Desk, one: Measure) -> str:
    return f"{one.reference} · {words_in(one.title, desk.lang)[0]}"


def _say(desk: Desk, key: str) -> str:
    return t(f"report.{key}", desk.lang)
