"""Corrections, withdrawals and further addressees: proposed by one person, confirmed in a list by another."""

from collections.abc import Callable
from typing import get_args

import streamlit as st

from dashboards.desk import HEAD_ROLES, Desk
from dashboards.widgets.referrals.referral_reading import forget_referrals, waiting, words_of
from dashboards.widgets.shared.notices import attempt, press
from dashboards.widgets.shared.offices import further_offices
from inspection import acts

_MOST, _MOST_LETTERS = 20, 2_000


def waiting_part(here: Desk) -> None:
    """Show what waits for a second person, to heads and to whoever proposed it; nothing at all where nothing waits."""
    found = attempt(here, lambda: waiting(here)) or []
    mine = [one for one in found if one.proposed_by == here.user.id or here.user.role in HEAD_ROLES]
    if not mine:
        return
    st.subheader(here.say("changes.waiting"))
    for change in mine[:_MOST]:
        with st.container(border=True):
            _waits(here, change)
    if len(mine) > _MOST:
        st.caption(here.say("word.first_of", shown=_MOST, total=len(mine)))


def change_part(here: Desk, stands: acts.changes.Standing) -> None:
    """Show what was proposed for a referral, and let somebody propose a change."""
    _history(here, stands)
    if stands.is_withdrawn:
        st.info(here.say("changes.withdrawn"), icon=":material/info:")
        return
    kinds = get_args(acts.changes.ChangeKind)
    kind = st.radio(
        here.say("changes.kind"), kinds, format_func=lambda k: here.say(f"changes.kind.{k}"), key="change_kind"
    )
    with st.form(f"change_{kind}", border=True):
        st.caption(here.say(f"changes.note.{kind}"))
        offices = _offices(here, stands) if kind == "addition" else []
        reason = st.text_area(here.say("changes.reason"), max_chars=_MOST_LETTERS, help=here.say("changes.sealed"))
        if st.form_submit_button(here.say("changes.propose"), type="primary", icon=":material/edit_note:"):
            press(here, lambda: _proposed(here, stands, kind, reason, offices), here.say("changes.proposed"))


def _offices(here: Desk, stands: acts.changes.Standing) -> list[str]:
    return st.multiselect(
        here.say("changes.offices"),
        further_offices(here, stands.offices),
        format_func=here.recipient,
        placeholder=here.say("referral.choose"),
    )


def _proposed(
    here: Desk, stands: acts.changes.Standing, kind: acts.changes.ChangeKind, reason: str, offices: list[str]
) -> None:
    acts.changes.propose_change(stands.reference, kind, reason, here.user.id, recipients=offices, office=here.office)
    forget_referrals()


def _history(here: Desk, stands: acts.changes.Standing) -> None:
    rows = [
        {
            here.say("word.what"): _named(here, change),
            here.say("changes.by"): f"{change.proposed_by}, {here.moment(change.proposed_at)}",
            here.say("word.state"): _outcome(here, change),
        }
        for change in stands.changes
    ]
    if rows:
        st.table(rows, hide_index=True)


def _named(here: Desk, change: acts.changes.Change) -> str:
    offices = ", ".join(here.recipient(one) for one in change.recipients)
    return here.say(f"changes.kind.{change.kind}") + (f" – {offices}" if offices else "")


def _outcome(here: Desk, change: acts.changes.Change) -> str:
    if change.outcome is None:
        return here.say("changes.open")
    return f"{here.say(f'changes.{change.outcome}')}, {change.ended_by}"


def _waits(here: Desk, change: acts.changes.Change) -> None:
    st.markdown(f"**{change.reference} · {_named(here, change)}**")
    said = here.say("changes.proposed_by", who=change.proposed_by, at=here.moment(change.proposed_at))
    st.caption(f"{said} {here.say('changes.look')}")
    opened = f"change_open_{change.id}"
    if not st.session_state.get(opened):
        if st.button(here.say("changes.read"), icon=":material/visibility:", key=f"read_{change.id}"):
            st.session_state[opened] = True
            st.rerun()
        return
    written = attempt(here, lambda: words_of(here, change))
    if written is None:
        return
    st.text(written)
    is_own = change.proposed_by == here.user.id
    st.caption(here.say("changes.own" if is_own else f"changes.effect.{change.kind}"))
    with st.container(horizontal=True):
        if not is_own and st.button(
            here.say("changes.confirm"), type="primary", icon=":material/check:", key=f"yes_{change.id}"
        ):
            press(here, lambda: _ended(here, change, acts.changes.confirm_change), here.say("changes.confirmed_now"))
        if st.button(here.say("changes.drop"), icon=":material/close:", key=f"no_{change.id}"):
            press(here, lambda: _ended(here, change, acts.changes.drop_change), here.say("changes.dropped_now"))


def _ended(here: Desk, change: acts.changes.Change, end: Callable[..., acts.changes.Change]) -> None:
    end(change.id, here.user.id, office=here.office)
    forget_referrals()
