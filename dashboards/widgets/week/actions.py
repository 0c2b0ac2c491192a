"""Joint actions as a table, and the form in which a partner's answer is noted."""

from collections.abc import Sequence
from datetime import date

import streamlit as st

from dashboards.desk import Desk
from dashboards.numbers import number_of
from dashboards.widgets.shared.notices import press
from inspection import acts
from inspection.reporting.pages import partner_text
from inspection.store.queries import ActionView, PartnerView
from inspection.time_of import clock_text


def action_table(desk: Desk, actions: Sequence[ActionView]) -> None:
    """Show actions in order of their moments; a table wraps what a data frame cuts, and few columns fit a telephone."""
    st.table(
        [
            {
                desk.say("word.reference"): f"{action.reference} · {desk.say(f'actions.state.{action.state}')}",
                desk.say("actions.moment"): _moment(desk, action),
                desk.say("word.workplace"): f"{number_of(action.workplace)} · {desk.sector(action.sector)}",
                desk.say("actions.teams"): ", ".join(f"{desk.place(d)}: {n}" for d, n in action.shares.items()),
                desk.say("actions.partners"): ", ".join(
                    f"{_called(desk, p)} – {desk.say(f'actions.partner.{p.state}')}" for p in action.partners
                ),
            }
            for action in actions
        ],
        hide_index=True,
    )


def answer_form(desk: Desk, actions: Sequence[ActionView]) -> None:
    """Let somebody note what a partner answered, while some have not."""
    waiting = {p.id: (action, p) for action in actions for p in action.partners if p.state == "asked"}
    if not waiting:
        return
    with st.form("partner_answer", border=True):
        st.markdown(f"**{desk.say('actions.answer')}**")
        chosen = st.selectbox(
            desk.say("actions.partners"),
            list(waiting),
            format_func=lambda i: " · ".join(_asked(desk, *waiting[i])),
        )
        said = ("confirmed", "declined")
        answer = st.radio(desk.say("word.state"), said, format_func=lambda a: desk.say(f"actions.{a}"), horizontal=True)
        if st.form_submit_button(desk.say("referrals.record"), icon=":material/event_available:"):
            action, partner = waiting[chosen]
            press(
                desk,
                lambda: acts.joint_actions.confirm_partner(
                    desk.acting(),
                    action.reference,
                    partner.kind,
                    contact=partner.contact,
                    language=partner.language,
                    declined=answer == "declined",
                ),
                desk.say("actions.noted"),
            )


def _asked(desk: Desk, action: ActionView, partner: PartnerView) -> tuple[str, str, str]:
    return action.reference, _called(desk, partner), partner.contact


def _called(desk: Desk, partner: PartnerView) -> str:
    return partner_text(f"{partner.kind}:{partner.language}" if partner.language else partner.kind, desk.lang)


def _moment(desk: Desk, action: ActionView) -> str:
    """Return when an action is: as fixed, as the plan of its week proposes, or the span that is still open."""
    if action.day is not None and action.minute is not None:
        return _at(desk, "actions.at", action.day, action.minute)
    if action.planned_day is not None and action.planned_minute is not None:
        return _at(desk, "actions.planned", action.planned_day, action.planned_minute)
    opens, closes = min(a for a, _ in action.windows), max(b for _, b in action.windows)
    between = {"opens": clock_text(opens), "closes": clock_text(closes)}
    first, last = desk.day(action.first_day), desk.day(action.last_day)
    return desk.say("actions.free", first=first, last=last, **between)


def _at(desk: Desk, key: str, day: date, minute: float) -> str:
    return desk.say(key, day=desk.day(day), time=clock_text(minute))
