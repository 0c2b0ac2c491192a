"""What is done on the calendar of teams: days away noted and taken back, a partner invited, an answer noted."""

from collections.abc import Callable
from datetime import date

from starlette.responses import Response

from dashboards.office.asking import Asked
from dashboards.office.shared import attempted, given_invitation, noted_answer
from dashboards.office.week.calendar import drawn_again, week_of_form
from inspection import acts
from inspection.errors import InspectionError, SettingsFault


def note(asked: Asked) -> Response:
    """Note that somebody is away on some days."""
    return _done(asked, lambda: _noted(asked), "kept")


def take_back(asked: Asked) -> Response:
    """Take noted days back."""
    return _done(asked, lambda: acts.absences.end_absence(asked.acting(), asked.form.get("absence", "")), "ended")


def answer(asked: Asked) -> Response:
    """Note what a partner of a joint action answered."""
    return _done(asked, lambda: noted_answer(asked), "answered")


def invite(asked: Asked) -> Response:
    """Give the calendar file that asks one partner to come."""
    try:
        return given_invitation(asked, asked.form.get("reference", ""))
    except InspectionError as fault:
        return drawn_again(asked, fault)


def _done(asked: Asked, act: Callable[[], object], told: str) -> Response:
    return attempted(asked, act, week_of_form(asked, told=told), lambda fault: drawn_again(asked, fault))


def _noted(asked: Asked) -> None:
    sent = asked.form
    try:
        first, last = (date.fromisoformat(sent.get(name, "")) for name in ("first_day", "last_day"))
    except ValueError:
        raise SettingsFault("SETTING-045") from None
    acts.absences.keep_absence(asked.acting(), sent.get("user", ""), sent.get("kind", ""), first, last)
