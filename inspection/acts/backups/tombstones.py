"""What was erased stays erased in a restored home: before it opens, the keyring's tombstones are applied to it.

A backup of before an erasure still has the rows of the case. Its key is gone, so that what is sealed opens no more;
what stands beside it in clear goes here.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from importlib import import_module
from importlib.util import find_spec

from inspection.acts.backups.places import keyring_of
from inspection.keys import Keys
from inspection.settings import Settings
from inspection.trust import Context

# The seam to the erasure of a case: set by the package that knows how (`inspection.acts.retention`).
Forget = Callable[[Context, Mapping[str, datetime]], int]


def tombstones_of(here: Settings, keys: Keys) -> Mapping[str, datetime]:
    """Return the cases whose key was destroyed, and when; none where this installation has no keyring."""
    if find_spec("inspection.keyring") is None or not keyring_of(here).is_dir():
        return {}
    keyring = import_module("inspection.keyring").Keyring(keyring_of(here), keys)
    keyring.bury()  # a copy of the keyring that was put back may have keys that were destroyed since
    found: Mapping[str, datetime] = keyring.tombstones()
    return found


def apply_tombstones(context: Context, tombstones: Mapping[str, datetime]) -> int:
    """Erase from a restored store, which nobody has opened yet, every case that was destroyed; returns how many.

    Done again, it finds nothing left.
    """
    forget: Forget | None = getattr(import_module("inspection.acts.retention"), "forget_cases", None)
    return forget(context, tombstones) if forget and tombstones else 0
