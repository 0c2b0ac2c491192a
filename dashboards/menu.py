"""The menu: each screen once, in the order in which it is listed, with the address under which it is found."""

from collections.abc import Callable
from dataclasses import dataclass

from dashboards.screens import home, registers, risk_map, targeting


@dataclass(frozen=True)
class Screen:
    """One entry of the menu."""

    key: str
    show: Callable[[], None]
    icon: str


SCREENS = (
    Screen("home", home.show, ":material/home:"),
    Screen("risk_map", risk_map.show, ":material/map:"),
    Screen("targeting", targeting.show, ":material/track_changes:"),
    Screen("registers", registers.show, ":material/database:"),
)
