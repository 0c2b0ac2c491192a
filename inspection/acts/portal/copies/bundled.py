"""The files that go with a case on the portal: the newest bundle whole, and what came only with an earlier one."""

from collections.abc import Iterable

from inspection.acts import bundles
from inspection.store.referrals import DeliveryRow
from inspection.trust import AppContext


def names_of(app: AppContext, shown: Iterable[DeliveryRow]) -> tuple[str, ...]:
    """Return the names of the files, without opening an exhibit."""
    found: dict[str, None] = {}
    for row in shown:
        frozen = bundles.bundle_of(app.store, row)
        found |= dict.fromkeys((*(name for name, _ in frozen.files), *(name for name, _ in frozen.apart)))
    return tuple(found)


def files_of(app: AppContext, shown: Iterable[DeliveryRow]) -> dict[str, bytes]:
    """Return the files by name; of a photograph that went with an earlier bundle there is one, from that bundle.

    Errors: `StoreFault` where an exhibit is missing or was changed.
    """
    found: dict[str, bytes] = {}
    for row in shown:
        found = dict(bundles.whole_bundle(app, row).files) | found
    return found
