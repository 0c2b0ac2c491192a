"""Reports on the screen of policy: drafts that wait for a second person, and what was published."""

from collections.abc import Sequence
from functools import partial

import streamlit as st

from dashboards.desk import Desk
from dashboards.widgets.shared.notices import press
from inspection import acts
from inspection.i18n import t
from inspection.reporting.reports import report_pdf
from inspection.time_of import day_in_brussels


def drafts_that_wait(desk: Desk, drafts: Sequence[acts.reports.ReportVersion]) -> None:
    """Show each draft with its pages and the one button that releases all its tables and publishes it."""
    for draft in drafts:
        with st.container(border=True):
            report = draft.report
            st.markdown(f"**{t(f'report.title.{report.kind}', desk.lang)} · {report.key}**")
            st.caption(desk.say("policy.proposed", by=draft.by, at=desk.moment(draft.at)))
            st.caption(desk.say("policy.draft_hash", sha=draft.sha256[:12], tables=len(report.proposed)))
            name = f"{report.kind}-{report.key}-draft-{draft.sha256[:12]}.pdf"
            st.download_button(
                desk.say("policy.draft"), partial(_pdf, desk, draft), name, "application/pdf",
                key=f"draft_{draft.sha256}", on_click="ignore", icon=":material/picture_as_pdf:",
            )  # fmt: skip
            _approval(desk, draft)


def published_table(desk: Desk, published: Sequence[acts.reports.ReportVersion]) -> None:
    """Show every published version of every report, the latest first."""
    if not published:
        st.info(desk.say("policy.no_reports"), icon=":material/info:")
        return
    st.table([_row(desk, one) for one in reversed(published)], hide_index=True)


def _approval(desk: Desk, draft: acts.reports.ReportVersion) -> None:
    """Offer the approval to everybody but who proposed it: the act refuses them, a button would only promise."""
    if draft.by == desk.user.id:
        st.caption(desk.say("policy.second_person"))
        return
    kind, key = draft.report.kind, draft.report.key
    looked = st.checkbox(desk.say("policy.read_it"), key=f"read_{draft.sha256}")
    if st.button(desk.say("policy.approve"), key=f"approve_{draft.sha256}", type="primary", disabled=not looked):
        press(
            desk,
            lambda: acts.reports.approve_report(desk.acting(), kind, key, draft.sha256),
            desk.say("policy.approved", report=f"{t(f'report.title.{kind}', desk.lang)} {key}"),
        )


def _pdf(desk: Desk, draft: acts.reports.ReportVersion) -> bytes:
    rules = desk.app.catalogue(day_in_brussels(draft.at))
    return report_pdf(draft.report, desk.lang, rules, made_on=draft.at, approve_as=draft.sha256[:12])


def _row(desk: Desk, one: acts.reports.ReportVersion) -> dict[str, str]:
    report = one.report
    return {
        desk.say("policy.report"): t(f"report.title.{report.kind}", desk.lang),
        desk.say("policy.period"): report.key,
        t("report.head.version", desk.lang): str(report.version),
        t("report.head.published", desk.lang): desk.day(report.published_on),
        desk.say("policy.approved_by"): one.by,
        t("report.head.hash", desk.lang): one.sha256[:12],
    }
