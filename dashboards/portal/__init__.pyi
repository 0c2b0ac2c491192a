from .around import PORTAL as PORTAL
from .routes import portal_routes as portal_routes
from .serving import application as application
from .serving import serve as serve
