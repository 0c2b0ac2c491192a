"""The provider of identities: proving there who one is, being linked to an account there, and signing out there."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
