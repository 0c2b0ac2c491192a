"""Travel times by a road server, OSRM or Valhalla, inside the administration's network.

`travel_times` gives what the settings ask for; `settle` asks for all parts of a plan before the first is planned. A
server that is down, slow, wrong or old is replaced by the great circle for the whole plan, and the plan says so.

"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
