"""The risk map and what became of its workplaces; and what users of a GIS take out of the house and bring into it.

It never changes a week, and nothing that selects or plans reads what was brought in.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
