"""The control: its checklist, reading a filled one strictly, and what follows from the answers by the rules.

`read_control` refuses what does not fit its checklist: every fault in one message, nothing about a person in it.
`conclude` proposes: findings by the law of the day of the facts, clocks, indicators by dimension and a pattern with its
grounds. Nothing here decides, and nothing here can hold a suspicion back.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
