"""`vigie keys`: which keys this installation has, whether they are the right ones, and how one is changed."""

from __future__ import annotations

from typing import Annotated

import typer

from flows.command.shell.console import AsJson, fail, progress, show, table, tell
from inspection import acts
from inspection.errors import PortalFault
from inspection.key_sources import next_name, variable_of
from inspection.settings import settings
from inspection.trust import AppContext

app = typer.Typer(help="Keys of this installation: list, check, rotate.", invoke_without_command=True)
_Portal = Annotated[bool, typer.Option("--portal", help="Those of the portal's home beside this office.")]
_WRONG = 1


@app.callback()
def keys(context: typer.Context, as_json: AsJson = False) -> None:
    """List the keys of this installation."""
    if context.invoked_subcommand is None:
        list_keys(as_json=as_json)


@app.command("list")
def list_keys(portal: _Portal = False, as_json: AsJson = False) -> None:
    """List every key that the database knows: its id, since when, where it comes from; never the key."""
    found = acts.rotating.list_keys(settings(), is_portal=portal)
    if as_json:
        show(found)
        return
    columns = ["name", "key", "known since", "from", "state"]
    rows = [(one.name, one.id, f"{one.known_since:%Y-%m-%d}", one.source or "", _state(one)) for one in found]
    table("Keys", columns, rows)


@app.command()
def check(portal: _Portal = False, as_json: AsJson = False) -> None:
    """Compare every key that is here with what the database knows; exit status 1 where one is wrong."""
    troubles = acts.rotating.check_keys(settings(), is_portal=portal)
    if as_json:
        show([{"code": one.code, "what": one.what, "where": one.where, "advice": one.advice} for one in troubles])
    for one in () if as_json else troubles:
        fail(one)
    if troubles:
        raise typer.Exit(_WRONG)
    if not as_json:
        tell("Every key is the one that the database was written with, and no rotation is under way.")


@app.command()
def rotate(
    name: Annotated[str, typer.Argument(help="field, database, or keyring.")],
    portal: _Portal = False,
    as_json: AsJson = False,
) -> None:
    """Change a key while others work, or finish a change that was interrupted."""
    house = _house(portal)
    with progress():
        done = acts.rotating.rotate(house.at_the_door(), name)
    if as_json:
        show(done)
        return
    tell(f"{done.name}: {done.old_id} is retired, {done.new_id} is in use; {done.values} written anew.")
    _tell_of_backups(done)
    if done.is_old_destroyed:
        tell(f"The old key is destroyed here. Keep a copy of {house.settings.keys} away from this machine beside")
        tell("the one before; a copy of an older database needs that one still.")
    else:
        following, variable = variable_of(next_name(name)), variable_of(name)
        tell(f"Now give the new key to every process as {variable}, and {following} no more.")


def _tell_of_backups(done: acts.rotating.Rotated) -> None:
    if done.backups is None:
        tell("The folder of backups is not here: those of before need the old key, from its safe.")
    elif done.backups:
        tell(f"These backups need the old key, from its safe: {', '.join(done.backups)}.")
        tell("Take one now (`vigie backup`); until then no backup opens with the keys that are here.")


def _state(one: acts.rotating.KeyLine) -> str:
    return f"{one.state} {one.retired_at:%Y-%m-%d}" if one.retired_at else one.state


def _house(is_portal: bool) -> AppContext:
    if not is_portal:
        return acts.app()
    there = acts.portal.portal_app(acts.app())
    if there is None:
        raise PortalFault("PORTAL-102")
    return there
