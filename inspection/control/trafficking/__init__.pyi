from .ages import born_on as born_on
from .indicators import propose as propose
from .open_questions import left_open as left_open
from .signs import places_of as places_of
