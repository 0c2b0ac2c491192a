"""What a version of the week changed, beside the plan that it replaces: what happened, then each visit and why."""

from collections.abc import Sequence

import streamlit as st

from dashboards.desk import Desk
from inspection import acts
from inspection.i18n import t
from inspection.reporting.pages import cause_text, count_text, event_text, slot_text
from inspection.store.views import PlanView, ReplanView, SlotView


def version_of(desk: Desk, versions: Sequence[PlanView]) -> PlanView:
    """Return the plan that stands, or the version of it that somebody proposes in mid-week."""
    if len(versions) == 1:
        return versions[0]
    label = t("replan.version", desk.lang)
    newest = sorted(versions, key=lambda p: p.proposed_at, reverse=True)
    return st.radio(label, newest, 0, lambda p: t(f"replan.version.{p.state}", desk.lang), horizontal=True) or newest[0]


def changes_of_version(desk: Desk, plan: PlanView, district: str) -> None:
    """Show what a replanned week changed in a district; nothing for a week that was planned afresh."""
    found = _changes(desk, plan)
    if found is None:
        return
    st.subheader(t("replan.title", desk.lang))
    st.caption(t("replan.as_of", desk.lang, at=desk.moment(found.at)))
    events = [event_text(event.kind, event.values, desk.lang) for event in found.events]
    mine = [change for change in found.changes if change.district == district]
    for sentence in events:
        st.markdown(f"- {sentence}")
    if not mine:
        st.caption(t("replan.no_changes", desk.lang))
        return
    st.caption(count_text([change.kind for change in mine], desk.lang))
    rows = [
        {
            desk.say("word.code"): change.code,
            t("replan.what", desk.lang): t(f"replan.kind.{change.kind}", desk.lang),
            t("replan.before", desk.lang): _slots(desk, change.before),
            t("replan.after", desk.lang): _slots(desk, change.after),
            desk.say("word.why"): cause_text(
                change.cause,
                desk.lang,
                event=events[change.event] if change.event is not None else "",
                other=change.other or "",
            ),
        }
        for change in mine
    ]
    st.table(rows, hide_index=True)


def _changes(desk: Desk, plan: PlanView) -> ReplanView | None:
    """Return what a version changed, read once in a session and not at every click."""
    kept = st.session_state.get("changes")
    if kept is None or kept[0] != (plan.id, desk.user.id):
        found = acts.weeks.plan_changes(desk.acting(), plan.id) if plan.supersedes else None
        kept = st.session_state["changes"] = ((plan.id, desk.user.id), found)
    return kept[1]


def _slots(desk: Desk, slots: tuple[SlotView, ...]) -> str:
    return ", ".join(slot_text(slot.team, slot.day, slot.start, desk.lang) for slot in slots)
