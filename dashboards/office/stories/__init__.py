"""The page of a workplace in the office: its whole story, without a word of a complaint, an order or a suspicion."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
