"""The persons found: one at a time, each with the questions that the section asks of a person."""

from datetime import date
from typing import Any, get_args

import streamlit as st

from dashboards.desk import Desk
from dashboards.filling import add_person, asked_of, keep, naming, part_name, remove_person
from dashboards.widgets.control_form.onsite_fields import offenders
from dashboards.widgets.control_form.questions import ask
from dashboards.widgets.control_parts.identifiers import number_said
from inspection import acts
from inspection.control.checklists import Checklist
from inspection.control.filled import ReachHow
from inspection.i18n import t
from inspection.life_cycles import PersonNow
from inspection.time_of import today


def persons(desk: Desk, filling: acts.controls.Filling, form: Checklist, section: str) -> None:
    """Let the inspector choose or add a person, and ask of that person."""
    refs = [p["ref"] for p in filling.control["persons"]]
    st.markdown(f"**{desk.say('control.persons', n=len(refs))}**")
    if refs:
        if st.session_state.get("person") not in refs:
            st.session_state["person"] = refs[0]
        st.segmented_control(desk.say("control.person"), refs, key="person", required=True)
    st.button(desk.say("control.add_person"), icon=":material/person_add:", on_click=add_person, args=(desk, filling))
    if refs:
        ref = st.session_state["person"]
        identity(desk, filling, ref)
        for question in (q for q in asked_of(filling, form, ref) if q.section == section):
            ask(desk, filling, form, question, ref)
        _removal(desk, filling, ref)


def identity(desk: Desk, filling: acts.controls.Filling, ref: str) -> None:
    """Ask who a person is; none of it leaves the sealed draft except in the bundle of a referral."""
    person = next(p for p in filling.control["persons"] if p["ref"] == ref)
    with st.expander(desk.say("control.identity", ref=ref)):
        for name in ("name", "national_number", "hearing_language"):
            _words(desk, filling, person, name, desk.say(f"control.{name}"), 64)
            if name == "national_number":
                number_said(desk, person.get(name))
        born = person.get("birth_date")
        key = f"p:{filling.id}:{ref}:birth_date"
        if key not in st.session_state:
            st.session_state[key] = date.fromisoformat(born) if born else None
        st.date_input(
            desk.say("control.birth_date"), None, date(1920, 1, 1), today(), key, format="DD/MM/YYYY",
            on_change=_changed, args=(desk, filling, ref, "birth_date", key),
        )  # fmt: skip
        if filling.control.get("offenders"):
            _employer(desk, filling, person)
        for name in ("under_age", "accompanied", "met_before"):
            _yes_no(desk, filling, person, name)
        _words(desk, filling, person, "documents", t("field.person.documents", desk.lang), 10_000)
        _one_of(desk, filling, person, "now_at", {str(now): desk.say(f"now_at.{now}") for now in PersonNow})
        _words(desk, filling, person, "whereabouts", t("field.person.whereabouts", desk.lang), 10_000)
        _one_of(desk, filling, person, "reach_how", {how: desk.say(f"reach.{how}") for how in get_args(ReachHow)})
        for name in ("reach_through", "reach_when", "reach_language"):
            _words(desk, filling, person, name, t(f"field.person.{name}", desk.lang), 200)


def _employer(desk: Desk, filling: acts.controls.Filling, person: dict[str, Any]) -> None:
    """Ask for whom a person works, where several offenders were typed: each employer answers for their own people."""
    named, key = offenders(desk, filling), f"p:{filling.id}:{person['ref']}:employer"
    if key not in st.session_state:
        st.session_state[key] = person.get("employer") or ""
    st.selectbox(
        desk.say("control.person_employer"), list(named), format_func=named.__getitem__, key=key,
        on_change=_changed, args=(desk, filling, person["ref"], "employer", key),
    )  # fmt: skip


def _words(
    desk: Desk, filling: acts.controls.Filling, person: dict[str, Any], name: str, label: str, most: int
) -> None:
    key = f"p:{filling.id}:{person['ref']}:{name}"
    if key not in st.session_state:
        st.session_state[key] = person.get(name) or ""
    st.text_input(label, key=key, max_chars=most, on_change=_changed, args=(desk, filling, person["ref"], name, key))


def _one_of(
    desk: Desk, filling: acts.controls.Filling, person: dict[str, Any], name: str, words: dict[str, str]
) -> None:
    """Ask for one of a few, or none of them: what nobody said stays unsaid."""
    key = f"p:{filling.id}:{person['ref']}:{name}"
    if key not in st.session_state:
        st.session_state[key] = person.get(name)
    label, args = t(f"field.person.{name}", desk.lang), (desk, filling, person["ref"], name, key)
    st.selectbox(label, list(words), format_func=words.__getitem__, key=key, on_change=_changed, args=args, index=None)


def _removal(desk: Desk, filling: acts.controls.Filling, ref: str) -> None:
    """Let somebody take out a person who was added by mistake; whom a note or a file names stays until it is gone."""
    with st.popover(desk.say("control.remove_person", ref=ref), icon=":material/person_remove:"):
        parts = naming(filling, ref)
        if parts:
            words = ", ".join(part_name(desk, part) for part in parts)
            st.info(desk.say("control.person_named", ref=ref, parts=words), icon=":material/info:")
            return
        st.caption(desk.say("control.remove_note"))
        args = (desk, filling, ref)
        st.button(desk.say("control.remove_now"), on_click=remove_person, args=args, key=f"p:{filling.id}:{ref}:remove")


def _yes_no(desk: Desk, filling: acts.controls.Filling, person: dict[str, Any], name: str) -> None:
    """Ask what may stay open: for the guardianship service doubt counts as a minor, and unknown as alone."""
    key = f"p:{filling.id}:{person['ref']}:{name}"
    words = {True: desk.say("word.yes"), False: desk.say("word.no")}
    if key not in st.session_state:
        st.session_state[key] = person.get(name)
    label = t(f"field.person.{name}", desk.lang)
    args = (desk, filling, person, name, key)
    st.pills(label, list(words), format_func=words.__getitem__, key=key, on_change=_keep, args=args)


def _keep(desk: Desk, filling: acts.controls.Filling, person: dict[str, Any], name: str, key: str) -> None:
    person[name] = st.session_state[key]
    keep(desk, filling)


def _changed(desk: Desk, filling: acts.controls.Filling, ref: str, name: str, key: str) -> None:
    person = next(p for p in filling.control["persons"] if p["ref"] == ref)
    value = str(st.session_state[key] or "").strip()
    if value:
        person[name] = value
    else:
        person.pop(name, None)
    keep(desk, filling)
