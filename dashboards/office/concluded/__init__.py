"""What follows from a control by the rules, in the reader's words: findings, deadlines, remarks, what is proposed.

It owns these words and the parts of templates that show them (`_concluded.html`). It tells a conclusion that was made:
it reads no store, makes none anew, and decides nothing; who may read any of it, the acts decide.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
