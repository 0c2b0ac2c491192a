"""The menu: each screen once, in the order in which it is listed, with the address under which it is found."""

from collections.abc import Callable
from dataclasses import dataclass

from dashboards.screens import (
    control_view,
    holds,
    home,
    joint_actions,
    orders,
    policy,
    referrals,
    registers,
    risk_map,
    targeting,
)


@dataclass(frozen=True)
class Screen:
    """One entry of the menu."""

    key: str
    show: Callable[[], None]
    icon: str


SCREENS = (
    Screen("home", home.show, ":material/home:"),
    Screen("risk_map", risk_map.show, ":material/map:"),
    Screen("joint_actions", joint_actions.show, ":material/groups:"),
    Screen("holds", holds.show, ":material/event_busy:"),
    Screen("orders", orders.show, ":material/gavel:"),
    Screen("controls", control_view.show, ":material/folder_open:"),
    Screen("referrals", referrals.show, ":material/outgoing_mail:"),
    Screen("targeting", targeting.show, ":material/track_changes:"),
    Screen("policy", policy.show, ":material/account_balance:"),
    Screen("registers", registers.show, ":material/database:"),
)
