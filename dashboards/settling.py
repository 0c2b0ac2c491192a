"""What a server loaded for good is looked through for garbage no more: that would take half a second of a page."""

import gc

_YOUNG = 10_000  # objects that are made before those are looked through: about what a page makes


def settle() -> None:
    """Set what stands in memory apart from what a page makes, which is looked through less often as well.

    Rules, tables and texts are some 400,000 objects that stay until the end. Nearly all that a page makes goes by
    itself. A server calls this once, when it has loaded what it will need.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(_YOUNG, *gc.get_threshold()[1:])
