from .addresses import FRIDAY as FRIDAY
from .addresses import WEEK as WEEK
from .routes import week_routes as week_routes
