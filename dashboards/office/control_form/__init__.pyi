from .addresses import END as END
from .addresses import VISIT as VISIT
from .drafted import changed as changed
from .drafted import filled as filled
from .drafted import opened as opened
from .frame import framed as framed
from .onsite_fields import PARTS as PARTS
from .routes import control_form_routes as control_form_routes
