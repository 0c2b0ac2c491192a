"""Who is away on which days, also by a calendar's file, and who stands in for them; never why, nor who works then."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
