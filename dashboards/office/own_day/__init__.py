"""One's own day, telephone first: the stops of the team, the way between them, and what came back for correction."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
