"""What is done on a schedule, each flow a table of contents; and `flows.command`, the product in a terminal."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
