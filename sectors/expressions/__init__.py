"""The small language in which a question says when it is asked, what its answer must be, and what evidence it needs.

`parse` reads an expression once and holds every name, type and choice against the questions; what comes out is a small
frozen tree that the faces evaluate or compile. The grammar is in docs/reference/expressions.md.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
