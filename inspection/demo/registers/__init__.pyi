from .enterprises import Size as Size
from .registers import Demo as Demo
from .registers import Scale as Scale
from .registers import write_registers as write_registers
