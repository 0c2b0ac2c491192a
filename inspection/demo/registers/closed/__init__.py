"""The closed registers that the demo invents beside Dimona, DmfA and the sites: postings, titles, figures, history."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
