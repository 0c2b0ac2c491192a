"""`vigie login`, `logout`, `sessions`, `enrol`: proving who one is at the command, with a local account."""

from __future__ import annotations

from typing import Annotated

import typer

from flows.command.referrals.sensitive import HOW, sensitive
from flows.command.shell import proof
from flows.command.shell.browser_login import by_browser
from flows.command.shell.console import AsJson, acting, show, table, tell
from inspection import acts
from inspection.acts.identity import Enrolment, SignedIn
from inspection.errors import StoreFault
from inspection.settings import settings
from inspection.time_of import clock_in_brussels, moment_in_brussels, today

sessions_app = typer.Typer(help="Your sessions: list, end, end-all.", no_args_is_help=True)
enrol_app = typer.Typer(help="Codes that give somebody an account: first, issue, redeem.", no_args_is_help=True)

Password = Annotated[str | None, typer.Option("--password", help=HOW)]


_User = Annotated[str, typer.Argument(help="Whoever has a password of this house; left out, a browser says who.")]
_Office = Annotated[str, typer.Option(help="Address of the office that runs, where it is not the one of the settings.")]
_Unopened = Annotated[bool, typer.Option("--no-browser", help="Name the page only; you open it yourself.")]


def login(
    user: _User = "",
    password: Password = None,
    office: _Office = "",
    no_browser: _Unopened = False,
    as_json: AsJson = False,
) -> None:
    """Sign in by a browser or your password, in a home of the demo as anybody; commands then know who you are."""
    if not user:
        _by_browser(office, no_browser, as_json)
        return
    is_demo = password is None and settings().is_demo
    done = _signed_in_demo(user) if is_demo else _signed_in(user, password)
    proof.keep_token(done.token)
    if as_json:
        show({"user": done.principal.user, "ends_at": done.ends_at, "is_demo": is_demo})
        return
    if is_demo:
        tell("This is a home of the demo: nothing in it is real, and nobody is asked for a password.")
    tell(f"Signed in as {done.principal.user} until {moment_in_brussels(done.ends_at)} at the latest.")


def _by_browser(office: str, no_browser: bool, as_json: bool) -> None:
    """Let the browser say who it is; the credential that was kept before ends."""
    here, before = acts.app().at_the_door(), proof.kept_token()
    minutes = acts.app().catalogue(today()).identity.pending_minutes
    at = (office or here.settings.proof.url).rstrip("/")
    given = by_browser(at, lambda line: typer.echo(line, err=True), minutes=minutes, opens=not no_browser)
    acts.identity.principal_of(here, given.token, "command")  # of this house, and no other
    proof.keep_token(given.token)
    acts.identity.sign_out(here, before, "command")
    if as_json:
        show({"user": given.user, "ends_at": given.ends_at})
        return
    tell(f"Signed in as {given.user} until {given.ends_at[:16].replace('T', ' ')} UTC at the latest.")


def _signed_in(user: str, password: str | None) -> SignedIn:
    here = acts.app().at_the_door()  # first: where there is no house, nobody is asked for a password
    given = _password(password, "Password")
    return acts.identity.sign_in(here, user, given, "command", replacing=proof.kept_token())


def _signed_in_demo(user: str) -> SignedIn:
    return acts.identity.sign_in_demo(acts.app().at_the_door(), user, "command", replacing=proof.kept_token())


def logout(
    everywhere: Annotated[bool, typer.Option("--everywhere", help="In every browser and at every command.")] = False,
    as_json: AsJson = False,
) -> None:
    """End what `vigie login` began."""
    token = proof.kept_token()
    if not token:
        show({"ended": 0}) if as_json else tell("Nobody was signed in.")
        return
    count = 0
    try:
        count = acts.identity.sign_out_everywhere(acting()) if everywhere else 0
        acts.identity.sign_out(acts.app().at_the_door(), token, "command")
    except StoreFault as fault:
        if fault.code != "STORE-013":  # where the house is gone, its sessions are too
            raise
    proof.forget_token()
    show({"ended": count}) if as_json else tell("Signed out.")


@sessions_app.command("list")
def list_sessions(as_json: AsJson = False) -> None:
    """List your sessions of these days, in browsers and at the command; the look is recorded."""
    found = acts.identity.my_sessions(acting())
    rows = [
        (
            s.id,
            s.kind,
            "this one" if s.is_this else s.state,
            moment_in_brussels(s.begun_at),
            clock_in_brussels(s.seen_at),
        )
        for s in found
    ]
    show(found) if as_json else table("Sessions, UTC", ["id", "kind", "state", "begun", "last seen"], rows)


@sessions_app.command("end")
def end_session(session: str, as_json: AsJson = False) -> None:
    """End one of your sessions, by its id in the list."""
    acts.identity.end_session(acting(), session)
    show({"session": session, "state": "ended"}) if as_json else tell("Ended.")


@sessions_app.command("end-all")
def end_all(
    of: Annotated[str, typer.Option(help="Of somebody else, as the direction; else your own.")] = "",
    as_json: AsJson = False,
) -> None:
    """End every session of yours, or of somebody who lost a machine or leaves."""
    context = acting()
    count = acts.identity.end_sessions_of(context, of) if of else acts.identity.sign_out_everywhere(context)
    show({"ended": count}) if as_json else tell(f"{count} sessions ended.")


@enrol_app.command()
def first(user: str, as_json: AsJson = False) -> None:
    """Make the code of the first member of the direction; or of the only one, who lost it, and the DPO is told."""
    _told(acts.identity.issue_first_enrolment(acts.app().at_the_door(), user), as_json)


@enrol_app.command()
def issue(user: str, as_json: AsJson = False) -> None:
    """Make a code for somebody, as the direction, who signed in a moment ago; an earlier one is good no more."""
    _told(acts.identity.issue_enrolment(acting(), user), as_json)


@enrol_app.command()
def redeem(
    code: Annotated[str | None, typer.Option(help=HOW)] = None, password: Password = None, as_json: AsJson = False
) -> None:
    """Set your password with the code that you were given; your sessions of before end."""
    typed = sensitive(code, "--code", "Code")
    user = acts.identity.redeem_enrolment(
        acts.app().at_the_door(), typed, _password(password, "New password", again=True)
    )
    show({"user": user}) if as_json else tell(f"{user} has a password now: `vigie login {user}`.")


@enrol_app.command()
def withdraw(user: str, as_json: AsJson = False) -> None:
    """Take every proof of somebody away, as the direction: password, passkeys, link, codes; their sessions end."""
    count = acts.identity.withdraw_proofs(acting(), user)
    show({"user": user, "ended": count}) if as_json else tell(f"{user} has no proof any more; {count} sessions ended.")


def _told(made: Enrolment, as_json: bool) -> None:
    if as_json:
        show(made)
        return
    tell(f"code {made.code} for {made.user}, good once and until {clock_in_brussels(made.expires_at)}.")
    tell("Hand it over in person, or by a call that you began.")


def _password(given: str | None, question: str, *, again: bool = False) -> str:
    if given is None:
        return str(typer.prompt(question, hide_input=True, confirmation_prompt=again))
    return sensitive(given, "--password", question)
