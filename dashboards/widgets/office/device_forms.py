"""Devices as a table, the form that invites one, and the form that revokes one."""

from collections.abc import Sequence
from typing import get_args

import streamlit as st

from dashboards.desk import FIELD_ROLES, Desk
from dashboards.widgets.shared.notices import attempt, press
from inspection import acts
from inspection.store.queries import users

_INVITED = "device_invited"


def device_table(here: Desk, devices: Sequence[acts.staff.DeviceView]) -> None:
    """Show devices; none of their secrets is kept, so none can be shown."""
    st.table([_row(here, device) for device in devices], hide_index=True)


def invite_form(here: Desk) -> None:
    """Let a head invite the device of one of their people."""
    with st.form("invite_device", border=True):
        st.markdown(f"**{here.say('devices.invite')}**")
        people = [u.id for u in users(here.office.store) if _is_of(here, u.role, u.district) and u.is_active]
        user = st.selectbox(here.say("devices.user"), sorted(people), None, placeholder="–")
        kinds = get_args(acts.staff.DeviceKind)
        kind = st.radio(here.say("devices.kind"), kinds, format_func=lambda k: here.say(f"devices.kind.{k}"))
        pressed = st.form_submit_button(here.say("devices.invite_it"), type="primary", icon=":material/qr_code:")
    if pressed and user:
        made = attempt(here, lambda: acts.staff.invite_device(user, kind, here.user.id, office=here.office))
        if made is not None:
            st.session_state[_INVITED] = (user, made)
            st.rerun()


def invitation(here: Desk) -> None:
    """Show the invitation that was just made, this once: it is gone when the screen is drawn again."""
    held = st.session_state.pop(_INVITED, None)
    if held is None:
        return
    user, made = held
    with st.container(border=True):
        st.markdown(f"**{here.say('devices.invited', user=user, until=here.moment(made.expires_at))}**")
        st.image(made.qr_svg, width=240)
        if made.username:
            st.text(f"{here.say('devices.username')}: {made.username}")
        st.text(f"{here.say('devices.code')}: {made.code}\n{made.url}")
        st.warning(here.say("devices.once"), icon=":material/visibility_off:")


def revoke_form(here: Desk, devices: Sequence[acts.staff.DeviceView]) -> None:
    """Let a head revoke a device that was lost, or whose user left."""
    if not devices:
        return
    with st.form("revoke_device", border=True):
        st.markdown(f"**{here.say('devices.revoke')}**")
        named = {d.id: f"{d.user} · {d.label or here.say(f'devices.kind.{d.kind}')}" for d in devices}
        chosen = st.selectbox(here.say("devices.device"), list(named), None, named.__getitem__, placeholder="–")
        st.caption(here.say("devices.revoke_note"))
        if st.form_submit_button(here.say("devices.revoke_it"), icon=":material/phonelink_erase:") and chosen:
            revoked = here.say("devices.revoked")
            press(here, lambda: acts.staff.revoke_device(chosen, here.user.id, office=here.office), revoked)


def _row(here: Desk, device: acts.staff.DeviceView) -> dict[str, str]:
    return {
        here.say("devices.user"): device.user,
        here.say("devices.device"): f"{device.label or '–'} · {here.say(f'devices.kind.{device.kind}')}",
        here.say("word.state"): here.say(f"devices.state.{device.state}"),
        here.say("devices.since"): here.moment(device.enrolled_at),
        here.say("devices.until"): here.moment(device.expires_at),
        here.say("devices.seen_on"): str(device.seen_on or "–"),
    }


def _is_of(here: Desk, role: str, district: str | None) -> bool:
    if here.district is None:
        return role in FIELD_ROLES
    return role in FIELD_ROLES and district == here.district
