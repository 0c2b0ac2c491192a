"""`vigie portal`: the portal on which offices outside read, ask and answer, in a home and a process of its own."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from flows.command.house.ports import port_of, require_free
from flows.command.house.starting import begin_whole
from flows.command.shell.console import AsJson, acting, show, table, tell
from inspection import acts
from inspection.errors import PortalFault
from inspection.settings import settings
from inspection.time_of import clock_in_brussels

app = typer.Typer(help="The portal of offices outside: found, serve, invite, sync, show.", no_args_is_help=True)


@app.command()
def found(as_json: AsJson = False) -> None:
    """Make the portal's home beside the office's, with a database and keys of its own; harmless where it stands."""
    done, here = acts.portal.found_portal(), settings().portal_home
    if as_json:
        show({"home": str(here), "is_new": done.is_new, "made": done.made})
        return
    tell(f"The portal {'is made' if done.is_new else 'stands already'}: {here}.")
    if done.made:
        tell(f"Keep a copy of {here / 'keys'} away from this machine: nothing else opens what they seal.")
    tell("Next: `vigie portal serve` starts it; `vigie outside propose` and `vigie portal invite` let people in.")


@app.command()
def serve(
    port: Annotated[int, typer.Option(help="On this machine only.", parser=port_of, metavar="PORT")] = 8502,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
) -> None:
    """Start the portal: it opens its own home, with none of the office's keys."""
    require_free(host, port)
    its_own = acts.portal.environment_of_portal(settings(), os.environ)
    os.environ.clear()
    os.environ.update(its_own)
    if not settings().is_portal:
        raise PortalFault("PORTAL-102")
    from dashboards.portal import serve as serve_portal

    begin_whole(acts.app().acting_as_flow("history"))

    serve_portal(host=host, port=port)


@app.command()
def invite(user: str, as_json: AsJson = False) -> None:
    """Make a code with which somebody outside gets into the portal, once; you signed in a moment ago."""
    made = acts.portal.invite(acting(), user)
    if as_json:
        show(made)
        return
    tell(f"code {made.code} for {made.user}, good once on the portal and until {clock_in_brussels(made.expires_at)}.")
    tell("Hand it over in person, or by a call that you began.")


@app.command()
def sync(as_json: AsJson = False) -> None:
    """Take in what was said on the portal and publish what changed, as the office does by itself while it runs."""
    done = acts.portal.crossing.cross(acts.acting_as_flow("portal"))
    show(done) if as_json else tell(f"{done.taken} words taken in, {done.published} copies published.")


@app.command("show")
def show_portal(as_json: AsJson = False) -> None:
    """Show how the portal stands: counts, nothing of a case."""
    found = acts.portal.crossing.standing_of_portal(acts.acting_as_flow("portal"))
    rows = [
        ("home", found.home),
        ("offices", found.offices),
        ("copies", found.copies),
        ("people", found.people),
        ("words that wait", found.words_waiting),
        ("streams not published to their end", found.behind),
    ]
    show(found) if as_json else table("The portal", ["what", "how many"], rows)
