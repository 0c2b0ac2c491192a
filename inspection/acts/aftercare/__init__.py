"""After the decision: a no is read, who stayed is looked after, the inspector is rung back, a colleague enters for one.

What is owed is `follow_ups`'; here is what somebody does about it, and what of it is written to whoever has the case.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
