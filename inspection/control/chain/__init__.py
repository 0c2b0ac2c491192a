"""The chain of contracts of a control: who stands where, who is liable or may be told, and how it is drawn.

Nothing here sends or decides anything, and nothing here reads a suspicion.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
