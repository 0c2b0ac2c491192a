"""The people found: the three facts that are kept of each, what they say of the centres, and whom to ring next."""

import streamlit as st

from dashboards.desk import FIELD_ROLES, Desk
from dashboards.widgets.shared.notices import attempt, press
from dashboards.widgets.shared.reading_once import forget, once
from inspection import acts
from inspection.control.filled import ConsentAsked
from inspection.store.views import ControlView
from inspection.time_of import now

_ANSWERS = ("given", "refused", "not_asked", "informed")
_INTERPRETERS = ("none", "telephone", "present")
_PART = "people"


def people_part(here: Desk, view: ControlView, _: acts.controls.ShownControl) -> None:
    """Show what is known of each person, and let who may record consent, ring a centre, or tell a guardian."""
    people = once(here, view, _PART, lambda: acts.protection.protection_of(view.id, here.user.id, office=here.office))
    st.info(here.say("people.note"), icon=":material/diversity_1:")
    if not people:
        st.caption(here.say("word.nothing"))
        return
    st.table([_row(here, one) for one in people], hide_index=True)
    if here.user.role not in FIELD_ROLES:
        return
    ref = st.selectbox(here.say("control.person"), [one.person for one in people], key="people_one")
    chosen = next(one for one in people if one.person == ref)
    if chosen.waiting:
        _ring(here, view, chosen.waiting)
    one, two = st.columns(2)
    with one:
        _consent(here, view, chosen)
    with two:
        _withdraw(here, view, chosen)
        _guardian(here, view, chosen)


def _row(here: Desk, one: acts.protection.PersonProtected) -> dict[str, str]:
    """Return four columns, which is what a telephone shows whole."""
    return {
        here.say("control.person"): _called(here, one),
        here.say("people.informed"): _said(here, one.informed),
        here.say("people.wanted"): _said(here, one.wanted_contact),
        here.say("people.reached"): _reached(here, one),
    }


def _called(here: Desk, one: acts.protection.PersonProtected) -> str:
    told = {True: "guardian_yes", False: "guardian_no"}
    words = [
        here.say("people.is_minor") if one.minor else "",
        here.say(f"people.{told[one.guardian_told]}") if one.guardian_told is not None else "",
    ]
    return " · ".join([one.person, *filter(None, words)])


def _reached(here: Desk, one: acts.protection.PersonProtected) -> str:
    said = _said(here, one.centre_reached)
    return f"{said}, {here.say('people.to_ring', office=here.recipient(one.next_office))}" if one.next_office else said


def _said(here: Desk, value: bool | None) -> str:
    return "" if value is None else here.say("word.yes" if value else "word.no")


def _ring(here: Desk, view: ControlView, reference: str) -> None:
    with st.container(border=True):
        st.markdown(f"**{here.say('people.call', reference=reference)}**")
        read = lambda: acts.protection.notice_script(reference, here.user.id, office=here.office)  # noqa: E731
        if st.toggle(here.say("people.show_script"), key=f"script_{reference}"):
            text = attempt(here, lambda: once(here, view, f"{_PART}:script", read))
            if text:
                st.caption(here.say("people.script_language"))
                st.text(text)
        st.caption(here.say("people.outcome"))
        for column, outcome in zip(st.columns(3), ("reached", "no_answer", "full"), strict=True):
            if column.button(here.say(f"people.outcome.{outcome}"), key=f"ring_{outcome}", width="stretch"):
                press(here, lambda o=outcome: _rung(here, view, reference, o), here.say("people.logged"))


def _rung(here: Desk, view: ControlView, reference: str, outcome: acts.protection.CallOutcome) -> None:
    acts.protection.log_notice(reference, outcome, here.user.id, office=here.office)
    forget(here, view, _PART)


def _consent(here: Desk, view: ControlView, chosen: acts.protection.PersonProtected) -> None:
    spoken = list(here.rules.worker_languages)
    with st.form("people_consent", border=True):
        st.markdown(f"**{here.say('people.consent')}**")
        st.caption(here.say("people.consent_note"))
        names = {key: language.name for key, language in here.rules.worker_languages.items()}
        language = st.selectbox(here.say("people.language"), spoken, None, names.__getitem__, placeholder="–")
        answer = st.radio(
            here.say("people.answer"), _ANSWERS, None, format_func=lambda a: here.say(f"people.answer.{a}")
        )
        name_too = st.checkbox(here.say("people.name_too"))
        by = st.selectbox(
            here.say("people.interpreter"), _INTERPRETERS, format_func=lambda i: here.say(f"people.interpreter.{i}")
        )
        if not st.form_submit_button(here.say("people.record"), icon=":material/check:"):
            return
        if language is None or answer is None:  # nothing is chosen before somebody chose it
            st.warning(here.say("people.choose"))
        else:
            said = {"person": chosen.person, "answer": answer, "at": now(), "language": language}
            asked = ConsentAsked.model_validate({**said, "interpreter": by, "name_too": name_too})
            press(here, lambda: _recorded(here, view, asked), here.say("people.recorded"))


def _recorded(here: Desk, view: ControlView, asked: ConsentAsked) -> None:
    acts.protection.record_consent(view.id, asked, here.user.id, office=here.office)
    forget(here, view, _PART)


def _withdraw(here: Desk, view: ControlView, chosen: acts.protection.PersonProtected) -> None:
    if chosen.wanted_contact and st.button(here.say("people.withdraw"), icon=":material/undo:"):
        press(here, lambda: _withdrawn(here, view, chosen.person), here.say("people.withdrawn"))


def _withdrawn(here: Desk, view: ControlView, person: str) -> None:
    acts.protection.withdraw_consent(view.id, person, here.user.id, office=here.office)
    forget(here, view, _PART)


def _guardian(here: Desk, view: ControlView, chosen: acts.protection.PersonProtected) -> None:
    if chosen.guardian_told:
        return
    st.caption(here.say("people.guardian_note"))
    if st.button(here.say("people.tell_guardian"), icon=":material/child_care:"):
        press(here, lambda: _told(here, view, chosen.person), here.say("people.guardian_told"))


def _told(here: Desk, view: ControlView, person: str) -> None:
    acts.protection.notify_guardian(view.id, person, here.user.id, office=here.office)
    forget(here, view, _PART)
