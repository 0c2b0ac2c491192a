"""A screen of the office: what it says, a reason given, a button pressed, and what the trail says of a control."""

from sqlmodel import col, select
from streamlit.testing.v1 import AppTest

from inspection.i18n import Lang, t
from inspection.store.records import AuditEntryRow
from inspection.trust import AppContext


def words(app: AppTest) -> str:
    """Everything that the screen says, tables included."""
    kinds = ("title", "subheader", "markdown", "caption", "info", "warning", "error", "success", "text")
    parts = [str(e.value) for kind in kinds for e in app.get(kind)]
    return "\n".join(
        [*parts, *(f"{list(t.value.columns)} {t.value.to_string()}" for t in (*app.dataframe, *app.table))]
    )


def reasoned(app: AppTest, lang: Lang = "en", purpose: str = "supervision") -> AppTest:
    """Give a purpose where a screen asks why; the case is what it offers."""
    asked = [b for b in app.selectbox if (b.key or "").startswith("why_purpose_")]
    if asked:
        asked[0].set_value(purpose)
        app = press(app, t("screen.why.show", lang))
    return app


def press(app: AppTest, label: str) -> AppTest:
    """Press the button with a label."""
    next(b for b in app.button if b.label == label).click()
    return app.run()


def entries(house: AppContext, control: str, act: str, *, whole: bool = False) -> int:
    """How often something about a control stands in the trail; `whole` what shows a suspicion too."""
    with house.store.read() as session:
        mine = select(AuditEntryRow).where(col(AuditEntryRow.act) == act, col(AuditEntryRow.subject) == control)
        return sum(not whole or bool(e.facts.get("whole")) for e in session.exec(mine))
