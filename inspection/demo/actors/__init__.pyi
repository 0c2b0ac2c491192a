from .actors import introduce_actors as introduce_actors
