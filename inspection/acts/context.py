"""The installation of this process: opened once, with the account's own files closed to others."""

import os
from dataclasses import replace
from datetime import datetime
from functools import cache

from inspection.settings import Settings, settings
from inspection.store.opening import open_store
from inspection.time_of import now
from inspection.trust import SYSTEM, AppContext, Context
from inspection.trust.identity import flow_principal
from sectors.reader import load_rules


def app(chosen: Settings | None = None) -> AppContext:
    """Return this installation; the same settings give the same one for the life of the process."""
    return _opened(chosen or settings())


def acting(by: str = SYSTEM, at: datetime | None = None) -> Context:
    """Return the context of an act in this installation, of a user (by id) or of the schedule; now, or at a moment."""
    return app().acting(by, at)


def acting_as_flow(flow: str) -> Context:
    """Return the context of an act by a schedule, under its own identity and with the few rights that it needs.

    Errors: KeyError for a flow that the table of rights does not name.
    """
    here, at = app(), now()
    return replace(here.acting_as(flow_principal(flow, here.settings.service, at), at), has_given_moment=False)


@cache
def _opened(chosen: Settings) -> AppContext:
    os.umask(0o077)  # plans, bundles and lists are written in clear: they belong to this account only
    return AppContext(open_store(chosen), load_rules([chosen.rules]), chosen)
