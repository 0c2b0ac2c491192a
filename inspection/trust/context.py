"""The context of an act: in which installation, by whom, and at which moment. Every act takes it first.

An act has one moment: what it writes, records and alerts bears the same time, however long it takes. Hints stay texts:
every act loads this file, and few of them the reader of the rules.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Self

import sectors
from inspection.errors import AccessRefused
from inspection.settings import Settings
from inspection.store.core import Store
from inspection.time_of import now
from inspection.trust.reasons import Reason, given_reason

if TYPE_CHECKING:
    from inspection.trust.identity import Principal

SYSTEM = "system"  # the user that schedules act as


@dataclass(frozen=True)
class AppContext:
    """An installation that is open: its store, its rules and its settings."""

    store: Store
    rules: sectors.Rules
    settings: Settings

    @property
    def home(self) -> Path:
        return self.settings.home

    def catalogue(self, on: date) -> sectors.Catalogue:
        """Return the rules as they stand on a day."""
        return self.rules.on(on)

    def acting(self, by: str = SYSTEM, at: datetime | None = None) -> Context:
        """Return the context of an act in this installation.

        Arguments: `by` a user's id; `at` a moment that stays as it is given, else that of the call.
        """
        return Context(self, by, at or now(), has_given_moment=at is not None, reason=given_reason())

    def acting_as(self, principal: Principal, at: datetime | None = None) -> Context:
        """Return the context of an act by somebody who has proven who they are."""
        moment = at or now()
        return Context(
            self, principal.user, moment, has_given_moment=at is not None, principal=principal, reason=given_reason()
        )


@dataclass(frozen=True)
class Context:
    """Who acts, when, and in which installation.

    by
        A user's id.
    has_given_moment
        Whoever made it chose the moment, so that `refreshed` keeps it.
    principal
        Who has proven to be `by`, and how; None where that is only said.
    reason
        Why whoever acts looks at what speaks of a person; None where nothing was said, or it follows from the case.
    """

    app: AppContext
    by: str
    at: datetime
    has_given_moment: bool = True
    principal: Principal | None = None
    reason: Reason | None = None

    def __post_init__(self) -> None:
        """Refuse a proof that is somebody else's: `AccessRefused` 073."""
        if self.principal is not None and self.principal.user != self.by:
            raise AccessRefused("ACCESS-073")

    @property
    def store(self) -> Store:
        return self.app.store

    @property
    def settings(self) -> Settings:
        return self.app.settings

    def because(self, purpose: str, case: str = "") -> Self:
        """Return the context of the same act for a purpose, in a case."""
        return replace(self, reason=Reason(purpose, case))

    def refreshed(self) -> Self:
        """Return the context of the next of several acts in a row: the moment is that of now, unless it was given."""
        return self if self.has_given_moment else replace(self, at=now())
