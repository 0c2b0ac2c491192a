"""On-call rosters of the offices that are rung: taken in, tried, noted as absent; never whom to ring at this minute."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
