"""Where tasks are carried out: in processes of this machine, or on machines of a Dask scheduler, with one result.

It owns who works, what happens when a worker dies, and Ctrl-C; it knows nothing of what a task is about. A task carries
paths and plain values, never a frame: whoever works reads what it needs where it lies.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
