"""What links a case to others: a reference, a ground in words and a strength as a bar; a head confirms or rejects.

Nobody's name stands here, and nothing can be typed that looks for somebody. The look is recorded when it is asked for.
"""

import streamlit as st

from dashboards.desk import HEAD_ROLES, Desk
from dashboards.widgets.shared.notices import attempt, press
from inspection import acts
from inspection.i18n import t
from inspection.store.referrals import FOREIGN_LINKS

_MOST_LETTERS = 2_000


def links_part(here: Desk, case: str) -> None:
    """Show the links of a case once somebody asks for them."""
    st.subheader(here.say("links.title", case=case))
    st.caption(here.say("links.how"))
    kept = f"links|{here.user.id}|{case}"
    if st.button(here.say("links.look"), icon=":material/hub:", key=f"look|{case}"):
        st.session_state[kept] = attempt(here, lambda: _found(here, case))
    found: list[acts.links.FoundLink] | None = st.session_state.get(kept)
    if found is None:
        return
    if not found:
        st.info(here.say("links.none"), icon=":material/info:")
    for link in found:
        with st.container(border=True):
            _one(here, link, kept)


def _found(here: Desk, case: str) -> list[acts.links.FoundLink]:
    return acts.links.find_links(case, here.user.id, purpose="referral", office=here.office)


def _one(here: Desk, link: acts.links.FoundLink, kept: str) -> None:
    rule = here.rules.link_grounds[link.ground]
    more = f" · {t('link.shared', here.lang, count=link.shared)}" if link.shared > 1 else ""
    st.markdown(f"**{link.other}** · {here.place(link.other_district)}")
    st.write(f"{rule.label.say(here.lang)}{more}")
    word = t(f"link.strength.{link.word}", here.lang)
    said = here.say("links.strength", word=word, since=here.day(link.since), until=here.day(link.fades_on))
    st.progress(link.percent / 100, text=said)
    if link.state == "confirmed":
        st.caption(here.say("links.confirmed"))
    if here.user.role in HEAD_ROLES:
        with st.expander(here.say("links.decide")):
            _decide(here, link, kept)


def _decide(here: Desk, link: acts.links.FoundLink, kept: str) -> None:
    with st.form(f"decide|{link.reference}", border=False):
        reason = st.text_area(here.say("links.reason"), max_chars=_MOST_LETTERS, help=here.say("links.reason_help"))
        abroad = st.selectbox(
            here.say("links.abroad"),
            [None, *FOREIGN_LINKS],
            format_func=lambda key: t(f"link.abroad.{key}", here.lang) if key else here.say("links.nothing_abroad"),
        )
        with st.container(horizontal=True):
            yes = st.form_submit_button(here.say("links.confirm"), icon=":material/check:", type="primary")
            no = st.form_submit_button(here.say("links.reject"), icon=":material/close:")
    if yes:
        press(here, lambda: _confirmed(here, link, reason, abroad, kept), here.say("links.confirmed"))
    if no:
        press(here, lambda: _rejected(here, link, reason, kept), here.say("links.rejected"))


def _confirmed(here: Desk, link: acts.links.FoundLink, reason: str, abroad: str | None, kept: str) -> None:
    by, house = here.user.id, here.office
    acts.links.confirm_link(link.case, link.reference, by, reason=reason, foreign_link=abroad, office=house)
    st.session_state[kept] = _found(here, link.case)


def _rejected(here: Desk, link: acts.links.FoundLink, reason: str, kept: str) -> None:
    acts.links.reject_link(link.case, link.reference, here.user.id, reason=reason, office=here.office)
    st.session_state[kept] = _found(here, link.case)
