"""The portal's own home: found beside the office, and opened from the office's process to publish and to take words.

It has a database and keys of its own, so that whoever takes the portal over holds nothing that opens the office.
"""

import json
import os
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from shutil import copyfile
from typing import TYPE_CHECKING

# `acts`, `opening` and `reader` are named whole: what is in them is loaded where it is called, not with this module.
from inspection import acts
from inspection.errors import PortalFault
from inspection.history_settings import HistorySettings
from inspection.keys import Keys, open_keys
from inspection.portal_settings import PORTAL_MARK
from inspection.settings import DEMO_MARK, Settings, settings
from inspection.store import opening
from inspection.trust import AppContext
from sectors import reader

if TYPE_CHECKING:
    from inspection.acts.founding import Founded

_OFFICES, _PORTALS = "VIGIE_KEY_", "VIGIE_PORTAL_KEY_"
_OF_THE_OFFICE = (
    *("VIGIE_PORTAL", "VIGIE_PORTAL_DATABASE_URL", "VIGIE_PORTAL_DATABASE_OWNER_URL"),
    *("VIGIE_DATABASE_URL", "VIGIE_DATABASE_OWNER_URL", "VIGIE_KEYRING", "VIGIE_WITNESS", "VIGIE_CHECKPOINTS"),
    "CREDENTIALS_DIRECTORY",
)


def portal_settings(here: Settings) -> Settings:
    """Return the settings of the portal of an office, as the office opens it: with all rights on what it shows."""
    return replace(
        here,
        home=here.portal_home,
        database_url=here.portal_database_url,
        database=here.database.of_portal,
        keyring_folder=None,
        portal=None,
        portal_database_url=None,
        history=HistorySettings(),  # the witness is the office's; a key of the portal's home signs its history
    )


def portal_app(app: AppContext) -> AppContext | None:
    """Return the portal's installation, opened once for the life of the process; None where there is none.

    A home of the portal has none itself.
    """
    if app.settings.is_portal:
        return None
    there = portal_settings(app.settings)
    return _opened(there) if there.is_portal else None


def found_portal(here: Settings | None = None) -> "Founded":
    """Make the portal's home with its database and keys, and mark it; harmless where it stands.

    It takes over the office's own rules, which name its addressees, and the mark of a demo. On PostgreSQL the account
    of the portal's process is set up too.

    Errors: `PortalFault` PORTAL-101 in a home that is a portal's; those of `found_house`.
    """
    here = here or settings()
    if here.is_portal:
        raise PortalFault("PORTAL-101")
    there = portal_settings(here)
    there.home.mkdir(mode=0o700, parents=True, exist_ok=True)
    done = acts.found_house(there, keys=portal_keys(there))
    _follow(here, there)
    if there.database_url is not None:
        acts.migrate_house(there, keys=portal_keys(there))
    (there.home / PORTAL_MARK).write_text(json.dumps({"portal_of": here.service}) + "\n", encoding="utf-8")
    return done


def environment_of_portal(here: Settings, environ: Mapping[str, str]) -> dict[str, str]:
    """Return the environment in which the portal's process opens its own home, without a key of the office.

    Where `VIGIE_HOME` is the portal's already, as on a machine of its own, it is as it was.
    """
    if here.is_portal:
        return dict(environ)
    there = portal_settings(here)
    kept = {name: value for name, value in environ.items() if not name.startswith(_OFFICES)}
    for name in _OF_THE_OFFICE:
        kept.pop(name, None)
    url = environ.get("VIGIE_PORTAL_READER_URL") or there.database_url
    return kept | _keys_given(environ) | {"VIGIE_HOME": str(there.home)} | ({"VIGIE_DATABASE_URL": url} if url else {})


@cache
def _opened(there: Settings) -> AppContext:
    return AppContext(opening.open_store(there, keys=portal_keys(there)), reader.load_rules([there.rules]), there)


def portal_keys(there: Settings) -> Keys:
    """Return the keys of a portal's home, as the office has them beside its own."""
    return replace(open_keys(there.keys, _keys_given(os.environ)), prefix=_PORTALS)


def _keys_given(environ: Mapping[str, str]) -> dict[str, str]:
    """Return the portal's keys where the environment gives them, under the names that its own process knows."""
    mine = (name for name in environ if name.startswith(_PORTALS))
    return {_OFFICES + name.removeprefix(_PORTALS): environ[name] for name in mine}


def _follow(here: Settings, there: Settings) -> None:
    """Copy what the portal's home takes over from the office's."""
    there.rules.mkdir(exist_ok=True)
    for file in sorted(here.rules.glob("*.yaml")):
        copyfile(file, there.rules / file.name)
    if here.is_demo:
        copyfile(here.home / DEMO_MARK, there.home / DEMO_MARK)
