"""The workplaces of a cell, and of the one that is chosen: why, whether it is planned, what came of the last visit."""

from collections.abc import Mapping
from datetime import date

import polars as pl
import streamlit as st

from dashboards.desk import Desk
from dashboards.numbers import number_of
from dashboards.office.shared import control_address, workplace_address
from dashboards.office.week import WEEK
from dashboards.widgets.shared.looking import look
from dashboards.widgets.shared.ways import to_page
from inspection import acts
from inspection.acts.maps import Followed
from inspection.reporting.pages import Term, term_of
from inspection.reporting.week import BookReason
from inspection.targeting.assessing import read_cell, reasons_in
from inspection.time_of import BRUSSELS, IsoWeek

_MOST = 200
_Where = tuple[str | None, str | None]


def inside_cell(desk: Desk, day: date, cell: str, where: _Where) -> None:
    """Show the workplaces with their points and what became of them; the look is recorded by the cell's id."""
    inside = look(desk, "workplace", f"cell:{cell}", lambda: _inside(desk, day, cell, where))
    shown = inside.head(_MOST)
    known = acts.maps.followed(desk.acting(), shown["workplace"].to_list())
    st.subheader(desk.say("map.inside", n=desk.count(inside.height)))
    if inside.height > _MOST:
        st.caption(desk.say("word.first_of", shown=_MOST, total=desk.count(inside.height)))
    st.caption(desk.say("map.choose_one"))
    names = acts.workplaces.names_of(desk.acting(), shown["workplace"].to_list())
    rows = [_row(desk, row, known[row["workplace"]], names) for row in shown.iter_rows(named=True)]
    picked = st.dataframe(rows, hide_index=True, on_select="rerun", selection_mode="single-row", key=f"inside_{cell}")
    chosen = picked["selection"]["rows"]
    if chosen and chosen[0] < shown.height:
        row = shown.row(chosen[0], named=True)
        _one(desk, day, row, known[row["workplace"]])


def _inside(desk: Desk, day: date, cell: str, where: _Where) -> pl.DataFrame:
    found = read_cell(desk.app.settings.lake, day, cell)
    for column, value in zip(("district", "sector"), where, strict=True):
        found = found if value is None else found.filter(pl.col(column) == value)
    return found


def _row(desk: Desk, row: dict[str, object], became: Followed, names: Mapping[str, str]) -> dict[str, object]:
    waits, came, workplace = became.waits, became.came, str(row["workplace"])
    return {
        desk.say("word.workplace"): ", ".join(filter(None, (names.get(workplace), number_of(workplace)))),
        desk.say("word.sector"): desk.sector(str(row["sector"])),
        desk.say("word.points"): row["points"],
        desk.say("word.place"): f"{row['place']} / {row['place_of']}",
        desk.say("map.planned"): f"{desk.day(waits.day)}, {desk.team(waits.team)}" if waits else "–",
        desk.say("map.last"): f"{came.at.astimezone(BRUSSELS):%d/%m/%Y}, {_ended(desk, came.outcome)}" if came else "–",
        desk.say("word.municipality"): row["municipality"],
    }


def _ended(desk: Desk, outcome: str) -> str:
    return desk.say(f"outcome.{outcome}")


def _one(desk: Desk, day: date, row: dict[str, object], became: Followed) -> None:
    """Show why a workplace stands where it does, and the ways to what is planned and what came of it."""
    workplace = str(row["workplace"])
    rules = desk.app.catalogue(day)
    cards = {key: one.card for key, one in rules.sectors.items() if one.card is not None}
    untold = acts.maps.untold_signals(rules)
    cell = str(row["cell"])
    lake = desk.app.settings.lake
    reasons = look(
        desk, "workplace", f"cell:{cell}:{workplace}", lambda: reasons_in(lake, day, workplace, cell, cards, untold)
    )
    with st.container(border=True):
        st.markdown(f"**{number_of(workplace)}** · {desk.sector(str(row['sector']))}")
        terms = sorted(reasons, key=lambda one: (-one.points, one.signal))
        told = [term_of(BookReason(**vars(one)), rules, desk.lang) for one in terms if one.value is not None]
        counted = [str(term.points) for term in told if term.points]
        if told:
            st.markdown(f"{' + '.join(counted) or 0} = **{desk.say('rounds.points', n=row['points'])}**")
            st.table([_term(desk, term) for term in told], hide_index=True)
        else:
            st.caption(desk.say("map.no_reasons"))
        _ways(desk, workplace, str(row["district"]), became)


def _term(desk: Desk, term: Term) -> dict[str, object]:
    return {
        desk.say("word.points"): str(term.points),
        desk.say("word.signal"): term.label + (f" ({desk.say('word.to_verify')})" if term.verify else ""),
        desk.say("word.value"): term.value,
        desk.say("word.source"): term.source,
    }


def _ways(desk: Desk, workplace: str, district: str, became: Followed) -> None:
    one, two, three = st.columns(3)
    with one:
        if (waits := became.waits) is not None:
            week = IsoWeek.of(waits.day)
            told = desk.say("map.is_planned", week=week, day=desk.day(waits.day), team=desk.team(waits.team))
            to_page(told, f"{WEEK}?plan={waits.plan}&district={district}&day={waits.day}&visit={workplace}")
        else:
            st.caption(desk.say("map.not_planned"))
    with two:
        if (came := became.came) is not None:
            at = f"{came.at.astimezone(BRUSSELS):%d/%m/%Y}"
            to_page(
                desk.say("map.was_there", day=at, outcome=_ended(desk, came.outcome)), control_address(came.control)
            )
        else:
            st.caption(desk.say("map.nobody_there"))
    with three:
        if became.is_known:
            to_page(desk.say("map.to_workplace"), workplace_address(workplace))
