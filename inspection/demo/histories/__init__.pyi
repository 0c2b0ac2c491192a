from .generating import generate as generate
from .world import Generated as Generated
from .world import World as World
