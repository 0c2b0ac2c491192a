"""What a week is written into: pages, maps, sheets and calendars, and the jobs that write what is missing.

It reads books and writes files of the installation; it decides nothing, and never sends.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
