"""What registers prove of a person or workplace, and a draft of the pay that is owed; a check is no finding."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
