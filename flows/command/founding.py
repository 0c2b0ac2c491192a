"""`vigie init`: a home's database and keys, made once and by nobody else."""

from typing import Annotated

import typer

from flows.command.console import AsJson, show, tell
from inspection import acts
from inspection.settings import settings


def init(
    make: Annotated[
        list[str] | None,
        typer.Option(help="A key that an earlier version's home never had and may be made; once each."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Make the database and the keys of a home that has none; harmless where they are there."""
    done = acts.found_house(make=make or ())
    if as_json:
        show(done)
        return
    if not done.registered:
        tell("This installation stands already; every key that its database knows is here.")
        return
    what = "A new installation" if done.is_new else "Keys of this installation"
    tell(f"{what}: {len(done.made)} keys made, {len(done.registered)} made known to the database.")
    if done.made:
        tell(f"Made: {', '.join(done.made)}.")
        folder = settings().keys
        tell(f"Keep a copy of {folder} away from this machine: nothing else opens what they seal.")
