"""What is done on the calendar of teams: days away noted and taken back, a partner invited, an answer noted."""

from collections.abc import Callable
from datetime import date
from urllib.parse import quote

from starlette.responses import Response

from dashboards.office.asking import Asked
from dashboards.office.shared import attempted
from dashboards.office.week.calendar import drawn_again, week_of_form
from inspection import acts
from inspection.errors import InspectionError, PlanningFault, SettingsFault

_SAID = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}


def note(asked: Asked) -> Response:
    """Note that somebody is away on some days."""
    return _done(asked, lambda: _noted(asked), "kept")


def take_back(asked: Asked) -> Response:
    """Take noted days back."""
    return _done(asked, lambda: acts.staff.end_absence(asked.acting(), asked.form.get("absence", "")), "ended")


def answer(asked: Asked) -> Response:
    """Note what a partner of a joint action answered."""
    return _done(asked, lambda: _answered(asked), "answered")


def invite(asked: Asked) -> Response:
    """Give the calendar file that asks one partner to come."""
    reference, partner = asked.form.get("reference", ""), asked.form.get("partner", "")
    try:
        content = acts.joint_actions.invitation(asked.acting(), reference, partner, asked.look.lang)
    except InspectionError as fault:
        return drawn_again(asked, fault)
    named = {"Content-Disposition": f"attachment; filename*=utf-8''{quote(f'vigie-{reference}.ics')}"}
    return Response(content, media_type="text/calendar; charset=utf-8", headers={**_SAID, **named})


def _done(asked: Asked, act: Callable[[], object], told: str) -> Response:
    return attempted(asked, act, week_of_form(asked, told=told), lambda fault: drawn_again(asked, fault))


def _noted(asked: Asked) -> None:
    sent = asked.form
    try:
        first, last = (date.fromisoformat(sent.get(name, "")) for name in ("first_day", "last_day"))
    except ValueError:
        raise SettingsFault("SETTING-045") from None
    acts.staff.keep_absence(asked.acting(), sent.get("user", ""), sent.get("kind", ""), first, last)


def _answered(asked: Asked) -> None:
    sent = asked.form
    context = asked.acting()
    asked_for = ((one, p) for one in acts.joint_actions.actions_of(context) for p in one.partners)
    found = next(((one, p) for one, p in asked_for if p.id == sent.get("partner")), None)
    if found is None or sent.get("said") not in ("confirmed", "declined"):
        raise PlanningFault("PLAN-260", reference="")
    action, partner = found
    acts.joint_actions.confirm_partner(
        context,
        action.reference,
        partner.kind,
        contact=partner.contact,
        language=partner.language,
        declined=sent["said"] == "declined",
    )
