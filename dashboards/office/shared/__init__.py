"""What several pages of the office share: words, addresses, the look at a list, and forms that lead on or not."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
