"""Offices to choose from: those that may see a case, and those of magistrates."""

from collections.abc import Collection
from typing import get_args

import streamlit as st

from dashboards.desk import Desk
from inspection import acts


def further_offices(desk: Desk, having: Collection[str]) -> list[str]:
    """Return the offices that may see a case and do not have it, by their names."""
    known = (id_ for id_, one in desk.rules.recipients.items() if one.gets_bundles and id_ not in having)
    return sorted(known, key=desk.recipient)


def magistrate_field(desk: Desk, having: Collection[str], label: str, *, is_open: bool = False) -> str:
    """Ask for a magistrate's office, those first that have the referral.

    Arguments: `is_open` where none is likelier than another: "" is returned until somebody chose one.
    """
    known = [id_ for id_, one in desk.rules.recipients.items() if one.kind in acts.orders.MAGISTRATES]
    ids = sorted(known, key=lambda id_: (id_ not in having, desk.recipient(id_)))
    first = None if is_open else 0
    return st.selectbox(label, ids, first, desk.recipient, placeholder=desk.say("referral.choose")) or ""


def channel_field(desk: Desk) -> acts.changes.Channel:
    """Ask how something was said."""
    channels: tuple[acts.changes.Channel, ...] = get_args(acts.changes.Channel)
    return st.selectbox(desk.say("referral.channel"), channels, 0, lambda c: desk.say(f"channel.{c}"))
