"""A filled control comes in: read strictly, held against its checklist, merged with what was kept meanwhile."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
