"""The store: what the inspectorate decides, receives and finds, in one encrypted database.

Tables by subject, one way to open it, one transaction an act, sealed columns, migrations, and named queries that return
plain values. It holds what must never be lost; registers of others live in the lake.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
