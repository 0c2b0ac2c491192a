"""Devices as a table, the form that invites one, and the form that revokes one."""

from collections.abc import Sequence
from typing import get_args

import streamlit as st

from dashboards.desk import Desk
from dashboards.widgets.shared.notices import attempt, press
from inspection import acts

_INVITED = "device_invited"


def device_table(desk: Desk, devices: Sequence[acts.staff.DeviceView]) -> None:
    """Show devices; none of their secrets is kept, so none can be shown."""
    st.table([_row(desk, device) for device in devices], hide_index=True)


def invite_form(desk: Desk) -> None:
    """Let a head invite the device of one of their people."""
    with st.form("invite_device", border=True):
        st.markdown(f"**{desk.say('devices.invite')}**")
        people = acts.staff.answered_for(desk.acting())
        user = st.selectbox(desk.say("devices.user"), people, None, placeholder="–")
        kinds = get_args(acts.staff.DeviceKind)
        kind = st.radio(desk.say("devices.kind"), kinds, format_func=lambda k: desk.say(f"devices.kind.{k}"))
        pressed = st.form_submit_button(desk.say("devices.invite_it"), type="primary", icon=":material/qr_code:")
    if pressed and user:
        made = attempt(desk, lambda: acts.staff.invite_device(desk.acting(), user, kind))
        if made is not None:
            st.session_state[_INVITED] = (user, made)
            st.rerun()


def invitation(desk: Desk) -> None:
    """Show the invitation that was just made, this once: it is gone when the screen is drawn again."""
    held = st.session_state.pop(_INVITED, None)
    if held is None:
        return
    user, made = held
    with st.container(border=True):
        st.markdown(f"**{desk.say('devices.invited', user=user, until=desk.moment(made.expires_at))}**")
        st.image(made.qr_svg, width=240)
        if made.username:
            st.text(f"{desk.say('devices.username')}: {made.username}")
        st.text(f"{desk.say('devices.code')}: {made.code}\n{made.url}")
        st.warning(desk.say("devices.once"), icon=":material/visibility_off:")


def revoke_form(desk: Desk, devices: Sequence[acts.staff.DeviceView]) -> None:
    """Let a head revoke a device that was lost, or whose user left."""
    if not devices:
        return
    with st.form("revoke_device", border=True):
        st.markdown(f"**{desk.say('devices.revoke')}**")
        named = {d.id: f"{d.user} · {d.label or desk.say(f'devices.kind.{d.kind}')}" for d in devices}
        chosen = st.selectbox(desk.say("devices.device"), list(named), None, named.__getitem__, placeholder="–")
        st.caption(desk.say("devices.revoke_note"))
        if st.form_submit_button(desk.say("devices.revoke_it"), icon=":material/phonelink_erase:") and chosen:
            revoked = desk.say("devices.revoked")
            press(desk, lambda: acts.staff.revoke_device(desk.acting(), chosen), revoked)


def _row(desk: Desk, device: acts.staff.DeviceView) -> dict[str, str]:
    return {
        desk.say("devices.user"): device.user,
        desk.say("devices.device"): f"{device.label or '–'} · {desk.say(f'devices.kind.{device.kind}')}",
        desk.say("word.state"): desk.say(f"devices.state.{device.state}"),
        desk.say("devices.since"): desk.moment(device.enrolled_at),
        desk.say("devices.until"): desk.moment(device.expires_at),
        desk.say("devices.seen_on"): str(device.seen_on or "–"),
    }
