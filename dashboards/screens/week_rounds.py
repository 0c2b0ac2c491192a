"""The week's rounds: map, stops, reasons as arithmetic (office only), what found no place, and the approval."""

from collections.abc import Sequence

import streamlit as st

from dashboards.desk import Desk, current_desk
from dashboards.widgets.shared.notices import head, warned
from dashboards.widgets.week import approval, arithmetic, differing, maps, replanned
from dashboards.widgets.week.stops import stop_table, unplaced_table
from inspection import acts
from inspection.reporting.pages import held_texts, served_text
from inspection.reporting.week import BookRound, DistrictBook
from inspection.store.views import PlanView


def show() -> None:
    """Show the rounds of a week."""
    desk = current_desk()
    head(desk.say("rounds.title"))
    every = acts.weeks.listed_plans(desk.acting())
    known = [p for p in every if desk.sees_reasons or p.state == "approved"]
    if not known:
        st.info(desk.say("rounds.none"), icon=":material/info:")
        return
    one, two, three, four = st.columns(4)
    week = one.selectbox(desk.say("word.week"), list(dict.fromkeys(p.week for p in known)), key="rounds_week")
    names = sorted({d for p in known if p.week == week for d in p.districts if desk.district in (None, d)})
    own = names.index(desk.user.district) if desk.user.district in names else 0
    district = two.selectbox(desk.say("word.district"), names, own, desk.place, key="rounds_district")
    if district is None:
        st.info(desk.say("rounds.no_rounds"), icon=":material/info:")
        return
    plan = replanned.version_of(desk, [p for p in known if p.week == week and district in p.districts])
    book = _book(desk, plan, district)
    mine = [r for r in book.rounds if r.stops and (desk.sees_reasons or r.team == desk.user.team)]
    everything = desk.say("word.all")
    team = three.selectbox(desk.say("word.team"), [None, *sorted({r.team for r in mine})], 0, lambda x: x or everything)
    days = [None, *sorted({r.day for r in mine})]
    first = min(1, len(days) - 1)  # one day on the map can be read, five cannot
    day = four.selectbox(desk.say("word.day"), days, first, lambda d: desk.day(d) if d else everything)
    warned(held_texts(book, desk.rules, desk.lang))
    _rounds(desk, [r for r in mine if team in (None, r.team) and day in (None, r.day)], book)
    if desk.sees_reasons:
        differing.difference(desk, plan, district)
        replanned.changes_of_version(desk, plan, district)
        unplaced_table(desk, book.unplaced)
        approval.approval(desk, plan)
    sources = ", ".join(f"{name} {snapshot}" for name, snapshot in sorted(book.snapshots.items()))
    st.caption(desk.say("rounds.source", week=plan.week, sources=sources, travel=book.travel))


def _book(desk: Desk, plan: PlanView, district: str) -> DistrictBook:
    """Return a district of the plan, read once in a session and not at every click."""
    kept, wanted = st.session_state.get("book"), (plan.id, plan.books[district], desk.user.id)
    if kept is None or kept[0] != wanted:
        kept = st.session_state["book"] = (wanted, acts.weeks.district_book(desk.acting(), plan.id, district))
    return kept[1]


def _rounds(desk: Desk, rounds: Sequence[BookRound], book: DistrictBook) -> None:
    if not rounds:
        st.info(desk.say("rounds.no_rounds"), icon=":material/info:")
        return
    maps.round_map(desk, rounds)
    stop_table(desk, rounds)
    if desk.sees_reasons:
        st.caption(served_text(book.objective, desk.rules, desk.lang) or "")
        stops = [stop for r in rounds for stop in r.stops]
        stop = st.selectbox(
            desk.say("rounds.why"), stops, format_func=lambda s: f"{s.code} · {s.name} · {s.points}", key="rounds_stop"
        )
        if stop:
            arithmetic.show_arithmetic(desk, stop, book.objective)
