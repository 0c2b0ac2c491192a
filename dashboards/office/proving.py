"""Proving again who one is, inside a session, and back to what was asked for; and leading there whoever has to."""

from starlette.responses import Response

from dashboards.guard import give_session, session_token
from dashboards.office.addresses import PROVE, leading, way_after
from dashboards.office.asking import Asked
from dashboards.office.faults import said_of, status_of
from dashboards.office.ways import ways_to_sign_in
from inspection import acts
from inspection.errors import AccessRefused
from inspection.time_of import now

NOT_FRESH = "ACCESS-076"  # what an act says that wants to know anew who somebody is


def needs_fresh(asked: Asked, way: str) -> Response | None:
    """Return the way to prove again who one is, None where that was done a moment ago.

    A page calls it first: `if (led := needs_fresh(asked, "/enrolments")) is not None: return led`. The act behind the
    page asks for the same proof itself.

    way
        Where to come back to: the page with the form, never the form that was sent.
    """
    if asked.known.principal.is_fresh(now(), asked.catalogue.identity.fresh_minutes):
        return None
    return asked.led(leading(PROVE, way))


def show(asked: Asked) -> Response:
    """Ask for the proof."""
    return prove_page(asked, asked.query("next"))


def prove(asked: Asked) -> Response:
    """Take the proof: the session goes on under a new token, and the old one opens nothing."""
    way, before = asked.form.get("next", ""), session_token(asked.request)
    try:
        if asked.known.principal.method == "demo":
            begun = acts.identity.sign_in_demo(acts.app().at_the_door(), asked.known.user.id, replacing=before)
        else:
            begun = acts.identity.step_up(acts.app().at_the_door(), before, asked.form.get("password", ""))
    except AccessRefused as fault:
        return prove_page(asked, way, fault)
    answer = asked.led(way_after(way))
    give_session(asked.request, answer, begun.token)
    return answer


def prove_page(asked: Asked, way: str, fault: AccessRefused | None = None) -> Response:
    """Return the page that asks for the proof, in the ways that this person has, with what was just refused."""
    here = acts.app().at_the_door()
    has = acts.identity.ways_to_step_up(here, session_token(asked.request))
    values = {
        "way": way_after(way),
        "minutes": asked.catalogue.identity.fresh_minutes,
        "refusal": said_of(fault, asked.look.lang) if fault else "",
        "code": fault.code if fault else "",
        "ways": tuple(way for way in ways_to_sign_in(here, "prove") if way.key in has),
        "has_password": "password" in has,
    }
    return asked.page("prove.html", status_of(fault) if fault else 200, **values)
