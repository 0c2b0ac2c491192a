"""Which control: go on with a draft, take a planned visit of my team, or begin an unplanned one."""

import streamlit as st

from dashboards.desk import Desk
from dashboards.filling import begin, forget
from dashboards.numbers import number_of, workplace_of
from dashboards.widgets.control_parts.origins import origin_field
from dashboards.widgets.shared import looking, notices, places
from inspection import acts
from inspection.store.controls import DraftView
from inspection.store.views import VisitView
from inspection.time_of import clock_text, today


def choose(desk: Desk) -> None:
    """Show the three ways into a control."""
    mine = acts.controls.own_drafts(desk.acting())
    if mine:
        st.subheader(desk.say("control.drafts"))
        _go_on(desk, mine)
    st.subheader(desk.say("control.planned"))
    _planned(desk, acts.weeks.team_visits(desk.acting()))
    with st.expander(desk.say("control.unplanned")):
        _unplanned(desk)


def _go_on(desk: Desk, mine: list[DraftView]) -> None:
    draft = st.selectbox(desk.say("control.draft"), mine, format_func=lambda d: _begun(desk, d))
    with st.container(horizontal=True):
        if st.button(desk.say("control.go_on"), type="primary"):
            st.query_params["draft"] = draft.id
            st.rerun()
        if st.button(desk.say("control.give_up")):
            notices.press(desk, lambda: _given_up(desk, draft.id), desk.say("control.given_up"))


def _begun(desk: Desk, draft: DraftView) -> str:
    said = f"{desk.moment(draft.kept_at)} · {desk.sector(draft.sector)} · {draft.visit or number_of(draft.workplace)}"
    return f"{said} · {desk.say('control.a_correction')}" if draft.corrects else said


def _given_up(desk: Desk, draft_id: str) -> None:
    acts.controls.drop_draft(desk.acting(), draft_id, because="given_up")
    forget()


def _planned(desk: Desk, planned: list[VisitView]) -> None:
    if not planned:
        st.caption(desk.say("control.no_visits"))
        return
    ahead = sorted(planned, key=lambda v: (v.day < today(), v.day, v.start))
    visit = st.selectbox(desk.say("control.visit"), ahead, format_func=lambda v: _called(desk, v))
    if st.button(desk.say("control.begin"), type="primary"):
        notices.attempt(desk, lambda: begin(desk, visit.workplace, visit.sector, visit=visit.code, place=None))
        _open_if_begun()


def _called(desk: Desk, visit: VisitView) -> str:
    known = looking.look_at_workplace(desk, visit.workplace)
    name = known.name if known and known.name else number_of(visit.workplace)
    return f"{desk.day(visit.day)} {clock_text(visit.start)} · {visit.code} · {name} · {desk.sector(visit.sector)}"


def _unplanned(desk: Desk) -> None:
    number = st.text_input(desk.say("control.number"), max_chars=44, help=desk.say("control.number_help"))
    sectors = [sector.key for sector in desk.rules.enabled_sectors()]
    sector = st.selectbox(desk.say("word.sector"), sectors, format_func=desk.sector)
    origin = origin_field(desk, None)
    place = places.municipality_field(desk)
    if st.button(desk.say("control.begin_unplanned"), disabled=not (number and place and origin)):
        notices.attempt(
            desk,
            lambda: begin(desk, workplace_of(number, "control form"), sector, visit=None, place=place, origin=origin),
        )
        _open_if_begun()


def _open_if_begun() -> None:
    if "draft" in st.query_params:
        st.rerun()
