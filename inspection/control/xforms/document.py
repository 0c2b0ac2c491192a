"""The checklist as an XForm, the XML that ODK Collect, Enketo and KoboCollect open."""

import threading
from typing import TYPE_CHECKING

from inspection.control.checklists import xlsform

if TYPE_CHECKING:
    from inspection.control.checklists import Checklist

_BUILT: dict[tuple[str, str | None], str] = {}
_BUILDING = threading.Lock()


def xform(checklist: "Checklist", *, public_key: str | None = None) -> str:
    """Return the XForm of a checklist; worked out once for each checklist and key, since it takes a second."""
    wanted = checklist.sha256, public_key
    with _BUILDING:
        if wanted not in _BUILT:
            _BUILT[wanted] = _convert(checklist, public_key)
        return _BUILT[wanted]


def _convert(checklist: "Checklist", public_key: str | None) -> str:
    from pyxform.xls2xform import convert

    sheets = xlsform(checklist, public_key=public_key)
    headers = {f"{name}_header": [dict.fromkeys(key for row in rows for key in row)] for name, rows in sheets.items()}
    return str(convert({**sheets, **headers}, form_name="data").xform)
