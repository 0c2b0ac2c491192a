"""The control that is being filled in: held in the session, kept in the store at every answer."""

from typing import Any

import streamlit as st

from dashboards.desk import Desk
from inspection import acts
from inspection.control import Checklist, Control, checklist, read_control
from inspection.errors import InspectionError
from inspection.time_of import day_in_brussels, now
from sectors import Question

WORKPLACE = ""


def current(here: Desk, draft_id: str) -> acts.Filling:
    """Return the draft that the address names; after a reload it comes from the store."""
    held: acts.Filling | None = st.session_state.get("filling")
    if held is None or held.id != draft_id:
        held = acts.open_draft(draft_id, here.user.id, office=here.office)
        st.session_state["filling"] = held
    return held


def begin(here: Desk, workplace: str, sector: str, *, visit: str | None, place: str | None) -> None:
    """Begin a control at a workplace and put its draft into the address."""
    at = now()
    raw: dict[str, Any] = {
        "checklist": list_of(here, sector).ref.model_dump(),
        "visit": visit,
        "workplace": workplace,
        "sector": sector,
        "outcome": "done",
        "entered_at": at.isoformat(),
        "left_at": None,
        "facts_on": day_in_brussels(at).isoformat(),
        "report_language": here.lang if here.lang != "en" else here.user.language,
        "answers": {},
        "persons": [],
        "suspicion": None,
    }
    filling = acts.begin_draft(raw, here.user.id, place=place, office=here.office)
    st.session_state["filling"] = filling
    st.query_params["draft"] = filling.id


def list_of(here: Desk, sector: str) -> Checklist:
    """Return the checklist of a sector as it stands today."""
    return checklist(here.rules.sectors[sector], here.rules)


def list_for(here: Desk, filling: acts.Filling) -> Checklist:
    """Return the checklist under which a draft was begun, also after a question has changed since."""
    return acts.checklist_for(filling.control, office=here.office)(filling.control["sector"])


def answers_of(filling: acts.Filling, person: str) -> dict[str, Any]:
    """Return the answers of the workplace, or of one person."""
    if person == WORKPLACE:
        return filling.control["answers"]
    return next(p["answers"] for p in filling.control["persons"] if p["ref"] == person)


def keep(here: Desk, filling: acts.Filling) -> None:
    """Keep the draft; what goes wrong is shown when the screen is drawn."""
    try:
        acts.keep_draft(filling, here.user.id, office=here.office)
    except InspectionError as fault:
        st.session_state["keep_fault"] = fault
    else:
        st.session_state["kept_at"] = now()


def add_person(here: Desk, filling: acts.Filling) -> None:
    """Add somebody who was found at work, under the next reference."""
    ref = f"P{len(filling.control['persons']) + 1}"
    filling.control["persons"].append({"ref": ref, "answers": {}})
    st.session_state["person"] = ref
    keep(here, filling)


def filled(here: Desk, filling: acts.Filling) -> Control:
    """Return the draft as a control, strictly read; raises `ControlFault` with everything that is wrong."""
    return read_control(filling.control, acts.checklist_for(filling.control, office=here.office))


def missing(here: Desk, filling: acts.Filling) -> list[Question]:
    """Return the questions that must be answered before the control can be finished and are not."""
    needed = [q for q in list_for(here, filling).questions if q.required]
    return [q for q in needed if any(answers_of(filling, ref).get(q.id) is None for ref in _asked(filling, q))]


def progress(filling: acts.Filling, asked: Checklist, section: str) -> str:
    """Return how many answers of a section are given, over the workplace and every person found."""
    places = [(q.id, ref) for q in asked.questions if q.section == section for ref in _asked(filling, q)]
    return f"{sum(answers_of(filling, ref).get(id_) is not None for id_, ref in places)}/{len(places)}"


def _asked(filling: acts.Filling, question: Question) -> list[str]:
    return [WORKPLACE] if question.scope == "workplace" else [p["ref"] for p in filling.control["persons"]]


def finish(here: Desk, filling: acts.Filling) -> acts.Saved:
    """Save the finished control, then remove its draft; both have one id, so a repeat changes nothing."""
    filling.control["left_at"] = filling.control["left_at"] or now().isoformat()
    keep(here, filling)
    saved = save(here, filling)
    acts.drop_draft(filling.id, here.user.id, because="finished", office=here.office)
    return saved


def save(here: Desk, filling: acts.Filling) -> acts.Saved:
    """Save the control as it stands, also unfinished: so a suspicion leaves at once, and filling in goes on."""
    return acts.save_control(filled(here, filling), here.user.id, place=filling.place, office=here.office)
