"""A referral that went to the wrong office: recalled at once, its deletion noted; and the register of breaches."""

from collections.abc import Sequence

import streamlit as st

from dashboards.desk import EVERYWHERE, Desk
from dashboards.widgets.notices import attempt, press
from dashboards.widgets.offices import channel_field, further_offices
from dashboards.widgets.referral_reading import forget_referrals
from inspection import acts

_READ = "breaches_read"


def recall_part(here: Desk, stands: acts.Standing) -> None:
    """Show what was recalled, and let somebody recall a delivery or note that it was deleted."""
    if stands.recalls:
        st.table([_row(here, one) for one in stands.recalls], hide_index=True)
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
        st.session_state[_READ] = attempt(here, lambda: acts.breaches(here.user.id, office=here.office))
    found: list[acts.BreachEntry] | None = st.session_state.get(_READ)
    if found:
        st.table([_entry(here, one) for one in reversed(found)], hide_index=True)
    elif found is not None:
        st.caption(here.say("word.nothing"))


def _row(here: Desk, one: acts.Recalled) -> dict[str, str]:
    return {
        here.say("recalls.office"): here.recipient(one.recipient),
        here.say("recalls.at"): here.moment(one.recalled_at),
        here.say("recalls.instead"): here.recipient(one.instead) if one.instead else "–",
        here.say("recalls.breach"): here.say("recalls.entered" if one.is_breach else "recalls.not_left"),
        here.say("recalls.deleted"): here.moment(one.deleted_at) or "–",
    }


def _recall(here: Desk, stands: acts.Standing) -> None:
    choose, others = here.say("referral.choose"), further_offices(here, stands.offices)
    with st.form("recall", border=True):
        st.markdown(f"**{here.say('recalls.recall')}**")
        st.caption(here.say("recalls.note"))
        wrong = st.selectbox(here.say("recalls.office"), stands.offices, None, here.recipient, placeholder=choose)
        right = st.selectbox(
            here.say("recalls.instead"),
            others,
            None,
            here.recipient,
            placeholder=here.say("recalls.nobody"),
            help=here.say("recalls.instead_help"),
        )
        if st.form_submit_button(here.say("recalls.recall_it"), type="primary", icon=":material/undo:"):
            press(here, lambda: _recalled(here, stands, wrong, right), lambda made: _told(here, made))


def _recalled(here: Desk, stands: acts.Standing, wrong: str | None, right: str | None) -> acts.Recalled:
    made = acts.recall(stands.reference, wrong or "", here.user.id, instead=right, office=here.office)
    forget_referrals()
    return made


def _told(here: Desk, made: acts.Recalled) -> str:
    return here.say("recalls.recalled" if made.is_breach else "recalls.stopped", office=here.recipient(made.recipient))


def _deletion(here: Desk, stands: acts.Standing, waiting: Sequence[str]) -> None:
    with st.form("deletion", border=True):
        st.markdown(f"**{here.say('recalls.deletion')}**")
        st.caption(here.say("recalls.deletion_note"))
        office = st.selectbox(here.say("recalls.office"), waiting, format_func=here.recipient)
        channel = channel_field(here)
        if st.form_submit_button(here.say("recalls.note_deletion"), icon=":material/delete_forever:"):
            press(here, lambda: _deleted(here, stands, office, channel), here.say("recalls.deletion_noted"))


def _deleted(here: Desk, stands: acts.Standing, office: str, channel: acts.Channel) -> None:
    acts.confirm_deletion(stands.reference, office, channel, here.user.id, office=here.office)
    forget_referrals()


def _entry(here: Desk, one: acts.BreachEntry) -> dict[str, str]:
    kinds = ", ".join(here.say(f"breaches.kind.{kind}") for kind in one.categories)
    persons = here.say("breaches.minors", count=one.persons, n=one.minors) if one.minors else str(one.persons)
    return {
        here.say("breaches.found"): here.moment(one.found_at),
        here.say("recalls.office"): here.recipient(one.recipient),
        here.say("breaches.kinds"): kinds or "–",
        here.say("breaches.persons"): persons,
        here.say("breaches.told"): ", ".join(_who(here, id_) for id_ in one.told),
        here.say("recalls.deleted"): here.moment(one.deleted_at) or "–",
    }


def _who(here: Desk, told: str) -> str:
    return here.recipient(told) if told in here.rules.recipients else here.say(f"role.{told}")
