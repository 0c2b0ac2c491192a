"""Every view by its name: what the framework makes from the registers for signals to see."""

from collections.abc import Mapping
from types import MappingProxyType

from inspection.targeting.views import dimona, dmfa, kbo, office, works
from inspection.targeting.views.view import View

VIEWS: Mapping[str, View] = MappingProxyType(
    {name: view for module in (dimona, dmfa, kbo, office, works) for name, view in module.VIEWS.items()}
)
