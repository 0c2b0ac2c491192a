"""A suspicion on its way to everyone who must know, until each has answered.

Pure but for the transports: who gets it, what each may see of it, how a delivery moves from queued to answered, and the
references, calls and receipts by which people answer. The inspector's yes suffices; nothing here can hold it back.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
