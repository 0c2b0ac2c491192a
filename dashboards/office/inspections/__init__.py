"""Controls in the office: the list with what was found and what runs out, and one control with its dossiers."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
