"""The three tables of the home screen."""

from collections.abc import Mapping, Sequence
from datetime import date

import streamlit as st

from dashboards.desk import Desk
from dashboards.numbers import number_of
from dashboards.widgets.shared.tables import sortable_table
from inspection import acts
from inspection.store.orders import order_references
from inspection.store.queries import ClockView, actions, controls, deliveries, referrals, running_clocks
from inspection.store.views import AlertView

_MOST = 50


def names_of(here: Desk) -> dict[str, str]:
    """Return what people call the subjects of alerts: deliveries, deadlines, controls, joint actions, orders."""
    store = here.office.store
    named = {c.id: number_of(c.workplace) for c in controls(store, here.district, reader=here.user)}
    clocks = running_clocks(store, date.max, here.district, reader=here.user)
    named |= {c.id: f"{number_of(c.workplace)}, {here.clock(c)}" for c in clocks}
    for action in actions(store, district=here.district):
        named |= {f"{action.id}:{district}": action.reference for district in action.shares}
        named |= {p.id: f"{action.reference}, {p.contact}" for p in action.partners}
    named |= order_references(store, here.user) | {r.id: r.reference for r in referrals(store, here.district)}
    return named | {d.id: f"{d.reference}, {here.recipient(d.recipient)}" for d in deliveries(store)}


def alert_rows(here: Desk, alerts: Sequence[AlertView], names: Mapping[str, str]) -> None:
    """Show alerts, the oldest first."""
    rows = [
        {
            "n": n,
            here.say("word.what"): here.alert(a, names),
            here.say("word.district"): here.place(a.district),
            here.say("word.since"): a.raised_at,
        }
        for n, a in enumerate(alerts[:_MOST], 1)
    ]
    _table(here, rows, len(alerts))


def overdue_rows(here: Desk, late: Sequence[acts.chasing.Overdue]) -> None:
    """Show deliveries whose answer is missing, the longest first."""
    rows = [
        {
            here.say("word.reference"): o.reference,
            here.say("word.recipient"): here.recipient(o.recipient),
            here.say("word.district"): here.place(o.district),
            here.say("word.due"): o.due_at,
        }
        for o in late[:_MOST]
    ]
    _table(here, rows, len(late))


def clock_rows(here: Desk, clocks: Sequence[ClockView]) -> None:
    """Show legal deadlines that run, the earliest first."""
    rows = [
        {
            "n": n,
            here.say("word.due"): c.due_on,
            here.say("word.what"): here.clock(c),
            here.say("word.workplace"): number_of(c.workplace),
            here.say("word.district"): here.place(c.district),
        }
        for n, c in enumerate(clocks[:_MOST], 1)
    ]
    _table(here, rows, len(clocks))


def _table(here: Desk, rows: list[dict[str, object]], total: int) -> None:
    if not rows:
        st.caption(here.say("word.nothing"))
        return
    sortable_table(rows)
    if total > len(rows):
        st.caption(here.say("word.first_of", shown=len(rows), total=total))
