"""What a register says at this minute, asked of an inspectorate's live service about one person.

Owns the question, the answer, the one adapter that speaks HTTP, and how rows of our own copy are told alike; never
decides who may ask, and never opens the lake.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
