from . import bundle as bundle
from . import delivery as delivery
from . import linking as linking
from . import report as report
from . import routing as routing
from .routing import addressees as addressees
