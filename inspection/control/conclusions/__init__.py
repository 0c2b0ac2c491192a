"""What follows from the answers by the law of the day of the facts: findings, offenders, consequences, clocks."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
