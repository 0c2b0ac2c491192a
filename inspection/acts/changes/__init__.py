"""What becomes of a referral after it left: corrected, withdrawn, recalled, rerouted, under embargo.

The first report itself is never rewritten.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
