"""The persons found: one at a time, each with the questions that the section asks of a person."""

from datetime import date
from typing import Any

import streamlit as st

from dashboards.desk import Desk
from dashboards.filling import add_person, asked_of, keep, naming, remove_person
from dashboards.widgets.control_form.questions import ask
from dashboards.widgets.control_parts.identifiers import number_said
from inspection import acts
from inspection.control.checklists import Checklist
from inspection.i18n import t
from inspection.time_of import today


def persons(here: Desk, filling: acts.controls.Filling, form: Checklist, section: str) -> None:
    """Let the inspector choose or add a person, and ask of that person."""
    refs = [p["ref"] for p in filling.control["persons"]]
    st.markdown(f"**{here.say('control.persons', n=len(refs))}**")
    if refs:
        if st.session_state.get("person") not in refs:
            st.session_state["person"] = refs[0]
        st.segmented_control(here.say("control.person"), refs, key="person", required=True)
    st.button(here.say("control.add_person"), icon=":material/person_add:", on_click=add_person, args=(here, filling))
    if refs:
        ref = st.session_state["person"]
        identity(here, filling, ref)
        for question in (q for q in asked_of(filling, form, ref) if q.section == section):
            ask(here, filling, form, question, ref)
        _removal(here, filling, ref)


def identity(here: Desk, filling: acts.controls.Filling, ref: str) -> None:
    """Ask who a person is; none of it leaves the sealed draft except in the bundle of a referral."""
    person = next(p for p in filling.control["persons"] if p["ref"] == ref)
    with st.expander(here.say("control.identity", ref=ref)):
        for name in ("name", "national_number", "hearing_language"):
            _words(here, filling, person, name, here.say(f"control.{name}"), 64)
            if name == "national_number":
                number_said(here, person.get(name))
        born = person.get("birth_date")
        key = f"p:{filling.id}:{ref}:birth_date"
        if key not in st.session_state:
            st.session_state[key] = date.fromisoformat(born) if born else None
        more = {"value": None, "min_value": date(1920, 1, 1), "max_value": today(), "format": "DD/MM/YYYY"}
        changed = {"on_change": _changed, "args": (here, filling, ref, "birth_date", key)}
        st.date_input(here.say("control.birth_date"), key=key, **more, **changed)
        for name in ("under_age", "accompanied", "met_before"):
            _yes_no(here, filling, person, name)
        _words(here, filling, person, "documents", t("field.person.documents", here.lang), 10_000)
        _words(here, filling, person, "whereabouts", t("field.person.whereabouts", here.lang), 10_000)


def _words(
    here: Desk, filling: acts.controls.Filling, person: dict[str, Any], name: str, label: str, most: int
) -> None:
    key = f"p:{filling.id}:{person['ref']}:{name}"
    if key not in st.session_state:
        st.session_state[key] = person.get(name) or ""
    st.text_input(label, key=key, max_chars=most, on_change=_changed, args=(here, filling, person["ref"], name, key))


def _removal(here: Desk, filling: acts.controls.Filling, ref: str) -> None:
    """Let somebody take out a person who was added by mistake; whom a note or a file names stays until it is gone."""
    with st.popover(here.say("control.remove_person", ref=ref), icon=":material/person_remove:"):
        parts = naming(filling, ref)
        if parts:
            words = ", ".join(_part(here, part) for part in parts)
            st.info(here.say("control.person_named", ref=ref, parts=words), icon=":material/info:")
            return
        st.caption(here.say("control.remove_note"))
        args = (here, filling, ref)
        st.button(here.say("control.remove_now"), on_click=remove_person, args=args, key=f"p:{filling.id}:{ref}:remove")


def _part(here: Desk, part: str) -> str:
    other = {"attachments": "onsite.part.photos", "comments": "onsite.part.photos", "consents": "people.consent"}
    return here.say(other.get(part, f"onsite.part.{part}"))


def _yes_no(here: Desk, filling: acts.controls.Filling, person: dict[str, Any], name: str) -> None:
    """Ask what may stay open: for the guardianship service doubt counts as a minor, and unknown as alone."""
    key = f"p:{filling.id}:{person['ref']}:{name}"
    words = {True: here.say("word.yes"), False: here.say("word.no")}
    if key not in st.session_state:
        st.session_state[key] = person.get(name)
    label = t(f"field.person.{name}", here.lang)
    args = (here, filling, person, name, key)
    st.pills(label, list(words), format_func=words.__getitem__, key=key, on_change=_keep, args=args)


def _keep(here: Desk, filling: acts.controls.Filling, person: dict[str, Any], name: str, key: str) -> None:
    person[name] = st.session_state[key]
    keep(here, filling)


def _changed(here: Desk, filling: acts.controls.Filling, ref: str, name: str, key: str) -> None:
    person = next(p for p in filling.control["persons"] if p["ref"] == ref)
    value = str(st.session_state[key] or "").strip()
    if value:
        person[name] = value
    else:
        person.pop(name, None)
    keep(here, filling)
