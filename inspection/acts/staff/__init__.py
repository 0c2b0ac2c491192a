"""Who works here: teams, people, devices and rosters of whoever is on call; rights are in `inspection.trust`."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
