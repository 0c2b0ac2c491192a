"""Travel times by a road server, OSRM or Valhalla, inside the administration's network.

`travel_times` gives what the settings ask for; `settle` asks for all parts of a plan before the first is planned. A
server that is down, slow, wrong or old is replaced by the great circle for the whole plan, and the plan says so.
"""

from inspection.planning.roads.asking import RoadFault
from inspection.planning.roads.providing import RoadTimes, edition_of, notices_of, settle, travel_times
from inspection.planning.roads.servers import Edition

__all__ = ["Edition", "RoadFault", "RoadTimes", "edition_of", "notices_of", "settle", "travel_times"]
