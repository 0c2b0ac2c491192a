"""The people found: the three facts that are kept of each, what they say of the centres, and whom to ring next."""

from functools import partial
from typing import get_args

import streamlit as st

from dashboards.desk import Desk
from dashboards.widgets.shared.notices import attempt, press
from dashboards.widgets.shared.reading_once import forget, once
from inspection import acts
from inspection.control.filled import ConsentAsked
from inspection.store.views import ControlView
from inspection.time_of import now

_ANSWERS = ("given", "refused", "not_asked", "informed")
_INTERPRETERS = ("none", "telephone", "present")
_PART = "people"


def people_part(desk: Desk, view: ControlView, _: acts.controls.ShownControl) -> None:
    """Show what is known of each person, and let who may record consent, ring a centre, or tell a guardian."""
    people = once(desk, view, _PART, lambda: acts.protection.protection_of(desk.acting(), view.id))
    st.info(desk.say("people.note"), icon=":material/diversity_1:")
    _stages(desk)
    if not people:
        st.caption(desk.say("word.nothing"))
        return
    st.table([_row(desk, one) for one in people], hide_index=True)
    if not desk.may("consent.record"):
        return
    ref = st.selectbox(desk.say("control.person"), [one.person for one in people], key="people_one")
    chosen = next(one for one in people if one.person == ref)
    if chosen.waiting:
        _ring(desk, view, chosen.waiting)
    one, two = st.columns(2)
    with one:
        _consent(desk, view, chosen)
    with two:
        _withdraw(desk, view, chosen)
        _guardian(desk, view, chosen)


def _stages(desk: Desk) -> None:
    """Show what may follow for a person, to be told: which stage somebody is in is asked and kept nowhere."""
    with st.expander(desk.say("people.stages")):
        st.caption(desk.say("people.stages_note"))
        for one in sorted(desk.rules.protection_stages.values(), key=lambda stage: stage.rank):
            doubt = f" ({desk.say('word.to_verify')})" if one.is_to_verify else ""
            st.markdown(f"**{one.label.say(desk.lang)}**: {one.says.say(desk.lang)}{doubt}")


def _row(desk: Desk, one: acts.protection.PersonProtected) -> dict[str, str]:
    """Return four columns, which is what a telephone shows whole."""
    return {
        desk.say("control.person"): _called(desk, one),
        desk.say("people.informed"): _said(desk, one.informed),
        desk.say("people.wanted"): _said(desk, one.wanted_contact),
        desk.say("people.reached"): _reached(desk, one),
    }


def _called(desk: Desk, one: acts.protection.PersonProtected) -> str:
    told = {True: "guardian_yes", False: "guardian_no"}
    words = [
        desk.say("people.is_minor") if one.minor else "",
        desk.say(f"people.{told[one.guardian_told]}") if one.guardian_told is not None else "",
    ]
    return " · ".join([one.person, *filter(None, words)])


def _reached(desk: Desk, one: acts.protection.PersonProtected) -> str:
    said = _said(desk, one.centre_reached)
    return f"{said}, {desk.say('people.to_ring', office=desk.recipient(one.next_office))}" if one.next_office else said


def _said(desk: Desk, value: bool | None) -> str:
    return "" if value is None else desk.say("word.yes" if value else "word.no")


def _ring(desk: Desk, view: ControlView, reference: str) -> None:
    with st.container(border=True):
        st.markdown(f"**{desk.say('people.call', reference=reference)}**")
        read = lambda: acts.protection.notice_script(desk.acting(), reference)  # noqa: E731
        if st.toggle(desk.say("people.show_script"), key=f"script_{reference}"):
            text = attempt(desk, lambda: once(desk, view, f"{_PART}:script", read))
            if text:
                st.caption(desk.say("people.script_language"))
                st.text(text)
        st.caption(desk.say("people.outcome"))
        outcomes: tuple[acts.protection.CallOutcome, ...] = get_args(acts.protection.CallOutcome)
        for column, outcome in zip(st.columns(3), outcomes, strict=True):
            if column.button(desk.say(f"people.outcome.{outcome}"), key=f"ring_{outcome}", width="stretch"):
                press(desk, partial(_rung, desk, view, reference, outcome), desk.say("people.logged"))


def _rung(desk: Desk, view: ControlView, reference: str, outcome: acts.protection.CallOutcome) -> None:
    acts.protection.log_notice(desk.acting(), reference, outcome)
    forget(desk, view, _PART)


def _consent(desk: Desk, view: ControlView, chosen: acts.protection.PersonProtected) -> None:
    spoken = list(desk.rules.worker_languages)
    with st.form("people_consent", border=True):
        st.markdown(f"**{desk.say('people.consent')}**")
        st.caption(desk.say("people.consent_note"))
        names = {key: language.name for key, language in desk.rules.worker_languages.items()}
        language = st.selectbox(desk.say("people.language"), spoken, None, names.__getitem__, placeholder="–")
        answer = st.radio(
            desk.say("people.answer"), _ANSWERS, None, format_func=lambda a: desk.say(f"people.answer.{a}")
        )
        name_too = st.checkbox(desk.say("people.name_too"))
        by = st.selectbox(
            desk.say("people.interpreter"), _INTERPRETERS, format_func=lambda i: desk.say(f"people.interpreter.{i}")
        )
        if not st.form_submit_button(desk.say("people.record"), icon=":material/check:"):
            return
        if language is None or answer is None:  # nothing is chosen before somebody chose it
            st.warning(desk.say("people.choose"))
        else:
            said = {"person": chosen.person, "answer": answer, "at": now(), "language": language}
            asked = ConsentAsked.model_validate({**said, "interpreter": by, "name_too": name_too})
            press(desk, lambda: _recorded(desk, view, asked), desk.say("people.recorded"))


def _recorded(desk: Desk, view: ControlView, asked: ConsentAsked) -> None:
    acts.protection.record_consent(desk.acting(), view.id, asked)
    forget(desk, view, _PART)


def _withdraw(desk: Desk, view: ControlView, chosen: acts.protection.PersonProtected) -> None:
    if chosen.wanted_contact and st.button(desk.say("people.withdraw"), icon=":material/undo:"):
        press(desk, lambda: _withdrawn(desk, view, chosen.person), desk.say("people.withdrawn"))


def _withdrawn(desk: Desk, view: ControlView, person: str) -> None:
    acts.protection.withdraw_consent(desk.acting(), view.id, person)
    forget(desk, view, _PART)


def _guardian(desk: Desk, view: ControlView, chosen: acts.protection.PersonProtected) -> None:
    if chosen.guardian_told:
        return
    st.caption(desk.say("people.guardian_note"))
    if st.button(desk.say("people.tell_guardian"), icon=":material/child_care:"):
        press(desk, lambda: _told(desk, view, chosen.person), desk.say("people.guardian_told"))


def _told(desk: Desk, view: ControlView, person: str) -> None:
    acts.protection.notify_guardian(desk.acting(), view.id, person)
    forget(desk, view, _PART)
