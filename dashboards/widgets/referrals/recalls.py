"""A referral that went to the wrong office: recalled at once, its deletion noted; and the register of breaches."""

from collections.abc import Sequence
from datetime import datetime

import streamlit as st

from dashboards.desk import EVERYWHERE, Desk
from dashboards.widgets.referrals.referral_reading import forget_referrals
from dashboards.widgets.shared.notices import attempt, press
from dashboards.widgets.shared.offices import channel_field, further_offices
from inspection import acts

_READ = "breaches_read"


def recall_part(here: Desk, stands: acts.changes.Standing) -> None:
    """Show what was recalled, and let somebody recall a delivery or note that it was deleted."""
    for one in stands.recalls:
        _recalled_card(here, one)
    left, right = st.columns(2)
    with left:
        _recall(here, stands)
    waiting = [one.recipient for one in stands.recalls if one.is_breach and one.deleted_at is None]
    if waiting:
        with right:
            _deletion(here, stands, waiting)


def breaches_part(here: Desk) -> None:
    """Show the register of breaches to who may read it, once they ask: the look is recorded."""
    if here.user.role not in EVERYWHERE:
        return
    st.subheader(here.say("breaches.title"))
    st.caption(here.say("breaches.note"))
    if st.button(here.say("breaches.open"), icon=":material/lock_open:"):
        st.session_state[_READ] = attempt(here, lambda: acts.changes.breaches(here.user.id, office=here.office))
    found: list[acts.changes.BreachEntry] | None = st.session_state.get(_READ)
    for one in reversed(found or []):
        _breach_card(here, one)
    if found == []:
        st.caption(here.say("word.nothing"))


def _recalled_card(here: Desk, one: acts.changes.Recalled) -> None:
    instead = here.say("recalls.instead_of", office=here.recipient(one.instead)) if one.instead else ""
    what = here.say("recalls.entered" if one.is_breach else "recalls.not_left")
    _card(
        here.recipient(one.recipient),
        here.say("recalls.at", at=here.moment(one.recalled_at)),
        instead,
        what,
        _deletion_said(here, one.deleted_at) if one.is_breach else "",
    )


def _card(title: str, *lines: str) -> None:
    """Show an entry as lines: as a table it could not be read on a telephone."""
    with st.container(border=True):
        st.markdown(f"**{title}**")
        st.caption("  \n".join(line for line in lines if line))


def _deletion_said(here: Desk, at: datetime | None) -> str:
    return here.say("recalls.deleted", at=here.moment(at)) if at else here.say("recalls.not_deleted")


def _recall(here: Desk, stands: acts.changes.Standing) -> None:
    choose, others = here.say("referral.choose"), further_offices(here, stands.offices)
    with st.form("recall", border=True):
        st.markdown(f"**{here.say('recalls.recall')}**")
        st.caption(here.say("recalls.note"))
        wrong = st.selectbox(here.say("recalls.office"), stands.offices, None, here.recipient, placeholder=choose)
        right = st.selectbox(
            here.say("recalls.send_to"),
            others,
            None,
            here.recipient,
            placeholder=here.say("recalls.nobody"),
            help=here.say("recalls.instead_help"),
        )
        if st.form_submit_button(here.say("recalls.recall_it"), type="primary", icon=":material/undo:"):
            press(here, lambda: _recalled(here, stands, wrong, right), lambda made: _told(here, made))


def _recalled(here: Desk, stands: acts.changes.Standing, wrong: str | None, right: str | None) -> acts.changes.Recalled:
    made = acts.changes.recall(stands.reference, wrong or "", here.user.id, instead=right, office=here.office)
    forget_referrals()
    return made


def _told(here: Desk, made: acts.changes.Recalled) -> str:
    return here.say("recalls.recalled" if made.is_breach else "recalls.stopped", office=here.recipient(made.recipient))


def _deletion(here: Desk, stands: acts.changes.Standing, waiting: Sequence[str]) -> None:
    with st.form("deletion", border=True):
        st.markdown(f"**{here.say('recalls.deletion')}**")
        st.caption(here.say("recalls.deletion_note"))
        office = st.selectbox(here.say("recalls.office"), waiting, format_func=here.recipient)
        channel = channel_field(here)
        if st.form_submit_button(here.say("recalls.note_deletion"), icon=":material/delete_forever:"):
            press(here, lambda: _deleted(here, stands, office, channel), here.say("recalls.deletion_noted"))


def _deleted(here: Desk, stands: acts.changes.Standing, office: str, channel: acts.changes.Channel) -> None:
    acts.changes.confirm_deletion(stands.reference, office, channel, here.user.id, office=here.office)
    forget_referrals()


def _breach_card(here: Desk, one: acts.changes.BreachEntry) -> None:
    kinds = ", ".join(here.say(f"breaches.kind.{kind}") for kind in one.categories)
    _card(
        here.recipient(one.recipient),
        here.say("breaches.found", at=here.moment(one.found_at)),
        here.say("breaches.kinds", kinds=kinds or "–"),
        here.say("breaches.persons", n=one.persons, minors=one.minors),
        here.say("breaches.told", who=", ".join(_who(here, id_) for id_ in one.told)),
        _deletion_said(here, one.deleted_at),
    )


def _who(here: Desk, told: str) -> str:
    return here.recipient(told) if told in here.rules.recipients else here.say(f"role.{told}")
