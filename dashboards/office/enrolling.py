"""Enrolling: whoever has a code sets a password with it, once; and the page on which the direction makes such codes."""

from starlette.responses import Response

from dashboards.office.asking import Asked
from dashboards.office.faults import said_of, status_of
from dashboards.office.proving import NOT_FRESH, needs_fresh
from dashboards.office.ways import ways_to_sign_in
from inspection import acts
from inspection.errors import AccessRefused
from inspection.time_of import today
from inspection.trust import may

ENROLMENTS = "/enrolments"
_NOT_THE_SAME = "office.enrol.not_the_same"


def show(asked: Asked) -> Response:
    """Show the form for a code."""
    return _form(asked)


def redeem(asked: Asked) -> Response:
    """Set the password, and say under which name to sign in with it."""
    code, password = asked.form.get("code", ""), asked.form.get("password", "")
    if password != asked.form.get("again", ""):
        return _form(asked, 400, refusal=_NOT_THE_SAME, code=code)
    try:
        name = acts.identity.redeem_enrolment(acts.app().at_the_door(), code, password)
    except AccessRefused as fault:
        return _form(asked, status_of(fault), refusal=said_of(fault, asked.look.lang), fault=fault.code, code=code)
    return asked.page("enrolled.html", name=name)


def show_codes(asked: Asked) -> Response:
    """Show the form with which the direction makes a code."""
    return _may_issue(asked) or _codes(asked)


def issue(asked: Asked) -> Response:
    """Make a code, and show it this once: it is kept nowhere, and Reload asks before it would make another."""
    led = _may_issue(asked)
    if led is not None:
        return led
    try:
        made = acts.identity.issue_enrolment(asked.acting(), asked.form.get("user", ""))
    except AccessRefused as fault:
        if fault.code == NOT_FRESH:
            return needs_fresh(asked, ENROLMENTS) or _codes(asked)
        return _codes(asked, status_of(fault), refusal=said_of(fault, asked.look.lang), fault=fault.code)
    return _codes(asked, made=made)


def _form(asked: Asked, status: int = 200, **told: object) -> Response:
    values: dict[str, object] = {"refusal": "", "fault": "", "code": ""}
    least = asked.catalogue.identity.password_letters
    return asked.page(
        "enrol.html", status, **{**values, **told}, least=least, ways=ways_to_sign_in(acts.app().at_the_door(), "enrol")
    )


def _may_issue(asked: Asked) -> Response | None:
    """Lead to the proof whoever has none of a moment ago; for whoever makes no codes the page does not exist."""
    if not asked.known.may("enrolment.issue"):
        raise AccessRefused("ACCESS-120")
    return needs_fresh(asked, ENROLMENTS)


def _codes(asked: Asked, status: int = 200, **told: object) -> Response:
    here, me = acts.app(), asked.known.user
    people = [
        one
        for one in acts.staff.colleagues(here.acting_as(asked.known.principal))
        if one.id != me.id and may(one, "session.begin")
    ]
    values: dict[str, object] = {"refusal": "", "fault": "", "made": None, "people": people}
    minutes = here.catalogue(today()).identity.enrolment_minutes
    return asked.page("enrolments.html", status, **{**values, **told}, minutes=minutes)
