"""The pages of documents in the office: the shelf, one document with its preview, and approving a draft as a whole."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
