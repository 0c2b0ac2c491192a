"""An example of what each actor of the charter does in a home of the demo, beside controls and suspicions.

Measures, initiatives, texts and figures of others; links and their file, a joint action, an ordered visit, a call to
the local police, an answer of another service. Each goes through the act that a real one goes through.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
