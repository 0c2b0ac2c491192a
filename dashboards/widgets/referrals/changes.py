"""Corrections, withdrawals and further addressees: proposed by one person, confirmed in a list by another."""

from collections.abc import Callable
from typing import get_args

import streamlit as st

from dashboards.desk import Desk
from dashboards.widgets.referrals.referral_reading import forget_referrals, waiting, words_of
from dashboards.widgets.shared.looking import revealed
from dashboards.widgets.shared.notices import attempt, press
from dashboards.widgets.shared.offices import further_offices
from inspection import acts

_MOST, _MOST_LETTERS = 20, 2_000


def waiting_part(desk: Desk) -> None:
    """Show what waits for a second person, to heads and to whoever proposed it; nothing at all where nothing waits."""
    found = attempt(desk, lambda: waiting(desk)) or []
    mine = [one for one in found if one.proposed_by == desk.user.id or desk.may("referral.confirm")]
    if not mine:
        return
    st.subheader(desk.say("changes.waiting"))
    for change in mine[:_MOST]:
        with st.container(border=True):
            _waits(desk, change)
    if len(mine) > _MOST:
        st.caption(desk.say("word.first_of", shown=_MOST, total=len(mine)))


def change_part(desk: Desk, stands: acts.changes.Standing) -> None:
    """Show what was proposed for a referral, and let somebody propose a change."""
    _history(desk, stands)
    if stands.is_withdrawn:
        st.info(desk.say("changes.withdrawn"), icon=":material/info:")
        return
    kinds = get_args(acts.changes.ChangeKind)
    kind = st.radio(
        desk.say("changes.kind"), kinds, format_func=lambda k: desk.say(f"changes.kind.{k}"), key="change_kind"
    )
    with st.form(f"change_{kind}", border=True):
        st.caption(desk.say(f"changes.note.{kind}"))
        offices = _offices(desk, stands) if kind == "addition" else []
        reason = st.text_area(desk.say("changes.reason"), max_chars=_MOST_LETTERS, help=desk.say("changes.sealed"))
        if st.form_submit_button(desk.say("changes.propose"), type="primary", icon=":material/edit_note:"):
            press(desk, lambda: _proposed(desk, stands, kind, reason, offices), desk.say("changes.proposed"))


def _offices(desk: Desk, stands: acts.changes.Standing) -> list[str]:
    return st.multiselect(
        desk.say("changes.offices"),
        further_offices(desk, stands.offices),
        format_func=desk.recipient,
        placeholder=desk.say("referral.choose"),
    )


def _proposed(
    desk: Desk, stands: acts.changes.Standing, kind: acts.changes.ChangeKind, reason: str, offices: list[str]
) -> None:
    acts.changes.propose_change(desk.acting(), stands.reference, kind, reason, recipients=offices)
    forget_referrals()


def _history(desk: Desk, stands: acts.changes.Standing) -> None:
    rows = [
        {
            desk.say("word.what"): _named(desk, change),
            desk.say("changes.by"): f"{change.proposed_by}, {desk.moment(change.proposed_at)}",
            desk.say("word.state"): _outcome(desk, change),
        }
        for change in stands.changes
    ]
    if rows:
        st.table(rows, hide_index=True)


def _named(desk: Desk, change: acts.changes.Change) -> str:
    offices = ", ".join(desk.recipient(one) for one in change.recipients)
    return desk.say(f"changes.kind.{change.kind}") + (f" – {offices}" if offices else "")


def _outcome(desk: Desk, change: acts.changes.Change) -> str:
    if change.outcome is None:
        return desk.say("changes.open")
    return f"{desk.say(f'changes.{change.outcome}')}, {change.ended_by}"


def _waits(desk: Desk, change: acts.changes.Change) -> None:
    st.markdown(f"**{change.reference} · {_named(desk, change)}**")
    said = desk.say("changes.proposed_by", who=change.proposed_by, at=desk.moment(change.proposed_at))
    st.caption(f"{said} {desk.say('changes.look')}")
    opened = f"change_open_{change.id}"
    if not st.session_state.get(opened):
        if st.button(desk.say("changes.read"), icon=":material/visibility:", key=f"read_{change.id}"):
            st.session_state[opened] = True
            st.rerun()
        return
    written = revealed(desk, f"change|{change.id}", change.reference, lambda: words_of(desk, change))
    if written is None:
        return
    is_own = change.proposed_by == desk.user.id
    st.text(written)
    st.caption(desk.say("changes.own" if is_own else f"changes.effect.{change.kind}"))
    with st.container(horizontal=True):
        if not is_own and st.button(
            desk.say("changes.confirm"), type="primary", icon=":material/check:", key=f"yes_{change.id}"
        ):
            press(desk, lambda: _ended(desk, change, acts.changes.confirm_change), desk.say("changes.confirmed_now"))
        if st.button(desk.say("changes.drop"), icon=":material/close:", key=f"no_{change.id}"):
            press(desk, lambda: _ended(desk, change, acts.changes.drop_change), desk.say("changes.dropped_now"))


def _ended(desk: Desk, change: acts.changes.Change, end: Callable[..., acts.changes.Change]) -> None:
    end(desk.acting(), change.id)
    forget_referrals()
