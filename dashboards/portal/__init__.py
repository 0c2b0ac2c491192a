"""The portal: the door of police cells, auditorates, centres and other services to what was addressed to them."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
