"""Raw deliveries of registers: sealed on receipt, read from their seal, destroyed some days after their use."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
