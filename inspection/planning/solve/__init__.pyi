from .rounds import iterations_for as iterations_for
from .rounds import plan_rounds as plan_rounds
from .rounds import warm as warm
