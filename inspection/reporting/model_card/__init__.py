"""The model card of targeting: what it is for, how well it does, whom it treats how; as a value, a page and a PDF.

Everything in it was measured elsewhere. A public edition has no place for a step, a weight or a threshold.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
