"""An offence on a day: all that the rules say of it, for whoever reads or changes one. No control is read."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
