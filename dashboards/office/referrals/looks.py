"""The list look of a session: a board that refreshes itself, or is drawn again, is the same look and no other one."""

from collections import OrderedDict
from threading import Lock

from dashboards.office.asking import Asked
from inspection import acts
from inspection.acts.access import ListLook

_MOST = 2_000
_kept: OrderedDict[tuple[str, str | None], ListLook] = OrderedDict()
_lock = Lock()


def deliveries_look(asked: Asked, district: str | None) -> ListLook:
    """Return the look at the list of deliveries, recorded the first time in a session; rights are asked every time.

    What a restart forgets is one entry more in the trail, never one less.
    Errors: `AccessRefused`.
    """
    key = (asked.known.principal.credential, district)
    with _lock:
        before = _kept.get(key)
    look = acts.access.list_look(asked.acting(), "deliveries", district, again=before)
    with _lock:
        _kept[key] = look
        _kept.move_to_end(key)
        while len(_kept) > _MOST:
            _kept.popitem(last=False)
    return look
