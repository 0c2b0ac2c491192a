"""Written notices to parties of a chain of contracts: proposed, held back, signed by a person, printed.

Nothing is ever sent from here, and whoever reads the plain part of a control learns nothing of a wait.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
