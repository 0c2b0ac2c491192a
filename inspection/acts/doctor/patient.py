"""The installation that is examined: opened as far as it opens, and left byte for byte as it was."""

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from datetime import date, datetime
from functools import cached_property
from typing import Self, TypeVar

from sqlmodel import Session

from inspection.acts import registers
from inspection.errors import InspectionError, StoreFault
from inspection.registers.lake import Lake
from inspection.settings import Settings
from inspection.store.core import Store
from inspection.store.opening import store_to_look_at
from inspection.time_of import day_in_brussels
from inspection.trust import AppContext
from sectors import reader

_T = TypeVar("_T")


class Patient:
    """An installation under examination; use it as a context, so that what it opened is given back."""

    def __init__(self, here: Settings, at: datetime) -> None:
        self.settings, self.at, self._open = here, at, ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    @property
    def day(self) -> date:
        """The day in Brussels."""
        return day_in_brussels(self.at)

    @property
    def has_home(self) -> bool:
        """Tell whether the folder of the home is there."""
        return self.settings.home.is_dir()

    @property
    def lake(self) -> Lake:
        """The snapshots."""
        return Lake(self.settings.lake)

    @cached_property
    def rules(self) -> "reader.Rules":
        """The rules with those of the house."""
        return reader.load_rules([self.settings.rules])

    @cached_property
    def store_or_fault(self) -> Store | InspectionError:
        """The database to look at, or why there is none: asked once, since it may have to be copied."""
        try:
            return self._open.enter_context(store_to_look_at(self.settings))
        except InspectionError as fault:
            return fault
        except Exception as fault:  # noqa: BLE001  one that nobody foresaw must not hide every other question
            return StoreFault("STORE-026", kind=type(fault).__name__)

    @property
    def store(self) -> Store:
        """The database to look at.

        Errors: why it does not open.
        """
        if isinstance(self.store_or_fault, InspectionError):
            raise self.store_or_fault
        return self.store_or_fault

    @cached_property
    def given_up(self) -> Mapping[tuple[str, str], datetime]:
        """When the loss of which snapshot was accepted, by register and day; nothing where no database tells."""
        return self._told(registers.snapshots_given_up, {})

    @cached_property
    def last_pruned(self) -> Mapping[str, date]:
        """Of which day the newest snapshot of a register was that went by policy; nothing where no database tells."""
        return self._told(registers.last_pruned, {})

    @cached_property
    def frozen(self) -> frozenset[tuple[str, date]]:
        """The snapshots that may not go, by register and day; none where no database tells."""
        return self._told(lambda session: registers.frozen_days(session, self.office), frozenset())

    def _told(self, read: Callable[[Session], _T], otherwise: _T) -> _T:
        if isinstance(self.store_or_fault, InspectionError):
            return otherwise
        with self.store_or_fault.read() as session:
            return read(session)

    @property
    def office(self) -> AppContext:
        """The office as acts that only read take it; its settings name the real home."""
        return AppContext(self.store, self.rules, self.settings)
