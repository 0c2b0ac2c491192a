"""The law and the sectors, as data: dated, sourced, each value with its confidence, and a reader that refuses mistakes.

A jurist works in the YAML files here; the rest of the product asks `load_rules().on(day)` and never holds a number of
the law itself. A local change is a file in the same format, laid over as new dated lines.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
