"""What was said about a control, and the two words that a head may add: returned, or read."""

import streamlit as st

from dashboards.desk import Desk
from dashboards.filling import forget as forget_draft
from dashboards.widgets.shared.notices import press
from dashboards.widgets.shared.reading_once import forget, once
from inspection import acts
from inspection.store.views import ControlView

_MOST_LETTERS = 2_000


def reviews_part(desk: Desk, view: ControlView, shown: acts.controls.ShownControl) -> None:
    """Show returns, corrections and reviews, and let a head add one to a finished control."""
    said = once(desk, view, "reviews", lambda: acts.controls.reviews(desk.acting(), view.id))
    if said:
        st.table([_row(desk, review) for review in said], hide_index=True)
    else:
        st.caption(desk.say("controls.no_reviews"))
    is_mine = desk.user.id == view.saved_by and desk.may("control.correct")
    if is_mine and shown.control.left_at is not None:
        _correct(desk, view)
    if not desk.may("control.return"):
        return
    if shown.control.left_at is None:
        st.caption(desk.say("controls.not_finished"))
        return
    one, two = st.columns(2)
    with one:
        _return(desk, view)
    with two:
        _review(desk, view)


def _row(desk: Desk, review: acts.controls.Review) -> dict[str, str]:
    return {
        desk.say("word.what"): desk.say(f"controls.review.{review.kind}"),
        desk.say("word.time"): f"{desk.moment(review.at)} · {review.by}",
        desk.say("controls.words"): review.words,
    }


def _correct(desk: Desk, view: ControlView) -> None:
    """Put the control back into the form for who saved it: nobody else may say what they saw."""
    st.caption(desk.say("controls.correct_note"))
    if st.button(desk.say("controls.correct"), icon=":material/edit:"):
        press(desk, lambda: _begun(desk, view), desk.say("controls.correct_begun"))


def _begun(desk: Desk, view: ControlView) -> None:
    acts.controls.begin_correction(desk.acting(), view.id)
    forget_draft()


def _return(desk: Desk, view: ControlView) -> None:
    with st.form("return_control", border=True):
        st.markdown(f"**{desk.say('controls.return')}**")
        words = st.text_area(desk.say("controls.return_words"), max_chars=_MOST_LETTERS)
        if st.form_submit_button(desk.say("controls.return_it"), icon=":material/undo:"):
            press(desk, lambda: _returned(desk, view, words), desk.say("controls.returned"))


def _returned(desk: Desk, view: ControlView, words: str) -> None:
    acts.controls.return_control(desk.acting(), view.id, words)
    forget(desk, view, "reviews")


def _review(desk: Desk, view: ControlView) -> None:
    with st.form("review_control", border=True):
        st.markdown(f"**{desk.say('controls.review')}**")
        words = st.text_area(desk.say("controls.review_words"), max_chars=_MOST_LETTERS)
        if st.form_submit_button(desk.say("controls.review_it"), icon=":material/check:"):
            press(desk, lambda: _reviewed(desk, view, words), desk.say("controls.reviewed"))


def _reviewed(desk: Desk, view: ControlView, words: str) -> None:
    acts.controls.review_control(desk.acting(), view.id, words=words)
    forget(desk, view, "reviews")
