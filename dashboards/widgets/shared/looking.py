"""No log, no look: what is sensitive is read through here, once its consultation has been recorded.

What speaks of a person is masked until somebody says why they look; in one's own open control nobody is asked.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

import streamlit as st

from dashboards.desk import Desk
from dashboards.widgets.shared.notices import refusal
from inspection import acts
from inspection.acts.access import Kind, ListLook
from inspection.errors import AccessRefused
from inspection.trust import Reason, looking_for

_REASON = "reason"
T = TypeVar("T")


def look(
    desk: Desk,
    kind: Kind,
    subject: str,
    read: Callable[[], T],
    district: str | None = None,
    *,
    masked: bool = False,
) -> T:
    """Return what `read` gives; the first time in a session the look is recorded before.

    Streamlit draws a screen again at every click: that is the same look, not another one. A look with a reason is one.
    """
    context = desk.acting()
    seen: set[tuple[object, ...]] = st.session_state.setdefault("looked", set())
    mark = (desk.user.id, kind, subject, context.reason)
    if mark in seen:
        return read()
    found = acts.access.audited_read(context, kind, subject, read=read, district=district, masked=masked)
    seen.add(mark)
    return found


def look_at_list(desk: Desk, kind: str, read: Callable[[ListLook], T], district: str | None = None) -> T:
    """Return what `read` gives of a list; the look is recorded before, once in a session.

    `read` shows the look to the act that lists, which then knows that it is the same one, drawn again.
    """
    looks: dict[tuple[object, ...], ListLook] = st.session_state.setdefault("listed", {})
    context, mark = desk.acting(), (desk.user.id, kind, district)
    looks[mark] = acts.access.list_look(context, kind, district, again=looks.get(mark))
    return read(looks[mark])


@contextmanager
def looking_at(desk: Desk, subject: str) -> Iterator[Reason | None]:
    """Give, for what is read inside, the reason that this person gave for a subject; another subject asks anew."""
    kept = st.session_state.get(_REASON)
    reason = kept[1] if kept is not None and kept[0] == (desk.user.id, subject) else None
    with looking_for(reason):
        yield reason


def why(desk: Desk, subject: str, case: str) -> None:
    """Ask why somebody looks, and draw the screen anew with the answer; the act says whether it is a good one.

    Arguments: `case` what the field holds at first: mostly what is looked at is its own case.
    """
    purposes = acts.access.choices(desk.rules, desk.user.role)
    st.info(desk.say("why.note"), icon=":material/visibility_off:")
    with st.form(f"why_{subject}", border=True):
        purpose = st.selectbox(
            desk.say("why.title"), list(purposes), None, lambda key: purposes[key].label.say(desk.lang),
            placeholder=desk.say("why.choose"), key=f"why_purpose_{subject}",
        )  # fmt: skip
        named = st.text_input(desk.say("why.case"), case, max_chars=60)
        pressed = st.form_submit_button(desk.say("why.show"), icon=":material/visibility:")
    if pressed and purpose is not None:
        st.session_state[_REASON] = ((desk.user.id, subject), Reason(purpose, named.strip()))
        st.rerun()


def revealed(desk: Desk, subject: str, case: str, read: Callable[[], T]) -> T | None:
    """Return what `read` reveals, read once for a reason; where that is missing or not good, ask for it, and None."""
    kept: dict[tuple[object, ...], T] = st.session_state.setdefault("revealed", {})
    with looking_at(desk, subject) as reason:
        mark = (desk.user.id, subject, reason)
        if mark in kept:
            return kept[mark]
        try:
            kept[mark] = read()
            return kept[mark]
        except AccessRefused as fault:
            if fault.code != "ACCESS-090":
                refusal(desk, fault)
            if not fault.code.startswith("ACCESS-09"):
                return None
    why(desk, subject, case)
    return None
