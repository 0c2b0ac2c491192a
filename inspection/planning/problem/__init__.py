"""The question of a week in plain values, and the check that a plan answers it; nothing here searches."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
