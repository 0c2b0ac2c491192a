"""Acts: one function for each thing that a person or a schedule does, and the only way to change the store.

Each opens one transaction, asks access, calls the domain, and writes rows, deliveries and trail together.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
