"""Saving a control from its draft: once, however often and from wherever it is pressed."""

from dataclasses import replace
from typing import Final

from starlette.responses import Response

from dashboards.office.asking import Asked
from dashboards.office.concluding.addresses import end_address
from dashboards.office.concluding.lacking import lacking
from dashboards.office.concluding.showing import drawn
from dashboards.office.control_form import filled, opened
from dashboards.office.shared import control_address
from inspection import acts
from inspection.acts.controls import Filling, Saved
from inspection.control.checklists import Checklist
from inspection.errors import ControlFault, InspectionError

PART: Final = "save"


def save(asked: Asked, filling: Filling, form: Checklist) -> Response:
    """Save what was looked at: a draft that was changed since is shown again, and so is one that lacks something."""
    if asked.form.get("of") != (filling.kept_at.isoformat() if filling.kept_at else ""):
        return drawn(asked, filling, form, fault=ControlFault("CONTROL-415"), part=PART)
    if lacking(asked, filling, form, asked.acting().at):
        return drawn(asked, filling, form, part=PART, is_refused=True)
    try:
        saved = _correct(asked, filling) if filling.corrects else _finish(asked, filling)
    except InspectionError as fault:
        return drawn(asked, *opened(asked), fault=fault, part=PART)
    if filling.corrects and not saved.is_new:
        return asked.led(f"{end_address(filling.id)}?told=unchanged")
    told = "corrected" if filling.corrects else "saved"
    return asked.led(f"{control_address(saved.control_id)}?told={told}")


def _finish(asked: Asked, filling: Filling) -> Saved:
    """Save a control that ends now, if nobody said when, and remove its draft.

    Both have one id, and the draft says first when it ended: broken off in between, the next press saves the same.
    """
    context = asked.acting()
    ended = replace(filling, control={**filling.control})
    ended.control["left_at"] = filling.control.get("left_at") or context.at.isoformat()
    acts.controls.keep_draft(context, ended, since=filling.kept_at)
    try:
        saved = acts.controls.save(context, filled(asked, ended), place=filling.place)
    except InspectionError:
        acts.controls.keep_draft(asked.acting(), filling, since=context.at)  # it goes on, and ends later
        raise
    acts.controls.drop_draft(asked.acting(), filling.id, because="finished")
    return saved


def _correct(asked: Asked, filling: Filling) -> Saved:
    """Save a correction and remove its draft; one that changes nothing stays a draft."""
    context, because = asked.acting(), asked.form.get("because", "").strip()
    corrected = filled(asked, filling)
    saved = acts.controls.correct_control(context, corrected, because, of=filling.of, place=filling.place)
    if saved.is_new:
        acts.controls.drop_draft(context, filling.id, because="finished")
    return saved
