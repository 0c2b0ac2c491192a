"""What is done about a partner of a joint action, on the page of the action and on the calendar of teams alike."""

from starlette.responses import Response

from dashboards.office.asking import Asked
from dashboards.office.shared.files import as_file
from dashboards.office.shared.looks import look_of_session
from inspection import acts
from inspection.errors import PlanningFault

_ANSWERS = ("confirmed", "declined")


def noted_answer(asked: Asked, reference: str | None = None) -> None:
    """Note what the partner of a form answered, of one action or of whichever has it.

    Errors: `PlanningFault` 260 for a partner that no action has which whoever asks may see, and for no answer.
    """
    context, look = asked.acting(), look_of_session(asked, "joint_actions")
    seen = acts.joint_actions.actions_of(context, reference=reference, again=look)
    partners = ((one, p) for one in seen for p in one.partners)
    found = next(((one, p) for one, p in partners if p.id == asked.form.get("partner")), None)
    said = asked.form.get("said")
    if found is None or said not in _ANSWERS:
        raise PlanningFault("PLAN-260", reference="")
    action, partner = found
    acts.joint_actions.confirm_partner(
        context,
        action.reference,
        partner.kind,
        contact=partner.contact,
        language=partner.language,
        declined=said == "declined",
    )


def given_invitation(asked: Asked, reference: str) -> Response:
    """Return the calendar file that asks the partner of a form to come; refused as `invitation` refuses it."""
    partner = asked.form.get("partner", "")
    content = acts.joint_actions.invitation(asked.acting(), reference, partner, asked.look.lang)
    return as_file(f"vigie-{reference}.ics", content, "text/calendar; charset=utf-8")
