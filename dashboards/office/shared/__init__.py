"""What several pages of the office share: the words of one reader, the way to each other, and one look in a session."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
