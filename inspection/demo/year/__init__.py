"""The demo's year: weeks that the product's own selection chose, carried out by simulated inspectors.

What is really at each workplace is hidden: computed here, kept apart for whoever judges afterwards (`judging`), and
read by no act. Parameters of the truth are in `truth.yaml`.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
