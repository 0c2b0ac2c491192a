"""What a version of the week changed, beside the plan that it replaces: what happened, then each visit and why."""

from collections.abc import Sequence

import streamlit as st

from dashboards.desk import Desk
from inspection.i18n import t
from inspection.reporting.pages import cause_text, count_text, event_text, slot_text
from inspection.store.queries import plan_changes
from inspection.store.views import PlanView, SlotView


def version_of(here: Desk, versions: Sequence[PlanView]) -> PlanView:
    """Return the plan that stands, or the version of it that somebody proposes in mid-week."""
    if len(versions) == 1:
        return versions[0]
    label = t("replan.version", here.lang)
    newest = sorted(versions, key=lambda p: p.proposed_at, reverse=True)
    return st.radio(label, newest, 0, lambda p: t(f"replan.version.{p.state}", here.lang), horizontal=True) or newest[0]


def changes_of_version(here: Desk, plan: PlanView, district: str) -> None:
    """Show what a replanned week changed in a district; nothing for a week that was planned afresh."""
    found = plan_changes(here.office.store, plan.id)
    if found is None:
        return
    st.subheader(t("replan.title", here.lang))
    st.caption(t("replan.as_of", here.lang, at=here.moment(found.at)))
    events = [event_text(event.kind, event.values, here.lang) for event in found.events]
    mine = [change for change in found.changes if change.district == district]
    for sentence in events:
        st.markdown(f"- {sentence}")
    if not mine:
        st.caption(t("replan.no_changes", here.lang))
        return
    st.caption(count_text([change.kind for change in mine], here.lang))
    rows = [
        {
            here.say("word.code"): change.code,
            t("replan.what", here.lang): t(f"replan.kind.{change.kind}", here.lang),
            t("replan.before", here.lang): _slots(here, change.before),
            t("replan.after", here.lang): _slots(here, change.after),
            here.say("word.why"): cause_text(
                change.cause,
                here.lang,
                event=events[change.event] if change.event is not None else "",
                other=change.other or "",
            ),
        }
        for change in mine
    ]
    st.table(rows, hide_index=True)


def _slots(here: Desk, slots: tuple[SlotView, ...]) -> str:
    return ", ".join(slot_text(slot.team, slot.day, slot.start, here.lang) for slot in slots)
