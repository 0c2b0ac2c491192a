"""Signing in with a local account, by a click in a home of the demo, and out again."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import urlencode, urlsplit

from starlette.responses import Response

from dashboards.guard import LANGUAGE_COOKIE, SIGN_IN, give_session, safe_way, session_token, take_session
from dashboards.office.addresses import way_after
from dashboards.office.asking import Asked
from dashboards.office.choosing import keep_choice
from dashboards.office.faults import said_of, status_of
from dashboards.office.forms import require_form_token
from dashboards.office.ways import ways_to_sign_in
from inspection import acts
from inspection.errors import AccessRefused
from inspection.store.views import UserView
from inspection.territory import arrondissement_label
from inspection.time_of import today

_TOLD = frozenset({"out", "everywhere", "provider"})


@dataclass(frozen=True)
class Group:
    """The people of one role, as the switch of a demo offers them: each id with what their district is called."""

    role: str
    first: tuple[str, str]
    others: tuple[tuple[str, str], ...]


def show(asked: Asked) -> Response:
    """Show the ways in."""
    if "hx-request" in asked.request.headers:  # a part of a page was asked for, and the session has ended
        return Response(headers={"HX-Redirect": _way_of_page(asked), "Cache-Control": "no-store"})
    told = asked.query("told")
    return sign_in_page(asked, way=asked.query("next"), told=told if told in _TOLD else "")


def _way_of_page(asked: Asked) -> str:
    """Return the sign-in that leads back to the page which asked for a part, never to the part."""
    page = urlsplit(asked.request.headers.get("hx-current-url", ""))
    if not page.path:
        return str(asked.request.url)
    return f"{SIGN_IN}?{urlencode({'next': safe_way(page.path + (f'?{page.query}' if page.query else ''))})}"


def enter(asked: Asked) -> Response:
    """Begin a session for whoever gives a name and its password; a browser's earlier session ends."""
    name, way = asked.form.get("name", ""), asked.form.get("next", "")
    before = session_token(asked.request)
    try:
        begun = acts.identity.sign_in(acts.app().at_the_door(), name, asked.form.get("password", ""), replacing=before)
    except AccessRefused as fault:
        return sign_in_page(asked, way=way, name=name, fault=fault)
    return _let_in(asked, begun.token, way)


def switch(asked: Asked) -> Response:
    """Begin a session for a person of a demo home, by a click; any other home refuses.

    Whoever looks at a demo goes on in the language of the page, not in that of the person who was picked.
    """
    before = session_token(asked.request)
    begun = acts.identity.sign_in_demo(acts.app().at_the_door(), asked.form.get("user", ""), replacing=before)
    answer = _let_in(asked, begun.token, asked.form.get("next", ""))
    keep_choice(asked, answer, LANGUAGE_COOKIE, asked.look.lang)
    return answer


def leave(asked: Asked) -> Response:
    """End the session, and take the cookie back; whoever has none any more is led to the sign-in all the same."""
    if asked.visitor is not None:
        require_form_token(asked.visitor.principal, asked.form, asked.app)
    here, token = acts.app().at_the_door(), session_token(asked.request)
    told = "provider" if acts.identity.provider.came_by_provider(here, token) else "out"
    acts.identity.sign_out(here, token)
    return _let_out(asked, told)


def leave_everywhere(asked: Asked) -> Response:
    """End every session of whoever asks, this one included."""
    here, token = acts.app().at_the_door(), session_token(asked.request)
    told = "provider" if acts.identity.provider.came_by_provider(here, token) else "everywhere"
    acts.identity.sign_out_everywhere(asked.acting())
    return _let_out(asked, told)


def sign_in_page(
    asked: Asked, *, way: str = "", name: str = "", told: str = "", fault: AccessRefused | None = None
) -> Response:
    """Return the page of the sign-in, with what was just done or refused."""
    here = acts.app().at_the_door()
    values = {
        "way": way_after(way),
        "name": name,
        "told": told,
        "refusal": said_of(fault, asked.look.lang) if fault else "",
        "code": fault.code if fault else "",
        "waits": _waits(asked),
        "ways": ways_to_sign_in(here),
        "people": _people(asked) if here.settings.is_demo else (),
    }
    return asked.page("sign_in.html", status_of(fault) if fault else 200, **values)


def _let_in(asked: Asked, token: str, way: str) -> Response:
    answer = asked.led(way_after(way))
    give_session(asked.request, answer, token)
    return answer


def _let_out(asked: Asked, told: str) -> Response:
    answer = asked.led(f"{SIGN_IN}?told={told}")
    take_session(asked.request, answer)
    return answer


def _waits(asked: Asked) -> str:
    """Say how long wrong passwords make everybody wait, known or not: it tells nothing about any name."""
    rules = acts.app().catalogue(today()).identity
    values: Mapping[str, object] = {
        "free": rules.free_failures,
        "first": rules.first_wait_seconds,
        "longest": rules.longest_wait_seconds // 60,
    }
    return asked.say("office.sign_in.waits", **values)


def _people(asked: Asked) -> tuple[Group, ...]:
    """Return who can be picked, by role."""
    everybody = acts.identity.demo_people(acts.app().at_the_door())

    def called(one: UserView) -> tuple[str, str]:
        return one.id, arrondissement_label(one.district, asked.look.lang) if one.district else ""

    found = []
    for role, same in groupby(everybody, key=lambda one: one.role):
        first, *others = (called(one) for one in same)
        found.append(Group(role, first, tuple(others)))
    return tuple(found)
