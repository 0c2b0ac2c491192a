"""A bound that no plan of a week exceeds.

Each workplace gets a price, and each team-day takes the round that gains most at these prices: the prices together with
these gains bound the value of every plan, whatever the prices (Lagrange). `relaxation` relaxes the week, `outlook` and
`pricing` find the best round of a team-day, `prices` and `bundle` look for the prices with the lowest bound. Nothing
here is imported before somebody asks for a bound, and a plan never does.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
