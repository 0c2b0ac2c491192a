"""The database itself: engine, transactions, migrations, keys and guards of rows; it knows no table's meaning."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
