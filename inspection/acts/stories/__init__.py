"""The story of a workplace, told to whoever works there: visits, findings, deadlines, reasons, links, what is closed.

It never tells of a complaint, an order or a suspicion, nor leaves a gap where one was: each part is made of what would
stand there without them. It changes nothing.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
