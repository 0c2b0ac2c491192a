"""Who somebody is, and how that was proven: principals, passwords, tokens, waits after wrong guesses, rights of flows.

Values and calculations only; `inspection.acts.identity` is where somebody proves it, and the store where it is kept.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
