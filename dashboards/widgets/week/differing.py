"""Why a week's list differs from the one before it, when somebody asks: new, gone, up and down, with what changed."""

from collections import Counter

import streamlit as st

from dashboards.desk import Desk
from dashboards.numbers import number_of
from inspection import acts
from inspection.acts.choices import ListDifference
from inspection.errors import PlanningFault
from inspection.i18n import t
from inspection.reporting.pages import counted_changes, told_change
from inspection.store.views import PlanView
from inspection.time_of import IsoWeek


def difference(desk: Desk, plan: PlanView, district: str) -> None:
    """Show the changes of one district's list, if somebody wants them: each look is recorded."""
    if not st.toggle(t("difference.ask", desk.lang), key=f"difference_{plan.week}_{district}"):
        return
    found = _found(desk, plan, district)
    if found is None:
        st.info(t("difference.nothing_before", desk.lang), icon=":material/info:")
        return
    st.subheader(t("difference.title", desk.lang, before=found.before))
    st.caption(t("difference.about", desk.lang))
    told = [told_change(change, desk.rules, desk.lang) for change in found.changes]
    rows = [
        {
            t("difference.change", desk.lang): one.kind,
            desk.say("word.workplace"): number_of(one.workplace),
            desk.say("word.sector"): one.sector,
            t("difference.terms", desk.lang): "; ".join(one.what) or "–",
            t("difference.planned", desk.lang): "✓" if one.is_planned else "",
        }
        for one in told
    ]
    if not rows:
        st.caption(t("difference.none", desk.lang))
        return
    st.caption(counted_changes(Counter(change.kind for change in found.changes), desk.lang))
    st.table(rows, hide_index=True)


def _found(desk: Desk, plan: PlanView, district: str) -> ListDifference | None:
    """Return the difference, read once in a session and not at every click; None where nothing stands before it."""
    key, kept = (plan.sha256, district, desk.user.id), st.session_state.get("list_difference")
    if kept is None or kept[0] != key:
        try:
            found = acts.choices.list_difference(desk.acting(), IsoWeek.parse(plan.week), district=district)
        except PlanningFault:
            found = None
        kept = st.session_state["list_difference"] = (key, found)
    return kept[1]
