"""What waits after decisions, and what whoever owes it did: a plain panel, for a control or for all that is theirs."""

from typing import cast, get_args

import streamlit as st

from dashboards.desk import Desk
from dashboards.widgets.control_parts.conclusion import indicators
from dashboards.widgets.shared.looking import revealed
from dashboards.widgets.shared.notices import attempt, press
from dashboards.widgets.shared.tables import sortable_table
from inspection import acts
from inspection.control.filled import Form
from inspection.life_cycles import SEEN, FollowUpKind, PersonNow


def follow_ups_part(desk: Desk, control_id: str | None = None) -> None:
    """Show what waits of one control or of all, once somebody asks for it, and let who owes it say what came of it."""
    if not desk.may("follow_up.list") or not st.toggle(desk.say("after.title"), key=f"after_{control_id}"):
        return
    found = attempt(desk, lambda: acts.follow_ups.list_follow_ups(desk.acting(), control_id=control_id)) or []
    if not found:
        st.caption(desk.say("after.nothing"))
        return
    sortable_table([_row(desk, one) for one in found])
    mine = {one.id: one for one in found if one.is_mine}
    if mine:
        names = {id_: _named(desk, one) for id_, one in mine.items()}
        chosen = st.selectbox(
            desk.say("after.which"), list(mine), format_func=names.__getitem__, key=f"after_one_{control_id}"
        )
        _FORMS[mine[chosen].kind](desk, mine[chosen])


def _row(desk: Desk, one: acts.follow_ups.FollowUp) -> dict[str, object]:
    return {
        desk.say("word.what"): _named(desk, one),
        desk.say("word.district"): desk.place(one.district),
        desk.say("word.due"): one.due_at,
        desk.say("after.late"): desk.say("word.yes") if one.is_late else "",
    }


def _named(desk: Desk, one: acts.follow_ups.FollowUp) -> str:
    about = one.subject if one.kind == FollowUpKind.PERSON_CHECK else ", ".join(_lack(desk, each) for each in one.lacks)
    if one.entered_by is not None:
        about = desk.say("after.entered", by=one.entered_by, at=desk.moment(one.told_at))
    return " · ".join(filter(None, (desk.say(f"after.{one.kind}"), about)))


def _lack(desk: Desk, lack: str) -> str:
    what, _, persons = lack.partition(":")
    return " ".join(filter(None, (desk.say(f"after.lack.{what}"), persons.replace(",", ", "))))


def _no_review(desk: Desk, one: acts.follow_ups.FollowUp) -> None:
    """Let the contact read the whole control first, and then leave the no as it is or set a yes beside it."""
    if st.button(desk.say("after.read"), icon=":material/lock_open:", key=f"read_{one.id}"):
        st.session_state[f"read_no_{one.id}"] = True
    if st.session_state.get(f"read_no_{one.id}"):
        whole = revealed(
            desk,
            f"no|{one.id}",
            one.control_id,
            lambda: acts.controls.show_control(desk.acting(), one.control_id, whole=True),
        )
        if whole is not None:
            for said in whole.decided:
                st.text(f"{desk.say(f'suspicion.{said.decision}')} · {desk.moment(said.at)} · {said.grounds}")
            indicators(desk, whole.conclusion, is_mine=False)
    with st.form(f"review_{one.id}"):
        words = st.text_area(desk.say("after.words"), max_chars=10_000)
        forms = st.pills(
            desk.say("suspicion.forms"),
            get_args(Form),
            selection_mode="multi",
            format_func=lambda form: desk.say(f"form.{form}"),
        )
        left = st.form_submit_button(desk.say("after.leave"))
        referred = st.form_submit_button(desk.say("after.refer"), type="primary")
    if left:
        press(desk, lambda: acts.aftercare.leave_no(desk.acting(), one.id, words), desk.say("after.done"))
    elif referred and not forms:
        st.warning(desk.say("decide.choose_form"))
    elif referred:
        chosen = cast("tuple[Form, ...]", tuple(forms))
        press(
            desk,
            lambda: acts.aftercare.refer_no(desk.acting(), one.id, words, forms=chosen),
            lambda reference: desk.say("after.referred", reference=reference),
        )


def _person_check(desk: Desk, one: acts.follow_ups.FollowUp) -> None:
    with st.form(f"seen_{one.id}"):
        seen = st.radio(desk.say("after.outcome"), SEEN, None, format_func=lambda s: desk.say(f"after.outcome.{s}"))
        now_at = st.selectbox(
            desk.say("after.now_at"), list(PersonNow), None, format_func=lambda p: desk.say(f"now_at.{p}")
        )
        words = st.text_area(desk.say("after.words"), max_chars=10_000)
        pressed = st.form_submit_button(desk.say("after.record"), type="primary")
    if pressed and seen is not None:
        note = acts.aftercare.note_person
        press(desk, lambda: note(desk.acting(), one.id, seen, now_at=now_at, words=words), desk.say("after.done"))


def _call_back(desk: Desk, one: acts.follow_ups.FollowUp) -> None:
    with st.form(f"called_{one.id}"):
        words = st.text_area(desk.say("after.words"), max_chars=10_000)
        if st.form_submit_button(desk.say("after.record"), type="primary"):
            press(desk, lambda: acts.aftercare.note_call_back(desk.acting(), one.id, words), desk.say("after.done"))


def _entry_confirm(desk: Desk, one: acts.follow_ups.FollowUp) -> None:
    with st.form(f"confirm_{one.id}"):
        words = st.text_area(desk.say("after.corrects"), max_chars=10_000)
        if st.form_submit_button(desk.say("after.confirm"), type="primary"):
            press(
                desk,
                lambda: acts.aftercare.confirm_entry(desk.acting(), one.id, words=words),
                lambda reference: desk.say("after.confirmed", reference=reference),
            )


_FORMS = {
    FollowUpKind.NO_REVIEW: _no_review,
    FollowUpKind.PERSON_CHECK: _person_check,
    FollowUpKind.CALL_BACK: _call_back,
    FollowUpKind.ENTRY_CONFIRM: _entry_confirm,
}
