from .city import write_city as write_city
from .generating import generate as generate
from .world import Generated as Generated
from .world import World as World
