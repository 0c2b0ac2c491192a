"""What a house learns from and proposes: frames, signed papers, history, cards decided on, targeting measured.

Fitting and measuring are calculations of `inspection.targeting`; here is what they are made from and who decides. It
never touches an indicator, a suspicion, a referral or an unplanned control, and keeps nothing about an inspector.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
