"""The demo's past: complaints, approved weeks and controls, each made through the act that makes it in earnest."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
