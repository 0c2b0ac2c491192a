"""Which reports were published, and how many of their tables still wait for a second person."""

from collections.abc import Sequence

import streamlit as st

from dashboards.desk import Desk
from inspection import acts
from inspection.i18n import t


def published_table(here: Desk, published: Sequence[acts.Published]) -> None:
    """Show every version of every report, the latest first."""
    if not published:
        st.info(here.say("policy.no_reports"), icon=":material/info:")
        return
    st.table([_row(here, one) for one in reversed(published)], hide_index=True)


def _row(here: Desk, one: acts.Published) -> dict[str, str]:
    report = one.report
    return {
        here.say("policy.report"): t(f"report.title.{report.kind}", here.lang),
        here.say("policy.period"): report.key,
        t("report.head.version", here.lang): str(report.version),
        t("report.head.published", here.lang): here.day(report.published_on),
        here.say("policy.awaiting"): str(report.awaiting),
        t("report.head.hash", here.lang): one.sha256[:12],
    }
