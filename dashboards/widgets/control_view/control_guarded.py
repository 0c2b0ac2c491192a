"""What bears on a suspicion: shut until somebody opens it, with an entry in the trail at every opening."""

import streamlit as st

from dashboards.desk import Desk
from dashboards.widgets.control_parts.conclusion import indicators
from dashboards.widgets.control_view.control_content import comments, hearings, rows_table
from dashboards.widgets.control_view.control_decision import decide_form, decisions
from dashboards.widgets.control_view.control_exhibits import exhibits, received
from dashboards.widgets.shared.reading_once import forget, is_read, once
from inspection import acts
from inspection.control.filled import Control, PersonFound
from inspection.i18n import t
from inspection.reporting.cases import dossier_facts
from inspection.store.views import ControlView

_WHOLE = "whole"


def guarded_part(here: Desk, view: ControlView, shown: acts.controls.ShownControl) -> None:
    """Open what bears on a suspicion at a click, and shut it again."""
    read = lambda: acts.controls.show_control(view.id, here.user.id, whole=True, office=here.office)  # noqa: E731
    if not is_read(here, view, _WHOLE):
        st.info(here.say("controls.guarded_note"), icon=":material/lock:")
        if st.button(here.say("controls.open_guarded"), icon=":material/lock_open:"):
            once(here, view, _WHOLE, read)
            st.rerun()
        return
    whole = once(here, view, _WHOLE, read)
    st.button(
        here.say("controls.shut_guarded"), icon=":material/lock:", on_click=forget, args=(here, view, _WHOLE, "file:")
    )
    decisions(here, whole.decided)
    indicators(here, whole.conclusion, is_mine=False)
    decide_form(here, view)
    st.markdown(f"**{t('dossier.steps', here.lang)}**")
    columns = (here.say("word.time"), here.say("word.what"), here.say("controls.words"))
    rows_table(here, columns, dossier_facts.steps(whole.control, here.rules, here.lang))
    _persons(here, whole.control)
    _asked_by(here, whole.control)
    hearings(here, whole.control)
    apart = tuple(one for one in whole.control.comments if one not in shown.control.comments)
    comments(here, whole.control.model_copy(update={"comments": apart}))
    st.markdown(f"**{here.say('controls.other_exhibits')}**")
    plain = shown.control.attachments
    exhibits(here, view, [ref for ref in whole.control.attachments if ref not in plain], "guarded")
    unnamed = received(here, view).keys() - {a.sha256 for a in whole.control.attachments}
    if unnamed:
        st.caption(here.say("controls.unnamed", n=len(unnamed)))


def _asked_by(here: Desk, control: Control) -> None:
    """Say at whose request an unplanned control was made: only here, since the employer may learn of no complaint."""
    if control.origin is not None:
        st.markdown(f"**{here.say('control.origin')}**: {here.say(f'origin.{control.origin}')}")


def _persons(here: Desk, control: Control) -> None:
    """Show which papers each person had, whether anybody met them before, and where they are now."""
    told = [_known_of(here, person) for person in control.persons]
    rows = [row for row in told if any(row[1:])]
    if rows:
        asked = [t(f"field.person.{name}", here.lang) for name in ("documents", "met_before")]
        rows_table(here, (here.say("control.person"), *asked, here.say("controls.whereabouts")), rows)


def _known_of(here: Desk, person: PersonFound) -> list[str]:
    met = "" if person.met_before is None else here.say("word.yes" if person.met_before else "word.no")
    return [person.ref, person.documents, met, person.whereabouts]
