"""Places: what is known of one, what holds it shut, and complaints about it; nothing here selects one."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
