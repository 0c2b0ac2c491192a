from .actors import introduce_actors as introduce_actors
from .policy import Place as Place
