"""The views: what there is to see for signals, made from the registers by the framework and never by a signal.

A view is a frame of opaque keys and a few columns, each of which says of which lake columns it is made; it also says
which columns decide what rows it has. The as-of discipline is kept here: no row that is dated later than the day.
"""

from collections.abc import Mapping
from types import MappingProxyType

from inspection.targeting.views import dimona, dmfa, kbo, office, works
from inspection.targeting.views.view import View

VIEWS: Mapping[str, View] = MappingProxyType(
    {name: view for module in (dimona, dmfa, kbo, office, works) for name, view in module.VIEWS.items()}
)

__all__ = ["VIEWS", "View"]
