"""The GeoPackage of a week: what users of a GIS may have of it, as layers with styles.

It owns layers, columns and styles. It never sees the store, and no column tells why a place is visited.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
