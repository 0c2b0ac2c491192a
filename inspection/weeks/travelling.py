"""Travel times of a week, the same for all districts, and what whoever plans it should hear about them."""

import logging
from collections.abc import Mapping

from inspection.planning.problem import TravelTimes, Visit
from inspection.planning.roads import notices_of, settle, travel_times
from inspection.progress import say
from inspection.time_of import today
from inspection.trust import AppContext
from inspection.weeks.district_planning import places_of
from inspection.weeks.parts import Team
from sectors import Catalogue

_logger = logging.getLogger("vigie.flows")


def settled_travel(
    app: AppContext, offered: Mapping[str, tuple[Visit, ...]], roster: Mapping[str, Team], catalogue: Catalogue
) -> dict[str, TravelTimes]:
    """Return the travel times of each district, all by the provider of the settings or all by the great circle."""
    travel = travel_times(app.settings.roads, catalogue.travel, today(), app.settings.cache)
    say("travel", 0, 1)
    settled = settle(travel, {name: places_of(offered[name], days) for name, days in roster.items()})
    for notice in notices_of(travel):
        _logger.warning("%s", notice)
    say("travel", 1, 1)
    return settled
