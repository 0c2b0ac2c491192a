"""The draft that an address names: opened, changed as it stands by then, and read as the control that it becomes."""

import copy
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

from dashboards.office.asking import Asked
from inspection import acts
from inspection.acts.controls import Filling
from inspection.control import Control
from inspection.control.begun import is_outcome_said
from inspection.control.checklists import Checklist
from inspection.control.reading import read_control
from inspection.errors import ControlFault
from inspection.life_cycles import ControlOutcome

_TRIES: Final = 5
_KEPT_SINCE: Final = "CONTROL-415"
Change = Callable[[dict[str, Any]], None]


def opened(asked: Asked) -> tuple[Filling, Checklist]:
    """Return the draft of the path, `{draft}`, with the checklist under which it was begun; the look is recorded.

    Errors: `Unseen` (CONTROL-260) for a draft that is not there or is somebody else's, alike.
    """
    context = asked.acting()
    filling = acts.controls.open_draft(context, str(asked.request.path_params["draft"]))
    return filling, acts.records.checklist_for(context, filling.control)(filling.control["sector"])


def changed(asked: Asked, filling: Filling, change: Change) -> Filling:
    """Change the draft and keep it; where another page kept it since it was opened, the change is made to what stands.

    Arguments: `change` alters the raw control that it is given, which may be another one than `filling` holds.
    Errors: what `keep_draft` raises.
    """
    context = asked.acting()
    for left in reversed(range(_TRIES)):
        made = replace(filling, control=copy.deepcopy(filling.control))
        change(made.control)
        if made.control == filling.control:
            return filling
        try:
            acts.controls.keep_draft(context, made, since=filling.kept_at)
        except ControlFault as fault:
            if fault.code != _KEPT_SINCE or not left:
                raise
            filling = acts.controls.open_draft(context, filling.id)
        else:
            return made
    raise AssertionError


def filled(asked: Asked, filling: Filling) -> Control:
    """Return the draft as a control, strictly read; one that nobody ended yet is under way.

    Errors: `ControlFault` with everything that is wrong.
    """
    raw = filling.control
    whole = raw if is_outcome_said(raw) else {**raw, "outcome": ControlOutcome.DONE}
    return read_control(whole, acts.records.checklist_for(asked.acting(), whole))
