"""One box that finds a firm, a number, an address, a reference or the code of a visit, within rights.

Nobody is found here by who they are: that is `acts.access.find_person`, which asks why and in which case.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
