"""What happened around the demo's controls: complaints, duty rosters, offices that answer, people of offices outside.

Each happens through the act that a real one goes through. Weeks and controls are those of `inspection.demo.year`.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
