"""The page of somebody: what is known of them, and the form that lets them join, change or leave from a day on."""

from typing import Any

from starlette.responses import Response

from dashboards.office.administration.addresses import PEOPLE
from dashboards.office.administration.entries import entry_page, first_day, id_of
from dashboards.office.administration.people import ROLES
from dashboards.office.asking import Asked
from dashboards.office.shared import Telling, attempted
from inspection import acts
from inspection.errors import InspectionError
from inspection.i18n import language_name


def show(asked: Asked) -> Response:
    """Show somebody, or the form for somebody new."""
    return _drawn(asked, asked.request.path_params["user"])


def plan(asked: Asked) -> Response:
    """Let somebody join, change or leave from a day on."""
    user = asked.request.path_params["user"]
    act = lambda: _planned(asked, user)  # noqa: E731
    return attempted(asked, act, f"{PEOPLE}?told=planned#changes", lambda fault: _drawn(asked, user, fault))


def _planned(asked: Asked, user: str) -> None:
    starts_on = first_day(asked)
    taken = {one.id for one in acts.staff.staff_sheet(asked.acting()).people}
    acts.staff.plan_person(asked.acting(), _entry(asked, id_of(asked, user, taken)), starts_on)


def _entry(asked: Asked, user: str) -> dict[str, Any]:
    sent = asked.form
    return {
        "id": user,
        "role": sent.get("role", ""),
        "district": sent.get("district") or None,
        "team": sent.get("team") or None,
        "language": sent.get("language", ""),
        "thb_contact": sent.get("thb_contact") == "1",
        "name": sent.get("name", "").strip() or None,
        "telephone": sent.get("telephone", "").strip() or None,
        "leaves": sent.get("leaves") == "1",
    }


def _drawn(asked: Asked, user: str, fault: InspectionError | None = None) -> Response:
    sheet = acts.staff.staff_sheet(asked.acting())
    found = next((one for one in sheet.people if one.id == user), None)
    spoken = language_name(found.language, asked.look.lang) if found else ""
    return entry_page(
        asked,
        "person",
        user,
        found,
        fault,
        person=found,
        roles=ROLES,
        teams=sheet.teams,
        spoken=spoken,
        telling=Telling(asked),
    )
