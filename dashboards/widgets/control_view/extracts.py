"""What the registers held, beside the answers: which register, as of when, what it says; never a proof.

Rows are read at a click only, and the act that reads them records the look.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime

import streamlit as st

from dashboards.desk import Desk
from dashboards.widgets.shared.notices import attempt
from inspection import acts
from inspection.control.checks import Extract, Ground, ground_text
from inspection.control.filled import PersonFound
from inspection.i18n import keys, t

_UNSAID = ("lat", "lon")  # the address says it
_COLUMN = "extract.column."


def extracts_of(desk: Desk, filling: acts.controls.Filling) -> None:
    """Let who fills a control in look at what was frozen with it, or at what the registers hold of a planned visit."""
    key, look = f"o:{filling.id}:{desk.user.id}:extracts", _look(desk, filling)
    if look is None:
        st.caption(desk.say("extracts.later"))
        return
    found = attempt(desk, look) if _is_asked(desk) else None
    if found is not None:
        st.session_state[key] = found
    if key in st.session_state:
        refs = {person["ref"] for person in filling.control["persons"]}
        _shown(desk, st.session_state[key], refs, datetime.fromisoformat(filling.control["entered_at"]))


def _look(desk: Desk, filling: acts.controls.Filling) -> Callable[[], tuple[Extract, ...]] | None:
    """Return the look that the draft gives a right to: at its saved control, else at the planned visit; or none."""
    if filling.corrects:
        return lambda: acts.controls.control_extracts(desk.acting(), filling.id)
    visit = filling.control.get("visit")
    if not visit:
        return None
    persons = [
        PersonFound(ref=one["ref"], national_number=one["national_number"])
        for one in filling.control["persons"]
        if one.get("national_number")
    ]
    purpose = "identify_on_site" if persons else "prepare_visit"
    return lambda: acts.controls.consult_extracts(desk.acting(), purpose, visit=visit, persons=persons)


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
            if lines:
                columns = ("n°", desk.say("controls.words"))
                st.table([dict(zip(columns, line, strict=True)) for line in lines], hide_index=True)
            else:
                st.caption(t("extract.nothing", desk.lang))
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
