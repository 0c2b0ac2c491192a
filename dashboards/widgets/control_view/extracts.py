"""What the registers held, beside the answers: which register, as of when, what it says; never a proof.

Rows are read at a click only, and the act that reads them records the look.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

import streamlit as st

from dashboards.desk import Desk
from dashboards.widgets.control_view.control_content import rows_table
from dashboards.widgets.shared.reading_once import is_read, once
from inspection import acts
from inspection.control.checks import Extract, Ground, ground_text
from inspection.i18n import keys, t
from inspection.store.views import ControlView

_PART = "extracts"
_UNSAID = ("lat", "lon")  # the address says it
_COLUMN = "extract.column."


def extracts_part(desk: Desk, view: ControlView, shown: acts.controls.ShownControl) -> None:
    """Let somebody look at what was frozen with a stored control."""
    read = lambda: acts.controls.control_extracts(desk.acting(), view.id)  # noqa: E731
    if _is_asked(desk) or is_read(desk, view, _PART):
        refs = {person.ref for person in shown.control.persons}
        _shown(desk, once(desk, view, _PART, read), refs, shown.control.entered_at)


def _is_asked(desk: Desk) -> bool:
    st.markdown(f"**{desk.say('extracts.title')}**")
    st.caption(desk.say("extracts.note"))
    return st.button(desk.say("extracts.look"), icon=":material/visibility:", key="extracts_look")


def _shown(desk: Desk, found: Sequence[Extract], refs: set[str], entered_at: datetime) -> None:
    """Show each extract with its register and its age; one of a person who was taken out since is left out."""
    held = [one for one in found if one.subject == "workplace" or one.subject in refs]
    for one in held:
        of = desk.say("controls.place") if one.subject == "workplace" else one.subject
        ground = Ground(kind="register", what=one.register_key, as_of=one.as_of)
        age = ground_text(ground, desk.lang, entered_at=entered_at, catalogue=desk.rules)
        with st.expander(f"{of} · {age}"):
            lines = [[str(n), row_text(desk, row)] for n, row in enumerate(one.rows, 1)]
            rows_table(desk, ("n°", desk.say("controls.words")), lines, t("extract.nothing", desk.lang))
            if one.count > len(one.rows):
                st.caption(desk.say("word.first_of", shown=len(one.rows), total=one.count))
    if not held:
        st.caption(desk.say("extracts.none"))


def row_text(desk: Desk, row: Mapping[str, object]) -> str:
    """Return a row of a register in words: what it has no value for is left out, codes stay the register's own."""
    told = ((name, value) for name, value in row.items() if value is not None and name not in _UNSAID)
    return " · ".join(f"{_column(desk, name)}: {_cell(desk, name, value)}" for name, value in told)


def _column(desk: Desk, name: str) -> str:
    key = f"{_COLUMN}{name}"
    return t(key, desk.lang) if key in keys(desk.lang) else name


def _cell(desk: Desk, name: str, value: object) -> str:
    if name.endswith("_cents") and isinstance(value, int):
        return f"{value / 100:,.2f} €".replace(",", "\N{NO-BREAK SPACE}")
    if isinstance(value, bool):
        return desk.say("word.yes" if value else "word.no")
    if name.endswith(("_on", "_date", "_day")) and isinstance(value, str):
        return desk.day(date.fromisoformat(value))
    if name in ("received_at", "declared_at") and isinstance(value, str):
        return desk.moment(datetime.fromisoformat(value))
    return str(value)
