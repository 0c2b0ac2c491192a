"""The week as a list of books, one a district: everything that the office may read of a plan, and its files.

No text of it is in a language.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
