"""What is done on the page of a joint action: an answer noted, a partner invited, another moment, called off."""

from collections.abc import Callable

from starlette.responses import Response

from dashboards.office.asking import Asked
from dashboards.office.joint_actions.moments import moment_of_form
from dashboards.office.joint_actions.showing import REASONS, drawn, reference_in
from dashboards.office.shared import action_address, attempted, given_invitation, noted_answer
from inspection import acts
from inspection.errors import InspectionError, PlanningFault


def answer(asked: Asked) -> Response:
    """Note what a partner answered."""
    return _done(asked, lambda: noted_answer(asked, reference_in(asked)), "partners", "answered")


def invite(asked: Asked) -> Response:
    """Give the calendar file that asks one partner to come."""
    try:
        return given_invitation(asked, reference_in(asked))
    except InspectionError as fault:
        return drawn(asked, fault, "partners")


def move(asked: Asked) -> Response:
    """Give the action another moment; its partners are asked anew."""
    return _done(
        asked,
        lambda: acts.joint_actions.move_action(asked.acting(), reference_in(asked), moment_of_form(asked.form)),
        "move",
        "moved",
    )


def call_off(asked: Asked) -> Response:
    """Call the action off, for one of the reasons that the page offers."""
    return _done(asked, lambda: _called_off(asked), "off", "called_off")


def _called_off(asked: Asked) -> None:
    reason = asked.form.get("reason", "")
    if reason not in REASONS:
        raise PlanningFault("PLAN-261", reference=reference_in(asked)[:12])
    acts.joint_actions.call_off_action(asked.acting(), reference_in(asked), reason=reason)


def _done(asked: Asked, act: Callable[[], object], part: str, told: str) -> Response:
    way = f"{action_address(reference_in(asked))}?told={told}"
    return attempted(asked, act, way, lambda fault: drawn(asked, fault, part))
