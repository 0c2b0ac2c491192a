"""The week's rounds: map, stops, reasons as arithmetic (office only), what found no place, and the approval."""

from collections.abc import Sequence

import streamlit as st

from dashboards.desk import Desk, desk
from dashboards.widgets.shared.looking import look
from dashboards.widgets.shared.notices import done, warned
from dashboards.widgets.week.approval import approval
from dashboards.widgets.week.arithmetic import show_arithmetic
from dashboards.widgets.week.maps import round_map
from dashboards.widgets.week.replanned import changes_of_version, version_of
from dashboards.widgets.week.stops import stop_table, unplaced_table
from inspection.reporting.pages import held_texts
from inspection.reporting.week import BookRound, WeekBook
from inspection.store.queries import plan_body, plans
from inspection.store.views import PlanView


def show() -> None:
    """Show the rounds of a week."""
    here = desk()
    st.title(here.say("rounds.title"))
    done()
    every = plans(here.office.store, service=here.user.service)
    known = [p for p in every if here.sees_reasons or p.state == "approved"]
    if not known:
        st.info(here.say("rounds.none"), icon=":material/info:")
        return
    one, two, three, four = st.columns(4)
    week = one.selectbox(here.say("word.week"), list(dict.fromkeys(p.week for p in known)), key="rounds_week")
    names = sorted({d for p in known if p.week == week for d in p.districts if here.district in (None, d)})
    own = names.index(here.user.district) if here.user.district in names else 0
    district = two.selectbox(here.say("word.district"), names, own, here.place, key="rounds_district")
    if district is None:
        st.info(here.say("rounds.no_rounds"), icon=":material/info:")
        return
    plan = version_of(here, [p for p in known if p.week == week and district in p.districts])
    book = _book(here, plan)
    mine = [
        r for r in book.rounds if r.district == district and r.stops and (here.sees_reasons or r.team == here.user.team)
    ]
    everything = here.say("word.all")
    team = three.selectbox(here.say("word.team"), [None, *sorted({r.team for r in mine})], 0, lambda x: x or everything)
    days = [None, *sorted({r.day for r in mine})]
    first = min(1, len(days) - 1)  # one day on the map can be read, five cannot
    day = four.selectbox(here.say("word.day"), days, first, lambda d: here.day(d) if d else everything)
    warned(held_texts(book, here.rules, here.lang))
    _rounds(here, [r for r in mine if team in (None, r.team) and day in (None, r.day)])
    if here.sees_reasons:
        changes_of_version(here, plan, district)
        unplaced_table(here, [u for u in book.unplaced if u.district == district])
        approval(here, plan)
    sources = ", ".join(f"{name} {snapshot}" for name, snapshot in sorted(book.snapshots.items()))
    st.caption(here.say("rounds.source", week=plan.week, sources=sources, travel=book.travel))


def _book(here: Desk, plan: PlanView) -> WeekBook:
    """Return the plan's content, read once in a session and not at every click."""
    kept = st.session_state.get("book")
    if kept is None or kept[0] != (plan.sha256, here.user.id):
        body = look(here, "plan", plan.id, "planning", lambda: plan_body(here.office.store, plan.id))
        kept = st.session_state["book"] = ((plan.sha256, here.user.id), WeekBook.parse(body))
    return kept[1]


def _rounds(here: Desk, rounds: Sequence[BookRound]) -> None:
    if not rounds:
        st.info(here.say("rounds.no_rounds"), icon=":material/info:")
        return
    round_map(here, rounds)
    stop_table(here, rounds)
    if here.sees_reasons:
        stops = [stop for r in rounds for stop in r.stops]
        stop = st.selectbox(
            here.say("rounds.why"), stops, format_func=lambda s: f"{s.code} · {s.name} · {s.points}", key="rounds_stop"
        )
        if stop:
            show_arithmetic(here, stop)
