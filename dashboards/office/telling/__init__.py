"""What pages about places and controls have alike: the words of one reader, and the addresses by which they lead on."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
