"""The shell of the office: sign-in, enrolment, sessions, language and look; the rooms of later pages hang in it.

Pages are made on the server; htmx swaps parts of them where that helps, and without any script all of it works.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
