from .feed import FEED as FEED
from .feed import calendar_routes as calendar_routes
from .proving import prove_calendar as prove_calendar
