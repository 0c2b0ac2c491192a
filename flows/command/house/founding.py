"""`vigie init` and `vigie migrate`: a home's database and keys, made once, and its tables brought up to date."""

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


def migrate(as_json: AsJson = False) -> None:
    """Bring the tables up to date as the account that owns them (VIGIE_DATABASE_OWNER_URL), and set up the others.

    On PostgreSQL also accounts, rights and row-level security; harmless where all of it stands.
    """
    done = acts.migrate_house()
    if as_json:
        show(done)
        return
    is_same = done.was_at == done.is_at
    tell(f"The tables {'are' if is_same else f'were of revision {done.was_at} and are'} of this version, {done.is_at}.")
    if done.has_roles:
        tell("PostgreSQL's accounts, rights and row-level security are set up. An account signs in once it has a")
        tell("password: ALTER ROLE vigie_app_onss LOGIN PASSWORD … (docs/how-to/run-on-postgresql.md).")


def _tell_next() -> None:
    """Say what is still to be done before anybody can work; nothing where people have accounts, or need none."""
    standing = acts.identity.standing(acts.app().at_the_door())
    if not standing.has_teams:
        tell("Next: `vigie teams import FILE` takes in teams and people (docs/reference/roster.md).")
    if not standing.has_accounts and not settings().is_demo:
        tell(
            "Next: `vigie enrol first ID` gives a member of the direction an account (docs/how-to/start-an-office.md)."
        )
