"""How each addressee is reached: told, changed by two people, and laid over the files of the home; not what is sent.

What somebody proposes changes nothing. Said yes to by another person it is a dated rule of the home (ways, telephone)
and a file laid over `transports.yaml` (mailbox, certificate). The office reads them within seconds, a flow when it
begins.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
