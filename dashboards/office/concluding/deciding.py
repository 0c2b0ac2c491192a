"""The inspector's own decision on a suspicion of trafficking; the rules propose beside it and never decide."""

from collections.abc import Mapping
from typing import Any, Final, get_args

from starlette.responses import Response

from dashboards.office.asking import Asked
from dashboards.office.concluding.addresses import end_address
from dashboards.office.concluding.lacking import lacking_to_leave
from dashboards.office.concluding.showing import drawn
from dashboards.office.control_form import changed, filled, opened
from inspection import acts
from inspection.acts.controls import Filling
from inspection.control.checklists import Checklist
from inspection.control.filled import Form
from inspection.errors import ControlFault, InspectionError
from inspection.life_cycles import Decision

PART: Final = "decision"


def decide(asked: Asked, filling: Filling, form: Checklist) -> Response:
    """Keep a decision; a yes leaves at once, with what the control holds so far, and can be followed by more."""
    typed = asked.form.get("decision", "")
    if typed not in tuple(Decision):
        return drawn(asked, filling, form, fault=ControlFault("CONTROL-417"), part=PART)
    try:
        filling = changed(asked, filling, lambda raw: _decided(asked, raw))
        wrong = lacking_to_leave(asked, filling, form)
        if wrong:
            return drawn(asked, *opened(asked), part=PART, wrong=wrong)
        if typed == Decision.YES:
            _leave(asked, filling)
    except InspectionError as fault:
        return drawn(asked, *opened(asked), fault=fault, part=PART)
    told = "referred" if typed == Decision.YES else "decided"
    return asked.led(f"{end_address(filling.id)}?told={told}#decision")


def _leave(asked: Asked, filling: Filling) -> None:
    """Save the control as one that goes on, so that the suspicion waits neither for an answer nor for an end."""
    going_on = Filling(id=filling.id, control={**filling.control, "left_at": None}, place=filling.place)
    acts.controls.save(asked.acting(), filled(asked, going_on), place=filling.place)


def _decided(asked: Asked, raw: dict[str, Any]) -> None:
    """Put the decision into a control; its moment is that of the decision, not of the last word of its grounds."""
    before: Mapping[str, Any] = raw.get("suspicion") or {}
    decision, sent = asked.form["decision"], asked.form
    raw["suspicion"] = {
        **before,
        "decision": decision,
        "grounds": sent.get("grounds", "").strip(),
        "forms": [one for one in get_args(Form) if sent.get(f"form.{one}")],
        "decided_at": before["decided_at"] if before.get("decision") == decision else asked.acting().at.isoformat(),
    }
