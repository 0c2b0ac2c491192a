"""The installation of this process: opened once, with the account's own files closed to others."""

import os
from datetime import datetime
from functools import cache

from inspection.settings import Settings, settings
from inspection.store import opening
from inspection.trust import AppContext, Context
from inspection.trust.identity import Principal
from sectors import reader


def app(chosen: Settings | None = None) -> AppContext:
    """Return this installation; the same settings give the same one for the life of the process."""
    return _opened(chosen or settings())


def acting_as(principal: Principal, at: datetime | None = None) -> Context:
    """Return the context of an act in this installation, by somebody who has proven who they are."""
    return app().acting_as(principal, at)


def acting_as_flow(flow: str) -> Context:
    """Return the context of an act by a schedule, under its own identity and with the few rights that it needs.

    Errors: KeyError for a flow that the table of rights does not name.
    """
    return app().acting_as_flow(flow)


def reload_rules(*, at_once: bool = False) -> bool:
    """Read the rules again where files of the home changed; acts that begin from then on follow them.

    Flows and commands never call it, so that a week is planned by the rules of its beginning.

    Arguments: `at_once` as in `Followed.reload_if_changed`.
    Errors: `RuleFault` and `OSError` for files that cannot be used; the rules of before stay in force.
    """
    return _rules(settings()).reload_if_changed(at_once=at_once)


@cache
def _opened(chosen: Settings) -> AppContext:
    os.umask(0o077)  # plans, bundles and lists are written in clear: they belong to this account only
    return AppContext(opening.open_store(chosen), _rules(chosen), chosen)


@cache
def _rules(chosen: Settings) -> "reader.FollowedRules":
    return reader.FollowedRules([chosen.rules])
