"""The outbox: a lease on what is to be sent, the way it goes, and what is known of it after; it knows no contents."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
