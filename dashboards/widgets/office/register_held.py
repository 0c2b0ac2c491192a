"""Held deliveries: what differs from the last good one, and the two buttons of whoever may decide."""

from collections.abc import Sequence
from decimal import Decimal

import streamlit as st

from dashboards.desk import Desk
from dashboards.widgets.office.register_health import register_name
from dashboards.widgets.shared.notices import press
from inspection import acts
from inspection.acts.registers import HeldRegister
from inspection.i18n import decimal_text
from inspection.registers.gate import Difference, held

_SHOWN = 12


def held_deliveries(desk: Desk, found: Sequence[HeldRegister]) -> None:
    """Show every held delivery with its differences, and let a second person release it, or anybody reject it."""
    if not found:
        st.info(desk.say("registers.nothing_held"), icon=":material/check:")
    for one in found:
        with st.container(border=True):
            _held(desk, one)


def _held(desk: Desk, one: HeldRegister) -> None:
    st.markdown(f"**{register_name(desk, one.register)} · {desk.day(one.day)}**")
    good = desk.day(one.last_good) if one.last_good else desk.say("registers.nothing")
    st.caption(desk.say("registers.goes_on", good=good))
    st.table([_difference(desk, difference) for difference in one.differences[:_SHOWN]], hide_index=True)
    if one.asked_by:
        st.caption(desk.say("registers.asked", by=one.asked_by))
    may_release, may_reject = desk.may("register.release"), desk.may("register.reject")
    if not (may_release or may_reject):
        return
    key = one.sha256[: held.SHORTEST]
    reason = st.text_input(desk.say("registers.reason"), help=desk.say("registers.reason_help"), key=f"why_{key}")
    with st.container(horizontal=True):
        if may_release and st.button(desk.say("registers.release"), key=f"release_{key}", type="primary"):
            press(
                desk,
                lambda: acts.registers.release(desk.acting(), one.register, key, reason=reason),
                lambda done: desk.say(f"registers.done.{done.state}"),
            )
        if may_reject and st.button(desk.say("registers.reject"), key=f"reject_{key}"):
            press(
                desk,
                lambda: acts.registers.reject(desk.acting(), one.register, key, reason=reason),
                lambda done: desk.say(f"registers.done.{done.state}"),
            )


def _difference(desk: Desk, difference: Difference) -> dict[str, object]:
    known = desk.rules.register_limits.get(difference.measure)
    return {
        desk.say("registers.what"): known.label.say(desk.lang) if known else difference.measure,
        desk.say("registers.where"): difference.place or desk.say("registers.whole"),
        desk.say("registers.was"): _value(desk, difference, difference.before),
        desk.say("registers.is_now"): _value(desk, difference, difference.now),
        desk.say("registers.limit"): f"{_part(desk, difference.distance)} > {_part(desk, difference.limit)}",
    }


def _value(desk: Desk, difference: Difference, value: float | None) -> str:
    """Return a value as the reader's language writes it; a dash where there is none."""
    if value is None:
        return "–"
    return desk.count(round(value)) if difference.is_counted else _part(desk, value)


def _part(desk: Desk, part: float) -> str:
    return f"{decimal_text(Decimal(f'{100 * part:.1f}'), desk.lang)} %"
