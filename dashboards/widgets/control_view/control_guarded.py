"""What bears on a suspicion: shut until somebody opens it, with an entry in the trail at every opening."""

import streamlit as st

from dashboards.desk import Desk
from dashboards.widgets.control_parts.conclusion import indicators, remarks
from dashboards.widgets.control_view.control_chain import chain_guarded
from dashboards.widgets.control_view.control_content import comments, hearings, rows_table, summaries
from dashboards.widgets.control_view.control_decision import decide_form, decisions
from dashboards.widgets.control_view.control_exhibits import exhibits, received
from dashboards.widgets.shared.reading_once import forget, is_read, once
from dashboards.widgets.shared.ways import to_page
from inspection import acts
from inspection.control.filled import Control, PersonFound
from inspection.i18n import t
from inspection.reporting.cases import dossier_facts
from inspection.store.views import ControlView

_WHOLE = "whole"


def guarded_part(desk: Desk, view: ControlView, shown: acts.controls.ShownControl) -> None:
    """Open what bears on a suspicion at a click, and shut it again."""
    read = lambda: acts.controls.show_control(desk.acting(), view.id, whole=True)  # noqa: E731
    if not is_read(desk, view, _WHOLE):
        st.info(desk.say("controls.guarded_note"), icon=":material/lock:")
        if st.button(desk.say("controls.open_guarded"), icon=":material/lock_open:"):
            once(desk, view, _WHOLE, read)
            st.rerun()
        return
    whole = once(desk, view, _WHOLE, read)
    st.button(
        desk.say("controls.shut_guarded"), icon=":material/lock:", on_click=forget, args=(desk, view, _WHOLE, "file:")
    )
    decisions(desk, whole.decided)
    remarks(desk, whole.conclusion)
    indicators(desk, whole.conclusion, is_mine=False)
    decide_form(desk, view)
    chain_guarded(desk, view, whole)
    to_page(desk.say("after.title"), "/waiting")
    st.markdown(f"**{t('dossier.steps', desk.lang)}**")
    columns = (desk.say("word.time"), desk.say("word.what"), desk.say("controls.words"))
    rows_table(desk, columns, dossier_facts.steps(whole.control, desk.rules, desk.lang))
    _persons(desk, whole.control)
    _asked_by(desk, whole.control)
    hearings(desk, whole.control)
    summaries(desk, whole.control)
    apart = tuple(one for one in whole.control.comments if one not in shown.control.comments)
    comments(desk, whole.control.model_copy(update={"comments": apart}))
    st.markdown(f"**{desk.say('controls.other_exhibits')}**")
    plain = shown.control.attachments
    exhibits(desk, view, [ref for ref in whole.control.attachments if ref not in plain], "guarded")
    unnamed = received(desk, view).keys() - {a.sha256 for a in whole.control.attachments}
    if unnamed:
        st.caption(desk.say("controls.unnamed", n=len(unnamed)))


def _asked_by(desk: Desk, control: Control) -> None:
    """Say at whose request an unplanned control was made: only here, since the employer may learn of no complaint."""
    if control.origin is not None:
        st.markdown(f"**{desk.say('control.origin')}**: {desk.say(f'origin.{control.origin}')}")


def _persons(desk: Desk, control: Control) -> None:
    """Show which papers each person had, whether anybody met them before, and where they are now."""
    told = [_known_of(desk, person) for person in control.persons]
    rows = [row for row in told if any(row[1:])]
    if rows:
        asked = [t(f"field.person.{name}", desk.lang) for name in ("documents", "met_before")]
        rows_table(desk, (desk.say("control.person"), *asked, desk.say("controls.whereabouts")), rows)


def _known_of(desk: Desk, person: PersonFound) -> list[str]:
    met = "" if person.met_before is None else desk.say("word.yes" if person.met_before else "word.no")
    now_at = desk.say(f"now_at.{person.now_at}") if person.now_at else ""
    how = desk.say(f"reach.{person.reach_how}") if person.reach_how else ""
    reach = (how, person.reach_through, person.reach_when, person.reach_language)
    where = ", ".join(filter(None, (now_at, person.whereabouts, *reach)))
    return [person.ref, person.documents, met, where]
