"""The three tables of the home screen."""

from collections.abc import Mapping, Sequence

import streamlit as st

from dashboards.desk import Desk
from dashboards.numbers import number_of
from dashboards.widgets.shared.tables import sortable_table
from inspection import acts
from inspection.acts.access import ListLook
from inspection.store.queries import ClockView
from inspection.store.views import AlertView

_MOST = 50


def names_of(desk: Desk, look: ListLook) -> dict[str, str]:
    """Return what people call the subjects of alerts: deliveries, deadlines, controls, joint actions, orders."""
    known = acts.chasing.subjects_of_alerts(desk.acting(), again=look)
    named = {c.id: number_of(c.workplace) for c in known.controls}
    named |= {c.id: f"{number_of(c.workplace)}, {desk.clock(c)}" for c in known.clocks}
    for action in known.actions:
        named |= {f"{action.id}:{district}": action.reference for district in action.shares}
        named |= {p.id: f"{action.reference}, {p.contact}" for p in action.partners}
    return named | known.references | {d.id: f"{d.reference}, {desk.recipient(d.recipient)}" for d in known.deliveries}


def alert_rows(desk: Desk, alerts: Sequence[AlertView], names: Mapping[str, str]) -> None:
    """Show alerts, the oldest first."""
    rows = [
        {
            "n": n,
            desk.say("word.what"): desk.alert(a, names),
            desk.say("word.district"): desk.place(a.district),
            desk.say("word.since"): a.raised_at,
        }
        for n, a in enumerate(alerts[:_MOST], 1)
    ]
    _table(desk, rows, len(alerts))


def overdue_rows(desk: Desk, late: Sequence[acts.chasing.Overdue]) -> None:
    """Show deliveries whose answer is missing, the longest first."""
    rows = [
        {
            desk.say("word.reference"): o.reference,
            desk.say("word.recipient"): desk.recipient(o.recipient),
            desk.say("word.district"): desk.place(o.district),
            desk.say("word.due"): o.due_at,
        }
        for o in late[:_MOST]
    ]
    _table(desk, rows, len(late))


def clock_rows(desk: Desk, clocks: Sequence[ClockView]) -> None:
    """Show legal deadlines that run, the earliest first."""
    rows = [
        {
            "n": n,
            desk.say("word.due"): c.due_on,
            desk.say("word.what"): desk.clock(c),
            desk.say("word.workplace"): number_of(c.workplace),
            desk.say("word.district"): desk.place(c.district),
        }
        for n, c in enumerate(clocks[:_MOST], 1)
    ]
    _table(desk, rows, len(clocks))


def _table(desk: Desk, rows: list[dict[str, object]], total: int) -> None:
    if not rows:
        st.caption(desk.say("word.nothing"))
        return
    sortable_table(rows)
    if total > len(rows):
        st.caption(desk.say("word.first_of", shown=len(rows), total=total))
