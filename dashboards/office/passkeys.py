"""Passkeys: signing in with one, proving it again, making one with a code or inside a session, and one's own list.

The page asks the device by the one script that it has; what it brings back is taken as any other form is.
"""

from collections.abc import Callable
from typing import Any

from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute

from dashboards.guard import give_session, session_token
from dashboards.office.addresses import way_after
from dashboards.office.asking import Asked, form, page
from dashboards.office.faults import said_of, status_of
from dashboards.office.origins import led_to_passkey_host, origin_of
from dashboards.office.pending import Kept, keep, kept, take
from dashboards.office.proving import needs_fresh
from inspection import acts
from inspection.acts.identity import SignedIn
from inspection.acts.identity.passkeys import PasskeyAsked
from inspection.errors import AccessRefused

PASSKEYS = "/me/passkeys"
_KEPT = "vigie_passkey"
_UNSAID = {"Cache-Control": "no-store"}
_TOLD = frozenset({"kept", "removed"})


def passkey_routes() -> list[BaseRoute]:
    """Return the routes, for the office."""
    return [
        page("/sign-in/passkey", show),
        form("/sign-in/passkey-ask", _asking(ask_anybody), is_open=True),
        form("/sign-in/passkey", _taking(sign_in), is_open=True),
        page("/sign-in/passkey-enrol", show_enrol),
        form("/sign-in/passkey-enrol-ask", _asking(ask_by_code), is_open=True),
        form("/sign-in/passkey-enrol", _taking(enrol), is_open=True),
        page("/me/prove/passkey", show_again),
        form("/me/prove/passkey-ask", _asking(ask_again)),
        form("/me/prove/passkey", _taking(prove_again)),
        page(PASSKEYS, show_mine),
        form(f"{PASSKEYS}/ask", _asking(lambda asked: acts.identity.passkeys.ask_new_passkey(asked.acting()))),
        form(f"{PASSKEYS}/keep", _taking(keep_mine)),
        form(f"{PASSKEYS}/remove", remove),
    ]


def show(asked: Asked) -> Response:
    """Show the button that asks the device."""
    return _page(asked, "passkey.html", way=way_after(asked.query("next")), is_again=False)


def show_again(asked: Asked) -> Response:
    """Show it inside a session."""
    return _page(asked, "passkey.html", way=way_after(asked.query("next")), is_again=True)


def show_enrol(asked: Asked) -> Response:
    """Show the form for a code, with which a passkey is made."""
    return _page(asked, "passkey_enrol.html")


def sign_in(asked: Asked) -> SignedIn:
    """Begin a session for whoever's passkey answered."""
    given = kept(asked.request, _KEPT).pending, asked.form.get("answer", ""), origin_of(asked.request)
    return acts.identity.passkeys.sign_in_by_passkey(
        acts.app().at_the_door(), *given, replacing=session_token(asked.request)
    )


def ask_anybody(_: Asked) -> acts.identity.passkeys.PasskeyAsked:
    """Ask the browser for a passkey of whoever has one here."""
    return acts.identity.passkeys.ask_passkey(acts.app().at_the_door())


def ask_by_code(asked: Asked) -> PasskeyAsked:
    """Ask the device for a new passkey of whoever has a code."""
    return acts.identity.passkeys.ask_passkey_for_code(acts.app().at_the_door(), asked.form.get("code", ""))


def enrol(asked: Asked) -> SignedIn:
    """Keep a passkey made with a code, and begin a session of its owner."""
    pending, before = kept(asked.request, _KEPT).pending, session_token(asked.request)
    given = asked.form.get("answer", ""), origin_of(asked.request), asked.form.get("label", "")
    code = asked.form.get("code", "")
    return acts.identity.passkeys.redeem_with_passkey(acts.app().at_the_door(), code, pending, *given, replacing=before)


def ask_again(asked: Asked) -> PasskeyAsked:
    """Ask the device for a passkey of whoever is signed in."""
    return acts.identity.passkeys.ask_passkey(acts.app().at_the_door(), session_token(asked.request))


def prove_again(asked: Asked) -> SignedIn:
    """Take the further proof: the session goes on under a new token."""
    given = kept(asked.request, _KEPT).pending, asked.form.get("answer", ""), origin_of(asked.request)
    return acts.identity.passkeys.step_up_by_passkey(acts.app().at_the_door(), session_token(asked.request), *given)


def show_mine(asked: Asked) -> Response:
    """Show one's own; the look is recorded."""
    led = led_to_passkey_host(asked.request, acts.app().settings.proof) or needs_fresh(asked, PASSKEYS)
    return led or _mine(asked)


def keep_mine(asked: Asked) -> None:
    """Keep a passkey that one's device made."""
    given = kept(asked.request, _KEPT).pending, asked.form.get("answer", ""), origin_of(asked.request)
    acts.identity.passkeys.keep_passkey(asked.acting(), *given, asked.form.get("label", ""))


def remove(asked: Asked) -> Response:
    """Take one of one's own away."""
    led = needs_fresh(asked, PASSKEYS)
    if led is not None:
        return led
    try:
        acts.identity.passkeys.remove_passkey(asked.acting(), asked.form.get("passkey", ""))
    except AccessRefused as fault:
        return _mine(asked, fault)
    return asked.led(f"{PASSKEYS}?told=removed")


def _mine(asked: Asked, fault: AccessRefused | None = None) -> Response:
    told, mine = asked.query("told"), acts.identity.passkeys.my_passkeys(asked.acting())
    values: dict[str, Any] = {"mine": mine, "told": told if told in _TOLD else "", "refusal": "", "code": ""}
    if fault is not None:
        values |= {"refusal": said_of(fault, asked.look.lang), "code": fault.code}
    return asked.page("passkeys.html", status_of(fault) if fault else 200, **values)


def _page(asked: Asked, template: str, **values: Any) -> Response:
    return led_to_passkey_host(asked.request, acts.app().settings.proof) or asked.page(template, **values)


def _asking(ask: Callable[[Asked], PasskeyAsked]) -> Callable[[Asked], Response]:
    """Answer with what the page asks the device for; the browser keeps the rest until it answers."""

    def answer(asked: Asked) -> Response:
        try:
            made = ask(asked)
        except AccessRefused as fault:
            return _said(asked, fault)
        told = Response(made.options, media_type="application/json", headers=_UNSAID)
        keep(asked.request, told, _KEPT, Kept(made.pending))
        return told

    return answer


def _taking(take_it: Callable[[Asked], SignedIn | None]) -> Callable[[Asked], Response]:
    """Answer with where the page goes after what the device brought; a session it gives is new."""

    def answer(asked: Asked) -> Response:
        try:
            done = take_it(asked)
        except AccessRefused as fault:
            return _said(asked, fault)
        way = way_after(asked.form.get("next", "")) if done else f"{PASSKEYS}?told=kept"
        told = JSONResponse({"way": way}, headers=_UNSAID)
        take(asked.request, told, _KEPT)
        if done:
            give_session(asked.request, told, done.token)
        return told

    return answer


def _said(asked: Asked, fault: AccessRefused) -> Response:
    text = asked.say(said_of(fault, asked.look.lang))
    return JSONResponse({"text": text, "code": fault.code}, status_of(fault), headers=_UNSAID)
