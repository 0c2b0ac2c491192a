"""The control that is being filled in: held in the session, kept in the store at every answer."""

from typing import Any

import streamlit as st

from dashboards.desk import Desk
from inspection import acts
from inspection.control.begun import WORKPLACE as WORKPLACE
from inspection.control.begun import (
    accepts_in,
    answered_in,
    answers_in,
    asked_in,
    begun,
    missing_in,
    naming_in,
    needed_in,
    refused_in,
    without_person,
)
from inspection.control.checklists import Checklist, checklist
from inspection.control.filled import Control, Origin
from inspection.control.reading import read_control
from inspection.errors import InspectionError
from inspection.time_of import now
from sectors.rules.checklists import Need, Question


def current(desk: Desk, draft_id: str) -> acts.controls.Filling:
    """Return the draft that the address names; after a reload it comes from the store."""
    held: acts.controls.Filling | None = st.session_state.get("filling")
    if held is None or held.id != draft_id:
        held = acts.controls.open_draft(desk.acting(), draft_id)
        st.session_state["filling"] = held
    return held


def begin(
    desk: Desk, workplace: str, sector: str, *, visit: str | None, place: str | None, origin: Origin | None = None
) -> None:
    """Begin a control at a workplace and put its draft into the address; `origin` is of an unplanned one."""
    at = now().replace(second=0, microsecond=0)  # what is typed later has no seconds, and may be the same minute
    raw = begun(
        list_of(desk, sector),
        entered_at=at,
        language=desk.lang if desk.lang != "en" else desk.user.language,
        origin=origin,
        workplace=workplace,
        sector=sector,
        visit=visit,
    ) | {"outcome": "done"}
    filling = acts.controls.begin_draft(desk.acting(), raw, place=place)
    st.session_state["filling"] = filling
    st.query_params["draft"] = filling.id


def list_of(desk: Desk, sector: str) -> Checklist:
    """Return the checklist of a sector as it stands today."""
    return checklist(desk.rules.sectors[sector], desk.rules)


def list_for(desk: Desk, filling: acts.controls.Filling) -> Checklist:
    """Return the checklist under which a draft was begun, also after a question has changed since."""
    return acts.records.checklist_for(desk.acting(), filling.control)(filling.control["sector"])


def answers_of(filling: acts.controls.Filling, person: str) -> dict[str, Any]:
    """Return the answers of the workplace, or of one person."""
    return answers_in(filling.control, person)


def forget() -> None:
    """Hold no draft any more: the next one is read from the store, also where it has the same id."""
    st.session_state.pop("filling", None)


def keep(desk: Desk, filling: acts.controls.Filling) -> None:
    """Keep the draft; what goes wrong is shown when the screen is drawn."""
    try:
        acts.controls.keep_draft(desk.acting(), filling)
    except InspectionError as fault:
        st.session_state["keep_fault"] = fault
    else:
        st.session_state["kept_at"] = now()


def add_person(desk: Desk, filling: acts.controls.Filling) -> None:
    """Add somebody who was found at work, under the next reference; that of a person taken out is not given again."""
    made = _persons_made(filling) + 1
    st.session_state[_made(filling)] = made
    filling.control["persons"].append({"ref": f"P{made}", "answers": {}})
    st.session_state["person"] = f"P{made}"
    keep(desk, filling)


def remove_person(desk: Desk, filling: acts.controls.Filling, ref: str) -> None:
    """Take out a person who was added by mistake, with the answers; whoever a note or a file names stays."""
    if naming(filling, ref):
        return
    st.session_state[_made(filling)] = _persons_made(filling)
    without_person(filling.control, ref)
    keep(desk, filling)


def naming(filling: acts.controls.Filling, ref: str) -> list[str]:
    """Return the parts of the form in which an entry names this person, offender or party of the chain."""
    return naming_in(filling.control, ref)


def part_name(desk: Desk, part: str) -> str:
    """Return what a part of the form is called."""
    other = {
        "attachments": "onsite.part.photos",
        "comments": "onsite.part.photos",
        "consents": "people.consent",
        "persons": "onsite.part.persons",
    }
    return desk.say(other.get(part, f"onsite.part.{part}"))


def _persons_made(filling: acts.controls.Filling) -> int:
    highest = max((int(one["ref"][1:]) for one in filling.control["persons"]), default=0)
    return max(highest, int(st.session_state.get(_made(filling), 0)))


def _made(filling: acts.controls.Filling) -> str:
    return f"o:{filling.id}:persons_made"


def filled(desk: Desk, filling: acts.controls.Filling) -> Control:
    """Return the draft as a control, strictly read; raises `ControlFault` with everything that is wrong."""
    return read_control(filling.control, acts.records.checklist_for(desk.acting(), filling.control))


def asked_of(filling: acts.controls.Filling, form: Checklist, person: str) -> tuple[Question, ...]:
    """Return the questions that are asked of the workplace, or of one person, after the answers so far."""
    return asked_in(filling.control, form, person)


def missing(desk: Desk, filling: acts.controls.Filling) -> list[Question]:
    """Return the questions that must be answered before the control can be finished and are not."""
    return missing_in(filling.control, list_for(desk, filling))


def out_of_range(desk: Desk, filling: acts.controls.Filling) -> list[Question]:
    """Return the questions whose answer their constraint refuses: they are corrected before the control is finished."""
    return refused_in(filling.control, list_for(desk, filling))


def accepts(filling: acts.controls.Filling, form: Checklist, question: Question, person: str) -> bool:
    """Tell whether the answer so far is one that the question accepts."""
    return accepts_in(filling.control, form, question, person)


def needed(filling: acts.controls.Filling, form: Checklist, question: Question, person: str) -> tuple[Need, ...]:
    """Return the evidence that the answer so far calls for."""
    return needed_in(filling.control, form, question, person)


def progress(filling: acts.controls.Filling, form: Checklist, section: str) -> str:
    """Return how many of a section's questions that are asked are answered, over the workplace and every person."""
    refs = [WORKPLACE, *(person["ref"] for person in filling.control["persons"])]
    given, of_all = answered_in(filling.control, form, refs, section)
    return f"{given}/{of_all}"


def finish(desk: Desk, filling: acts.controls.Filling) -> acts.controls.Saved:
    """Save the finished control, then remove its draft; both have one id, so a repeat changes nothing."""
    filling.control["left_at"] = filling.control["left_at"] or now().isoformat()
    keep(desk, filling)
    saved = save(desk, filling)
    acts.controls.drop_draft(desk.acting(), filling.id, because="finished")
    return saved


def save(desk: Desk, filling: acts.controls.Filling) -> acts.controls.Saved:
    """Save the control as it stands, also unfinished: so a suspicion leaves at once, and filling in goes on."""
    return acts.controls.save(desk.acting(), filled(desk, filling), place=filling.place)


def correct(desk: Desk, filling: acts.controls.Filling, because: str) -> acts.controls.Saved:
    """Save the draft as a correction of its control, then remove it; one that changes nothing stays a draft."""
    corrected = filled(desk, filling)
    saved = acts.controls.correct_control(desk.acting(), corrected, because, of=filling.of, place=filling.place)
    if saved.is_new:
        acts.controls.drop_draft(desk.acting(), filling.id, because="finished")
    return saved
