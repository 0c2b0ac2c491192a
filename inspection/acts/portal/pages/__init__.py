"""What somebody of an office sees, opens and says on the portal; never in the database of the office."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
