"""A referral that went to the wrong office: recalled at once, its deletion noted; and the register of breaches."""

from collections.abc import Sequence
from datetime import datetime

import streamlit as st

from dashboards.desk import Desk
from dashboards.widgets.referrals.referral_reading import forget_referrals
from dashboards.widgets.shared.notices import attempt, press
from dashboards.widgets.shared.offices import channel_field, further_offices
from inspection import acts

_READ = "breaches_read"


def recall_part(desk: Desk, stands: acts.changes.Standing) -> None:
    """Show what was recalled, and let somebody recall a delivery or note that it was deleted."""
    for one in stands.recalls:
        _recalled_card(desk, one)
    left, right = st.columns(2)
    with left:
        _recall(desk, stands)
    waiting = [one.recipient for one in stands.recalls if one.is_breach and one.deleted_at is None]
    if waiting:
        with right:
            _deletion(desk, stands, waiting)


def breaches_part(desk: Desk) -> None:
    """Show the register of breaches to who may read it, once they ask: the look is recorded."""
    if not desk.may("breach.list"):
        return
    st.subheader(desk.say("breaches.title"))
    st.caption(desk.say("breaches.note"))
    if st.button(desk.say("breaches.open"), icon=":material/lock_open:"):
        st.session_state[_READ] = attempt(desk, lambda: acts.changes.breaches(desk.acting()))
    found: list[acts.changes.BreachEntry] | None = st.session_state.get(_READ)
    for one in reversed(found or []):
        _breach_card(desk, one)
    if found == []:
        st.caption(desk.say("word.nothing"))


def _recalled_card(desk: Desk, one: acts.changes.Recalled) -> None:
    instead = desk.say("recalls.instead_of", office=desk.recipient(one.instead)) if one.instead else ""
    what = desk.say("recalls.entered" if one.is_breach else "recalls.not_left")
    _card(
        desk.recipient(one.recipient),
        desk.say("recalls.at", at=desk.moment(one.recalled_at)),
        instead,
        what,
        _deletion_said(desk, one.deleted_at) if one.is_breach else "",
    )


def _card(title: str, *lines: str) -> None:
    """Show an entry as lines: as a table it could not be read on a telephone."""
    with st.container(border=True):
        st.markdown(f"**{title}**")
        st.caption("  \n".join(line for line in lines if line))


def _deletion_said(desk: Desk, at: datetime | None) -> str:
    return desk.say("recalls.deleted", at=desk.moment(at)) if at else desk.say("recalls.not_deleted")


def _recall(desk: Desk, stands: acts.changes.Standing) -> None:
    choose, others = desk.say("referral.choose"), further_offices(desk, stands.offices)
    with st.form("recall", border=True):
        st.markdown(f"**{desk.say('recalls.recall')}**")
        st.caption(desk.say("recalls.note"))
        wrong = st.selectbox(desk.say("recalls.office"), stands.offices, None, desk.recipient, placeholder=choose)
        right = st.selectbox(
            desk.say("recalls.send_to"),
            others,
            None,
            desk.recipient,
            placeholder=desk.say("recalls.nobody"),
            help=desk.say("recalls.instead_help"),
        )
        if st.form_submit_button(desk.say("recalls.recall_it"), type="primary", icon=":material/undo:"):
            press(desk, lambda: _recalled(desk, stands, wrong, right), lambda made: _told(desk, made))


def _recalled(desk: Desk, stands: acts.changes.Standing, wrong: str | None, right: str | None) -> acts.changes.Recalled:
    made = acts.changes.recall(desk.acting(), stands.reference, wrong or "", instead=right)
    forget_referrals()
    return made


def _told(desk: Desk, made: acts.changes.Recalled) -> str:
    return desk.say("recalls.recalled" if made.is_breach else "recalls.stopped", office=desk.recipient(made.recipient))


def _deletion(desk: Desk, stands: acts.changes.Standing, waiting: Sequence[str]) -> None:
    with st.form("deletion", border=True):
        st.markdown(f"**{desk.say('recalls.deletion')}**")
        st.caption(desk.say("recalls.deletion_note"))
        office = st.selectbox(desk.say("recalls.office"), waiting, format_func=desk.recipient)
        channel = channel_field(desk)
        if st.form_submit_button(desk.say("recalls.note_deletion"), icon=":material/delete_forever:"):
            press(desk, lambda: _deleted(desk, stands, office, channel), desk.say("recalls.deletion_noted"))


def _deleted(desk: Desk, stands: acts.changes.Standing, office: str, channel: acts.changes.Channel) -> None:
    acts.changes.confirm_deletion(desk.acting(), stands.reference, office, channel)
    forget_referrals()


def _breach_card(desk: Desk, one: acts.changes.BreachEntry) -> None:
    kinds = ", ".join(desk.say(f"breaches.kind.{kind}") for kind in one.categories)
    _card(
        desk.recipient(one.recipient),
        desk.say("breaches.found", at=desk.moment(one.found_at)),
        desk.say("breaches.kinds", kinds=kinds or "–"),
        desk.say("breaches.persons", n=one.persons, minors=one.minors),
        desk.say("breaches.told", who=", ".join(_who(desk, id_) for id_ in one.told)),
        _deletion_said(desk, one.deleted_at),
    )


def _who(desk: Desk, told: str) -> str:
    return desk.recipient(told) if told in desk.rules.recipients else desk.say(f"role.{told}")
