"""What watches over the house itself: decoys that sound an alarm, and the register of breaches of personal data."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
