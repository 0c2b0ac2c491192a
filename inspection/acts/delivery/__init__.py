"""Sends bundles, notices and lists, by machine or by hand; it never changes what is sent."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
