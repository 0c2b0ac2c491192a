"""A round changed by hand: what one edit costs and breaks, by the planner's own times and the verifier's own rules.

It changes no plan itself and keeps nothing: an edit that is accepted is a plan that holds, any other names its rules.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
