"""The office: store, rules and settings, opened once in a process and passed to every act."""

import os
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from inspection.settings import Settings, settings
from inspection.store.core import Store, open_store
from sectors.reader import Rules, load_rules
from sectors.rules import Catalogue


@dataclass(frozen=True)
class Office:
    """What an act works with."""

    store: Store
    rules: Rules
    settings: Settings

    @property
    def home(self) -> Path:
        return self.settings.home

    def catalogue(self, on: date) -> Catalogue:
        """Return the rules as they stand on a day."""
        return self.rules.on(on)


def office(here: Settings | None = None) -> Office:
    """Return the office of this installation; the same settings give the same office for the life of the process."""
    return _opened(here or settings())


@cache
def _opened(here: Settings) -> Office:
    os.umask(0o077)  # plans, bundles and lists are written in clear: they belong to this account only
    return Office(open_store(here), load_rules([here.rules]), here)
