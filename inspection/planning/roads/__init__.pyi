from .asking import RoadFault as RoadFault
from .providing import edition_of as edition_of
from .providing import notices_of as notices_of
from .providing import settle as settle
from .providing import travel_times as travel_times
