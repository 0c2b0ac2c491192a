"""A week in the office: what stops it from being approved, what changed, and its rounds on a map, edited by hand.

It asks acts and the planner's own evaluation; it plans nothing itself, and names no visit that a magistrate ordered.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
