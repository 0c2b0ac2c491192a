"""Who is visited: a random draw first, then mandates, then the points within the policy's shares."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
