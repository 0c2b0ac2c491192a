"""Which control: go on with a draft, take a planned visit of my team, or begin an unplanned one."""

import streamlit as st

from dashboards.desk import Desk
from dashboards.filling import begin, forget
from dashboards.numbers import number_of, workplace_of
from dashboards.widgets.control_parts.origins import origin_field
from dashboards.widgets.shared.looking import look
from dashboards.widgets.shared.notices import attempt, press
from dashboards.widgets.shared.places import municipality_field
from inspection import acts
from inspection.store.controls import DraftView, drafts
from inspection.store.queries import visits, workplace
from inspection.store.views import VisitView
from inspection.time_of import clock_text, today


def choose(here: Desk) -> None:
    """Show the three ways into a control."""
    mine = drafts(here.office.store, here.user.id)
    if mine:
        st.subheader(here.say("control.drafts"))
        _go_on(here, mine)
    st.subheader(here.say("control.planned"))
    planned = visits(here.office.store, team=here.user.team) if here.user.team else []
    _planned(here, [v for v in planned if v.state == "planned"])
    with st.expander(here.say("control.unplanned")):
        _unplanned(here)


def _go_on(here: Desk, mine: list[DraftView]) -> None:
    draft = st.selectbox(
        here.say("control.draft"),
        mine,
        format_func=lambda d: _begun(here, d),
    )
    with st.container(horizontal=True):
        if st.button(here.say("control.go_on"), type="primary"):
            st.query_params["draft"] = draft.id
            st.rerun()
        if st.button(here.say("control.give_up")):
            press(here, lambda: _given_up(here, draft.id), here.say("control.given_up"))


def _begun(here: Desk, draft: DraftView) -> str:
    said = f"{here.moment(draft.kept_at)} · {here.sector(draft.sector)} · {draft.visit or number_of(draft.workplace)}"
    return f"{said} · {here.say('control.a_correction')}" if draft.corrects else said


def _given_up(here: Desk, draft_id: str) -> None:
    acts.controls.drop_draft(draft_id, here.user.id, because="given_up", office=here.office)
    forget()


def _planned(here: Desk, planned: list[VisitView]) -> None:
    if not planned:
        st.caption(here.say("control.no_visits"))
        return
    ahead = sorted(planned, key=lambda v: (v.day < today(), v.day, v.start))
    visit = st.selectbox(here.say("control.visit"), ahead, format_func=lambda v: _called(here, v))
    if st.button(here.say("control.begin"), type="primary"):
        attempt(here, lambda: begin(here, visit.workplace, visit.sector, visit=visit.code, place=None))
        _open_if_begun()


def _called(here: Desk, visit: VisitView) -> str:
    known = look(
        here, "workplace", visit.workplace, "inspection", lambda: workplace(here.office.store, visit.workplace),
        visit.district,
    )  # fmt: skip
    name = known.name if known and known.name else number_of(visit.workplace)
    return f"{here.day(visit.day)} {clock_text(visit.start)} · {visit.code} · {name} · {here.sector(visit.sector)}"


def _unplanned(here: Desk) -> None:
    number = st.text_input(here.say("control.number"), max_chars=44, help=here.say("control.number_help"))
    sectors = [sector.key for sector in here.rules.enabled_sectors()]
    sector = st.selectbox(here.say("word.sector"), sectors, format_func=here.sector)
    origin = origin_field(here, None)
    place = municipality_field(here)
    if st.button(here.say("control.begin_unplanned"), disabled=not (number and place and origin)):
        how = {"visit": None, "place": place, "origin": origin}
        attempt(here, lambda: begin(here, workplace_of(number, "control form"), sector, **how))
        _open_if_begun()


def _open_if_begun() -> None:
    if "draft" in st.query_params:
        st.rerun()
