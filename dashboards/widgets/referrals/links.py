"""What links a case to others: a reference, a ground in words and a strength as a bar; a head confirms or rejects.

Nobody's name stands here, and nothing can be typed that looks for somebody. The look is recorded when it is asked for.
"""

import streamlit as st

from dashboards.desk import Desk
from dashboards.widgets.shared.looking import revealed
from dashboards.widgets.shared.notices import press
from inspection import acts
from inspection.i18n import t
from inspection.store.referrals import FOREIGN_LINKS

_MOST_LETTERS = 2_000


def links_part(desk: Desk, case: str) -> None:
    """Show the links of a case once somebody asks for them."""
    st.subheader(desk.say("links.title", case=case))
    st.caption(desk.say("links.how"))
    kept = f"links|{desk.user.id}|{case}"
    if st.button(desk.say("links.look"), icon=":material/hub:", key=f"look|{case}"):
        st.session_state[f"asked|{kept}"] = True
    found: list[acts.links.FoundLink] | None = st.session_state.get(kept)
    if found is None and st.session_state.get(f"asked|{kept}"):
        found = st.session_state[kept] = revealed(desk, f"links|{case}", case, lambda: _found(desk, case))
    if found is None:
        return
    if not found:
        st.info(desk.say("links.none"), icon=":material/info:")
    for link in found:
        with st.container(border=True):
            _one(desk, link, kept)


def _found(desk: Desk, case: str) -> list[acts.links.FoundLink]:
    return acts.links.find_links(desk.acting(), case)


def _one(desk: Desk, link: acts.links.FoundLink, kept: str) -> None:
    rule = desk.rules.link_grounds[link.ground]
    more = f" · {t('link.shared', desk.lang, count=link.shared)}" if link.shared > 1 else ""
    st.markdown(f"**{link.other}** · {desk.place(link.other_district)}")
    st.write(f"{rule.label.say(desk.lang)}{more}")
    word = t(f"link.strength.{link.word}", desk.lang)
    said = desk.say("links.strength", word=word, since=desk.day(link.since), until=desk.day(link.fades_on))
    st.progress(link.percent / 100, text=said)
    if link.state == "confirmed":
        st.caption(desk.say("links.confirmed"))
    if desk.may("link.decide"):
        with st.expander(desk.say("links.decide")):
            _decide(desk, link, kept)


def _decide(desk: Desk, link: acts.links.FoundLink, kept: str) -> None:
    with st.form(f"decide|{link.reference}", border=False):
        reason = st.text_area(desk.say("links.reason"), max_chars=_MOST_LETTERS, help=desk.say("links.reason_help"))
        abroad = st.selectbox(
            desk.say("links.abroad"),
            [None, *FOREIGN_LINKS],
            format_func=lambda key: t(f"link.abroad.{key}", desk.lang) if key else desk.say("links.nothing_abroad"),
        )
        with st.container(horizontal=True):
            yes = st.form_submit_button(desk.say("links.confirm"), icon=":material/check:", type="primary")
            no = st.form_submit_button(desk.say("links.reject"), icon=":material/close:")
    if yes:
        press(desk, lambda: _confirmed(desk, link, reason, abroad, kept), desk.say("links.confirmed"))
    if no:
        press(desk, lambda: _rejected(desk, link, reason, kept), desk.say("links.rejected"))


def _confirmed(desk: Desk, link: acts.links.FoundLink, reason: str, abroad: str | None, kept: str) -> None:
    acts.links.confirm_link(desk.acting(), link.case, link.reference, reason=reason, foreign_link=abroad)
    st.session_state.pop(kept, None)  # what is left of it is another look


def _rejected(desk: Desk, link: acts.links.FoundLink, reason: str, kept: str) -> None:
    acts.links.reject_link(desk.acting(), link.case, link.reference, reason=reason)
    st.session_state.pop(kept, None)  # what is left of it is another look
