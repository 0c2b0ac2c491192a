"""A draft whose control stands already, since another page saved it: whoever comes back is led to the control."""

from collections.abc import Callable

from starlette.responses import Response

from dashboards.office.asking import Asked, Shown
from dashboards.office.control_form import opened
from dashboards.office.shared import control_address
from inspection import acts
from inspection.acts.controls import Filling
from inspection.control.checklists import Checklist
from inspection.errors import InspectionError, Unseen

OfDraft = Callable[[Asked, Filling, Checklist], Response]


def of_draft(show: OfDraft, *, is_lost: bool = False) -> Shown:
    """Return what answers for a draft; one that is gone, and became a control of whoever asks, leads to that.

    So a second press, a second tab and Back end where the first did, and nothing is saved twice. Of a correction
    nothing is said there: it may have been given up.

    is_lost
        Whether something was sent that nothing holds any more: a decision, a file. Then nobody is led on as if it did.
    """

    def shown(asked: Asked) -> Response:
        try:
            return show(asked, *opened(asked))
        except Unseen:  # here, or while the draft was worked on
            draft = str(asked.request.path_params["draft"])
            if is_lost or not _is_own_control(asked, draft):
                raise
            return asked.led(f"{control_address(draft)}{'' if 'because' in asked.form else '?told=saved'}")

    return shown


def _is_own_control(asked: Asked, control: str) -> bool:
    try:
        return acts.stories.beside_control(asked.acting(), control).is_mine
    except InspectionError:
        return False
