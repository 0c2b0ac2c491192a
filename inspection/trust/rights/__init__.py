"""Rights: the table of who may do what (`table.yaml`), read once, asked by every act, and told as a page of reference.

Values and a calculation only: `deciding.refusal` says why somebody may not do an act to a thing. Who somebody is comes
from the store (`inspection.trust.access`), and nothing here looks there.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
