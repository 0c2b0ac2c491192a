"""The rules of a week, above the acts: who is offered, joint parts, rounds of each district, how teams travel.

It changes the store through acts only, and knows neither schedules nor screens.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
