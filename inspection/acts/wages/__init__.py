"""Wage scales taken in: imported by one person, approved by another, withdrawn; each an act on the trail.

What is approved is a file in the home's rules, laid over the product's own; reading the rows is `sectors.wages`.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
