"""Second visits to doors of the random arm that stayed shut: the lot held and kept, what is owed by it, what it saw.

The lot is a calculation of `inspection.targeting.evaluating`, and is counted again wherever it is looked at. Orders of
magistrates are no matter of it: a door is known here by what everybody may read of an approved week.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
