"""The list look of a session: a list that refreshes itself, or is drawn again, is the same look and no other one."""

from collections import OrderedDict
from threading import Lock

from dashboards.office.asking import Asked
from inspection import acts
from inspection.acts.access import ListLook

_MOST = 8_000  # some thousand sessions, each with the few lists that it has open
_kept: OrderedDict[tuple[str, str, str | None], ListLook] = OrderedDict()
_lock = Lock()


def look_of_session(asked: Asked, kind: str, district: str | None = None) -> ListLook:
    """Return the look at a list, recorded the first time in a session; rights are asked every time.

    What a restart forgets is one entry more in the trail, never one less.

    kind
        Which list, as the trail names it.
    district
        The only one of which the list is, None for all that whoever asks works in.

    Errors: `AccessRefused`.
    """
    key = (asked.known.principal.credential, kind, district)
    with _lock:
        before = _kept.get(key)
    look = acts.access.list_look(asked.acting(), kind, district, again=before)
    with _lock:
        _kept[key] = look
        _kept.move_to_end(key)
        while len(_kept) > _MOST:
            _kept.popitem(last=False)
    return look
