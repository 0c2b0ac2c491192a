"""The signals: one function a key, from what it may see of the workplaces to a value for each.

A function is handed a `Sight`: opaque keys, and the columns that sectors/common/signals.yaml says it reads. It returns
`workplace` (the key), `value`, and the counts or sums behind it; workplaces that it leaves out are missing.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
