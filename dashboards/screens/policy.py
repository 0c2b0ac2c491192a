"""Policy: what the coordination cell asked for, what departments did, and which reports told of it."""

import streamlit as st

from dashboards.desk import desk
from dashboards.widgets.policy.initiatives import add_initiative_form, initiative_table
from dashboards.widgets.policy.measures import add_measure_form, change_measure_form, measure_table
from dashboards.widgets.policy.published import drafts_that_wait, published_table
from dashboards.widgets.shared.notices import done
from inspection import acts
from inspection.time_of import now


def show() -> None:
    """Show both registers with the forms that keep them, and what was published."""
    here = desk()
    st.title(here.say("policy.title"))
    done()
    st.caption(here.say("policy.how"))
    measures, initiatives, reports = st.tabs([here.say(f"policy.tab.{name}") for name in ("measures", "done", "told")])
    with measures:
        known = acts.reports.measures(here.user.id, office=here.office)
        measure_table(here, known)
        left, right = st.columns(2)
        with left:
            add_measure_form(here)
        if known:
            with right:
                change_measure_form(here, known)
    with initiatives:
        initiative_table(here, acts.reports.initiatives(here.user.id, office=here.office))
        add_initiative_form(here)
    with reports:
        drafts_that_wait(here, acts.reports.report_drafts(here.user.id, office=here.office))
        published_table(here, acts.reports.published_reports(here.user.id, office=here.office))
    st.caption(here.say("source.store", at=here.moment(now())))
