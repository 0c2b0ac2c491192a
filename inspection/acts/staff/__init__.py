"""Who works here: teams, people, who is on call, and devices, with what a telephone may still do after its days."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
