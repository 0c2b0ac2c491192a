"""What was said about a control, and the two words that a head may add: returned, or read."""

import streamlit as st

from dashboards.desk import FIELD_ROLES, HEAD_ROLES, Desk
from dashboards.filling import forget as forget_draft
from dashboards.widgets.shared.notices import press
from dashboards.widgets.shared.reading_once import forget, once
from inspection import acts
from inspection.store.views import ControlView

_MOST_LETTERS = 2_000


def reviews_part(here: Desk, view: ControlView, shown: acts.controls.ShownControl) -> None:
    """Show returns, corrections and reviews, and let a head add one to a finished control."""
    said = once(here, view, "reviews", lambda: acts.controls.reviews(view.id, here.user.id, office=here.office))
    if said:
        st.table([_row(here, review) for review in said], hide_index=True)
    else:
        st.caption(here.say("controls.no_reviews"))
    is_mine = here.user.id == view.saved_by and here.user.role in FIELD_ROLES
    if is_mine and shown.control.left_at is not None:
        _correct(here, view)
    if here.user.role not in HEAD_ROLES:
        return
    if shown.control.left_at is None:
        st.caption(here.say("controls.not_finished"))
        return
    one, two = st.columns(2)
    with one:
        _return(here, view)
    with two:
        _review(here, view)


def _row(here: Desk, review: acts.controls.Review) -> dict[str, str]:
    return {
        here.say("word.what"): here.say(f"controls.review.{review.kind}"),
        here.say("word.time"): f"{here.moment(review.at)} · {review.by}",
        here.say("controls.words"): review.words,
    }


def _correct(here: Desk, view: ControlView) -> None:
    """Put the control back into the form for who saved it: nobody else may say what they saw."""
    st.caption(here.say("controls.correct_note"))
    if st.button(here.say("controls.correct"), icon=":material/edit:"):
        press(here, lambda: _begun(here, view), here.say("controls.correct_begun"))


def _begun(here: Desk, view: ControlView) -> None:
    acts.controls.begin_correction(view.id, here.user.id, office=here.office)
    forget_draft()


def _return(here: Desk, view: ControlView) -> None:
    with st.form("return_control", border=True):
        st.markdown(f"**{here.say('controls.return')}**")
        words = st.text_area(here.say("controls.return_words"), max_chars=_MOST_LETTERS)
        if st.form_submit_button(here.say("controls.return_it"), icon=":material/undo:"):
            press(here, lambda: _returned(here, view, words), here.say("controls.returned"))


def _returned(here: Desk, view: ControlView, words: str) -> None:
    acts.controls.return_control(view.id, words, here.user.id, office=here.office)
    forget(here, view, "reviews")


def _review(here: Desk, view: ControlView) -> None:
    with st.form("review_control", border=True):
        st.markdown(f"**{here.say('controls.review')}**")
        words = st.text_area(here.say("controls.review_words"), max_chars=_MOST_LETTERS)
        if st.form_submit_button(here.say("controls.review_it"), icon=":material/check:"):
            press(here, lambda: _reviewed(here, view, words), here.say("controls.reviewed"))


def _reviewed(here: Desk, view: ControlView, words: str) -> None:
    acts.controls.review_control(view.id, here.user.id, words=words, office=here.office)
    forget(here, view, "reviews")
