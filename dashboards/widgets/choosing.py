"""Which control: go on with a draft, take a planned visit of my team, or begin an unplanned one."""

import streamlit as st

from dashboards.desk import Desk
from dashboards.filling import begin
from dashboards.widgets.looking import look
from dashboards.widgets.notices import attempt, press
from inspection import acts
from inspection.errors import ControlFault
from inspection.store import DraftView, VisitView, drafts, visits, workplace
from inspection.territory import municipalities_of_postcode
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
        format_func=lambda d: f"{here.moment(d.kept_at)} · {here.sector(d.sector)} · {d.visit or d.workplace}",
    )
    with st.container(horizontal=True):
        if st.button(here.say("control.go_on"), type="primary"):
            st.query_params["draft"] = draft.id
            st.rerun()
        if st.button(here.say("control.give_up")):
            drop = here.say("control.given_up")
            press(here, lambda: acts.drop_draft(draft.id, here.user.id, because="given_up", office=here.office), drop)


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
    name = known.name if known and known.name else visit.workplace
    return f"{here.day(visit.day)} {clock_text(visit.start)} · {visit.code} · {name} · {here.sector(visit.sector)}"


def _unplanned(here: Desk) -> None:
    number = st.text_input(here.say("control.number"), max_chars=44, help=here.say("control.number_help"))
    sectors = [sector.key for sector in here.rules.enabled_sectors()]
    sector = st.selectbox(here.say("word.sector"), sectors, format_func=here.sector)
    postcode = st.text_input(here.say("control.postcode"), max_chars=4)
    places = municipalities_of_postcode(postcode, today())
    words = {p.refnis: p.name_nl if here.lang == "nl" else p.name_fr for p in places}
    place = st.selectbox(here.say("word.municipality"), list(words), format_func=words.__getitem__, disabled=not words)
    if st.button(here.say("control.begin_unplanned"), disabled=not (number and place)):
        attempt(here, lambda: begin(here, _workplace_id(number), sector, visit=None, place=place))
        _open_if_begun()


def _workplace_id(number: str) -> str:
    """Return the workplace that a typed number means: ten digits are an establishment, the rest a declaration."""
    plain = number.replace(".", "").replace(" ", "")
    if plain.isdecimal() and len(plain) == 10 and plain[0] in "2345678":
        return f"est:{plain}"
    if (plain.isdecimal() and len(plain) == 10) or not plain.isascii() or not plain.replace("-", "").isalnum():
        raise ControlFault(
            "This is no number of an establishment or of a declaration of works",
            where="control form",
            advice="Type the ten digits of the establishment, or the number of the declaration.",
            code="261",
        )
    return f"site:{plain}"


def _open_if_begun() -> None:
    if "draft" in st.query_params:
        st.rerun()
