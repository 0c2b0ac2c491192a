"""The inspector's own decision on a suspicion of trafficking; the rules propose beside it and never decide."""

from typing import Any, get_args

import streamlit as st

from dashboards.desk import Desk
from dashboards.filling import keep
from inspection import acts
from inspection.control.filled import Form
from inspection.life_cycles import Decision
from inspection.time_of import now


def suspicion(desk: Desk, filling: acts.controls.Filling) -> None:
    """Ask whether there is a suspicion, on what grounds, and of which form."""
    said: dict[str, Any] = filling.control["suspicion"] or {}
    keys = {name: f"s:{filling.id}:{name}" for name in ("decision", "grounds", "forms")}
    start = {
        "decision": said.get("decision"),
        "grounds": said.get("grounds", ""),
        "forms": said.get("forms", ["economic"]),
    }
    for name, key in keys.items():
        if key not in st.session_state:
            st.session_state[key] = start[name]

    def changed() -> None:
        filling.control["suspicion"] = _said(keys, said)
        keep(desk, filling)

    st.subheader(desk.say("suspicion.title"))
    st.caption(desk.say("suspicion.note"))
    st.segmented_control(
        desk.say("suspicion.decision"),
        tuple(Decision),
        format_func=lambda d: desk.say(f"suspicion.{d}"),
        key=keys["decision"],
        on_change=changed,
    )
    if st.session_state[keys["decision"]] is None:
        return
    st.text_area(desk.say("suspicion.grounds"), key=keys["grounds"], max_chars=10_000, on_change=changed)
    if st.session_state[keys["decision"]] == "yes":
        st.pills(
            desk.say("suspicion.forms"),
            get_args(Form),
            selection_mode="multi",
            format_func=lambda f: desk.say(f"form.{f}"),
            key=keys["forms"],
            on_change=changed,
        )


def _said(keys: dict[str, str], before: dict[str, Any]) -> dict[str, Any] | None:
    """Return the decision as it now stands; its moment is that of the decision, not of the last word of its grounds."""
    decision = st.session_state[keys["decision"]]
    if decision is None:
        return None
    return {
        "decision": decision,
        "grounds": st.session_state[keys["grounds"]].strip(),
        "forms": list(st.session_state.get(keys["forms"]) or before.get("forms", ["economic"])),
        "decided_at": before["decided_at"] if before.get("decision") == decision else now().isoformat(),
    }
