from .sight import VIEWS as VIEWS
from .sight import Sight as Sight
from .sight import Sights as Sights
from .view import View as View
