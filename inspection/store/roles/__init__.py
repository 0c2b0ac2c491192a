"""PostgreSQL's own accounts and what each may do: who owns the tables, who works in them, who serves the portal."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
