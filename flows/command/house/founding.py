"""`vigie init`: a home's database and keys, made once and by nobody else."""

from __future__ import annotations

from flows.command.shell.console import AsJson, show, tell
from inspection import acts
from inspection.settings import settings


def init(as_json: AsJson = False) -> None:
    """Make the database and the keys of a home that has none; harmless where they are there."""
    done = acts.found_house()
    if as_json:
        show(done)
        return
    if not done.registered:
        tell("This installation stands already; every key that its database knows is here.")
        _tell_next()
        return
    what = "A new installation" if done.is_new else "Keys of this installation"
    tell(f"{what}: {len(done.made)} keys made, {len(done.registered)} made known to the database.")
    if done.made:
        tell(f"Made: {', '.join(done.made)}.")
        folder = settings().keys
        tell(f"Keep a copy of {folder} away from this machine: nothing else opens what they seal.")
    _tell_next()


def _tell_next() -> None:
    """Say what is still to be done before anybody can work; nothing where people have accounts, or need none."""
    standing = acts.identity.standing(acts.app().at_the_door())
    if not standing.has_teams:
        tell("Next: `vigie teams import FILE` takes in teams and people (docs/reference/roster.md).")
    if not standing.has_accounts and not settings().is_demo:
        tell(
            "Next: `vigie enrol first ID` gives a member of the direction an account (docs/how-to/start-an-office.md)."
        )
