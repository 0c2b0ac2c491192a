"""Whether points follow from who somebody is or where: asked of values, not of promises.

Registers are read with names, streets and postcodes exchanged within the country, or with one column turned round, and
what signals say then is compared. It decides nothing about a workplace, and keeps none.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
