"""What other bodies publish, read strictly into the lake.

`ingest` takes a delivery in whole or not at all and accounts for every row; the gate compares it with the last good
one, and what lies outside the limits is `held`; `Lake` reads what is current as of any day. Which columns exist, what
they may be used for, which codes are known and what is ordinary stands in sectors/common/registers.yaml. Persons enter
as keyed pseudonyms, names of natural persons not at all.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
